package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
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

    public WhatsappCloud(Phones phones, Time time) {
        this.shop = new Shop(Channel.WHATSAPP, phones, time);
        this.caller = new Caller(time);
        this.numbers = new AtomicLong(time.now().toEpochMilli() << 10);
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
        caller.customer(url, appSecret);
    }

    /// A phone writes to a number; false when nobody is to be called.
    public boolean reply(String from, String to, String text) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("from", digits(from)).put("id", id()).put("type", "text");
        message.putObject("text").put("body", text);
        return tell(digits(to), "messages", message);
    }

    private WebServer.Answer answer(WebServer.Asked asked) throws InterruptedException {
        Matcher target = MESSAGES.matcher(asked.target().getPath());
        if (!target.matches() || !asked.method().equals("POST")) {
            return error(404, 100);
        }
        if (!asked.authorization().startsWith("Bearer ")) {
            return error(401, 190);
        }
        JsonNode body = JsonText.read(asked.body());
        String to = body.path("to").asString("");
        if (!body.path("messaging_product").asString("").equals("whatsapp") || to.isEmpty()) {
            return error(400, 131008);
        }
        String number = target.group(1);
        return shop.take(
                new Shop.Taken(id(), "+" + number, "+" + digits(to), text(body), asked.body()),
                new Words(number));
    }

    /// What a phone shows of it first.
    private static String text(JsonNode body) {
        return List.of("/text/body", "/image/caption", "/video/caption", "/interactive/body/text")
                .stream()
                .map(place -> body.at(place).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private final class Words implements Shop.Words {
        private final String number;

        Words(String number) {
            this.number = number;
        }

        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("messaging_product", "whatsapp");
            json.putArray("messages").addObject().put("id", message.id());
            return new WebServer.Answer(200, json.toString());
        }

        @Override
        public WebServer.Answer throttled() {
            return error(400, 130429);
        }

        @Override
        public WebServer.Answer noRecipient() {
            return error(400, 131026);
        }

        @Override
        public WebServer.Answer noContent() {
            return error(400, 131051);
        }

        @Override
        public void delivered(Shop.Taken message) {
            tell(number, "statuses", status(message, "delivered"));
        }

        @Override
        public void failed(Shop.Taken message) {
            ObjectNode status = status(message, "failed");
            status.putArray("errors").addObject().put("code", 131026);
            tell(number, "statuses", status);
        }
    }

    private static ObjectNode status(Shop.Taken message, String status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", message.id())
                .put("status", status)
                .put("recipient_id", digits(message.to()));
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
        caller.customer()
                .ifPresent(whom -> {
                    byte[] hmac = Signatures.hmac(whom.secret(), text);
                    String signature = "sha256=" + HexFormat.of().formatHex(hmac);
                    caller.tell(whom, "X-Hub-Signature-256", signature, text);
                });
        return caller.customer().isPresent();
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
        server.close();
    }
}
