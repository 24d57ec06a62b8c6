package io.posthorn.channel.simulator;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Meta's Cloud API on this machine, with phones behind it. A number's id is its digits.
public final class WhatsappCloud implements AutoCloseable {
    private static final Pattern MESSAGES = Pattern.compile("/v[0-9.]+/([0-9]+)/messages");

    private final WebServer server = new WebServer(this::answer);
    private final Shop shop;
    private final Caller caller;
    private final AtomicLong numbers;
    private final Words words = new Words();

    WhatsappCloud(World world) {
        this.shop = new Shop(Channel.WHATSAPP, world);
        this.caller = new Caller(world.time());
        this.numbers = new AtomicLong(world.time().now().toEpochMilli() << 10);
    }

    public void start() {
        server.start();
    }

    /// What a connection takes as its `baseUrl`, once started.
    public URI baseUrl() {
        return server.url().resolve("/v23.0");
    }

    /// Where statuses and replies go from now on, signed with the app's secret.
    public void callback(URI url, String appSecret) {
        caller.everybody(url, appSecret);
    }

    /// The same for one number.
    public void callback(String phoneNumberId, URI url, String appSecret) {
        caller.customer(phoneNumberId, url, appSecret);
    }

    /// What came in.
    public Traffic traffic() {
        return shop.traffic();
    }

    /// A phone writes to a number; false when nobody is to be called.
    boolean reply(String from, String to, String text) {
        ObjectNode message = written(from, "text");
        message.putObject("text").put("body", text);
        return tell(digits(to), "messages", message);
    }

    /// A phone's owner taps what a message suggests.
    boolean tap(Received message, Suggestion tapped) {
        ObjectNode written = written(message.to(), type(tapped.kind()));
        written.putObject("context")
                .put("from", digits(message.from()))
                .put("id", message.carrierIds().getFirst());
        switch (tapped.kind()) {
            case REPLY, ACTION -> chosen(written, "button_reply", tapped);
            case ROW -> chosen(written, "list_reply", tapped);
            case TEMPLATE ->
                    written.putObject("button")
                            .put("payload", tapped.postbackData())
                            .put("text", tapped.text());
        }
        return tell(digits(message.from()), "messages", written);
    }

    private static String type(Suggestion.Kind kind) {
        return switch (kind) {
            case REPLY, ACTION, ROW -> "interactive";
            case TEMPLATE -> "button";
        };
    }

    private static void chosen(ObjectNode written, String how, Suggestion tapped) {
        written.putObject("interactive")
                .put("type", how)
                .putObject(how)
                .put("id", tapped.postbackData())
                .put("title", tapped.text());
    }

    private ObjectNode written(String from, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", digits(from))
                .put("id", id())
                .put("type", type);
    }

    /// A phone's owner has read it.
    boolean read(Received message) {
        return tell(
                digits(message.from()),
                "statuses",
                status(message.carrierIds().getFirst(), "read", message.to()));
    }

    private Optional<WebServer.Answer> answer(WebServer.Asked asked) throws InterruptedException {
        Matcher target = MESSAGES.matcher(asked.target().getPath());
        if (!target.matches() || !asked.method().equals("POST")) {
            return Optional.of(error(404, 100));
        }
        String number = target.group(1);
        return switch (shop.welcome(number)) {
            case UNHEARD -> shop.never();
            case CUT -> Optional.empty();
            case TURNED_OUT -> Optional.of(error(401, 190));
            case SERVED ->
                    asked.authorization().startsWith("Bearer ")
                            ? taken(number, asked.body())
                            : Optional.of(error(401, 190));
        };
    }

    private Optional<WebServer.Answer> taken(String number, String json)
            throws InterruptedException {
        JsonNode body = JsonText.read(json);
        String to = body.path("to").asString("");
        if (!body.path("messaging_product").asString("").equals("whatsapp") || to.isEmpty()) {
            return Optional.of(error(400, 131008));
        }
        return shop.take(
                new Shop.Taken(
                        id(),
                        number,
                        "+" + number,
                        "+" + digits(to),
                        WhatsappScreen.of(body, json)),
                words);
    }

    private final class Words implements Shop.Words<WebServer.Answer> {

        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("messaging_product", "whatsapp");
            json.putArray("messages").addObject().put("id", message.id());
            return new WebServer.Answer(200, json.toString());
        }

        @Override
        public WebServer.Answer throttled(Optional<Duration> retryAfter) {
            return error(400, 130429).retryAfter(retryAfter);
        }

        @Override
        public WebServer.Answer refused(Refusal why) {
            return switch (why) {
                case Refusal.Reason.RECIPIENT -> error(400, 131026);
                case Refusal.Reason.CONTENT -> error(400, 131051);
                case Refusal.Code(int value) -> error(400, value);
            };
        }

        @Override
        public void report(Shop.Taken message, Fate fate) {
            boolean delivered = fate.end() == Fate.End.DELIVERED;
            ObjectNode status =
                    status(message.id(), delivered ? "delivered" : "failed", message.to());
            if (!delivered) {
                status.putArray("errors").addObject().put("code", 131026);
            }
            tell(message.connection(), "statuses", status);
        }

        @Override
        public void read(Shop.Taken message) {
            tell(message.connection(), "statuses", status(message.id(), "read", message.to()));
        }

        @Override
        public WebServer.Answer spoiled(WebServer.Answer answer, Hostility how) {
            return answer.spoiled(how);
        }
    }

    private static ObjectNode status(String id, String status, String phone) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("status", status)
                .put("recipient_id", digits(phone));
    }

    private boolean tell(String number, String kind, ObjectNode item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("object", "whatsapp_business_account");
        ObjectNode change = body.putArray("entry").addObject().putArray("changes").addObject();
        ObjectNode value = change.put("field", "messages").putObject("value");
        value.put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", number)
                .put("phone_number_id", number);
        value.putArray(kind).add(item);
        String text = body.toString();
        Optional<Caller.Customer> customer = caller.customer(number);
        customer.ifPresent(whom -> {
            byte[] hmac = Signatures.hmac(whom.secret(), text);
            String signature = "sha256=" + HexFormat.of().formatHex(hmac);
            caller.tell(whom, "X-Hub-Signature-256", signature, text);
        });
        return customer.isPresent();
    }

    private String id() {
        return "wamid.SIM" + Long.toString(numbers.incrementAndGet(), 36);
    }

    private static WebServer.Answer error(int status, int code) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("message", "(#" + code + ")").put("code", code);
        return new WebServer.Answer(status, json.toString());
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }

    @Override
    public void close() {
        caller.close();
        server.close();
    }
}
