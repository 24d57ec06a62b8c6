package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Google's RCS Business Messaging on this machine, with phones behind it: tokens, capabilities,
/// messages, revoke and events.
public final class RbmPlatform implements AutoCloseable {
    private static final Pattern PHONE =
            Pattern.compile("/v1/phones/([^/]+)/(capabilities|agentMessages)(?:/([^/]+))?");
    private static final int IDS_KEPT = 100_000;

    private final WebServer server = new WebServer(this::answer);
    private final TokenDesk desk;
    private final Shop shop;
    private final Caller caller;
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Set<String> open = ConcurrentHashMap.newKeySet(); // taken, and not delivered yet

    public RbmPlatform(Phones phones, Time time) {
        this.shop = new Shop(Channel.RCS, phones, time);
        this.caller = new Caller(time);
        this.desk = new TokenDesk();
    }

    public void start() {
        server.start();
    }

    /// What a connection takes as its `baseUrl`, once started.
    public URI baseUrl() {
        return server.url();
    }

    /// The key file of the only service account there is, once started.
    public String serviceAccountJson() {
        return desk.keyFile(server.url().resolve("/token"));
    }

    /// Where events and replies go from now on, signed with the webhook's clientToken.
    public void callback(URI url, String clientToken) {
        caller.customer(url, clientToken);
    }

    /// A phone writes to the agent; false when nobody is to be called.
    public boolean reply(String from, String text) {
        return tell(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("senderPhoneNumber", from)
                        .put("messageId", UUID.randomUUID().toString())
                        .put("text", text));
    }

    private WebServer.Answer answer(WebServer.Asked asked) throws InterruptedException {
        if (asked.target().getPath().equals("/token")) {
            return desk.grant(asked.body());
        }
        Matcher target = PHONE.matcher(asked.target().getRawPath());
        if (!target.matches()) {
            return error(404, "NOT_FOUND");
        }
        if (!desk.knows(asked.authorization())) {
            return error(401, "UNAUTHENTICATED");
        }
        String phone = URLDecoder.decode(target.group(1), StandardCharsets.UTF_8);
        return switch (asked.method() + " " + target.group(2)) {
            case "GET capabilities" -> capabilities(phone);
            case "POST agentMessages" -> create(phone, asked);
            case "DELETE agentMessages" -> revoke(target.group(3));
            default -> error(404, "NOT_FOUND");
        };
    }

    private static WebServer.Answer capabilities(String phone) {
        boolean without = phone.equals(MagicNumber.NOT_RCS_CAPABLE.number());
        return without
                ? error(404, "NOT_FOUND")
                : new WebServer.Answer(200, "{\"features\":[\"RICHCARD_STANDALONE\"]}");
    }

    private WebServer.Answer create(String phone, WebServer.Asked asked)
            throws InterruptedException {
        Map<String, String> query = query(asked.target().getQuery());
        String id = query.getOrDefault("messageId", "");
        JsonNode content = JsonText.read(asked.body()).path("contentMessage");
        if (id.isEmpty() || content.isMissingNode()) {
            return error(400, "INVALID_ARGUMENT");
        }
        if (!fresh(id)) {
            return error(409, "ALREADY_EXISTS");
        }
        String agent = query.getOrDefault("agentId", "");
        var message = new Shop.Taken(id, agent, phone, text(content), asked.body());
        open.add(id); // before its event, which may overtake the answer
        WebServer.Answer answer = shop.take(message, new Words());
        if (answer.status() != 200) {
            open.remove(id);
            used.remove(id);
        }
        return answer;
    }

    private boolean fresh(String id) {
        if (used.size() > IDS_KEPT) {
            used.clear();
        }
        return used.add(id);
    }

    private static Map<String, String> query(String query) {
        Map<String, String> values = new ConcurrentHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], sides.length > 1 ? sides[1] : "");
        }
        return values;
    }

    private static String text(JsonNode content) {
        JsonNode card = content.at("/richCard/standaloneCard/cardContent");
        return content.path("text")
                .asString(card.path("description").asString(card.path("title").asString("")));
    }

    private WebServer.Answer revoke(String id) {
        return open.remove(id) ? new WebServer.Answer(200, "{}") : error(404, "NOT_FOUND");
    }

    private final class Words implements Shop.Words {
        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("name", "phones/" + message.to() + "/agentMessages/" + message.id());
            return new WebServer.Answer(200, json.toString());
        }

        @Override
        public WebServer.Answer throttled() {
            return error(429, "RESOURCE_EXHAUSTED");
        }

        @Override
        public WebServer.Answer noRecipient() {
            return error(404, "NOT_FOUND");
        }

        @Override
        public WebServer.Answer noContent() {
            return error(400, "INVALID_ARGUMENT");
        }

        @Override
        public void delivered(Shop.Taken message) {
            event(message, "DELIVERED");
        }

        @Override
        public void failed(Shop.Taken message) {
            event(message, "TTL_EXPIRATION_REVOKED");
        }
    }

    /// Nothing more is told of what was revoked.
    private void event(Shop.Taken message, String type) {
        if (open.remove(message.id())) {
            tell(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("senderPhoneNumber", message.to())
                            .put("eventType", type)
                            .put("eventId", UUID.randomUUID().toString())
                            .put("messageId", message.id())
                            .put("agentId", message.from()));
        }
    }

    private boolean tell(ObjectNode told) {
        String data = told.toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("message")
                .put(
                        "data",
                        Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
        caller.customer()
                .ifPresent(whom ->
                        caller.tell(
                                whom,
                                "X-Goog-Signature",
                                Signatures.sha512(whom.secret(), data),
                                body.toString()));
        return caller.customer().isPresent();
    }

    private static WebServer.Answer error(int status, String word) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("code", status).put("status", word);
        return new WebServer.Answer(status, json.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
