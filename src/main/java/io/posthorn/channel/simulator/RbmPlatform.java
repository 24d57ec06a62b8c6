package io.posthorn.channel.simulator;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Signatures;
import io.posthorn.message.Channel;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Google's RCS Business Messaging on this machine, with phones behind it: tokens, capabilities of
/// one phone and of many, messages, revoke and events.
public final class RbmPlatform implements AutoCloseable {
    private static final Pattern PHONE =
            Pattern.compile("/v1/phones/([^/]+)/(capabilities|agentMessages)(?:/([^/]+))?");
    private static final String MANY = "/v1/users:batchGet";
    private static final int MANY_MOST = 10_000; // RBM API reference, "users.batchGet"
    private static final int IDS_KEPT = 100_000;

    private final WebServer server = new WebServer(this::answer);
    private final TokenDesk desk = new TokenDesk();
    private final Shop shop;
    private final Caller caller;
    private final Words words = new Words();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final AtomicLong capabilityChecks = new AtomicLong();
    private final AtomicLong bulkChecks = new AtomicLong();

    RbmPlatform(World world) {
        this.shop = new Shop(Channel.RCS, world);
        this.caller = new Caller(world.time());
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
        caller.everybody(url, clientToken);
    }

    /// The same for one agent.
    public void callback(String agentId, URI url, String clientToken) {
        caller.customer(agentId, url, clientToken);
    }

    /// What came in.
    public Traffic traffic() {
        return shop.traffic();
    }

    /// How often somebody asked whether one phone has RCS.
    public long capabilityChecks() {
        return capabilityChecks.get();
    }

    /// How often somebody asked about many.
    public long bulkChecks() {
        return bulkChecks.get();
    }

    /// A phone writes to the agent; false when nobody is to be called.
    boolean reply(String from, String to, String text) {
        return tell(written(from, to).put("text", text));
    }

    /// A phone's owner taps what a message suggests.
    boolean tap(Received message, Suggestion tapped) {
        ObjectNode written = written(message.to(), message.from());
        written.putObject("suggestionResponse")
                .put("postbackData", tapped.postbackData())
                .put("text", tapped.text())
                .put("type", tapped.kind() == Suggestion.Kind.ACTION ? "ACTION" : "REPLY");
        return tell(written);
    }

    private static ObjectNode written(String from, String agent) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("senderPhoneNumber", from)
                .put("messageId", UUID.randomUUID().toString())
                .put("agentId", agent);
    }

    /// A phone's owner has read it.
    boolean read(Received message) {
        return tell(event(message.carrierIds().getFirst(), message.to(), message.from(), "READ"));
    }

    private Optional<WebServer.Answer> answer(WebServer.Asked asked) throws InterruptedException {
        Map<String, String> query = query(asked.target().getQuery());
        JsonNode body = JsonText.read(asked.body());
        String agent = query.getOrDefault("agentId", body.path("agentId").asString(""));
        return switch (shop.welcome(agent)) {
            case UNHEARD -> shop.never();
            case CUT -> Optional.empty();
            case TURNED_OUT -> Optional.of(error(401, "UNAUTHENTICATED"));
            case SERVED -> answer(asked, agent, query, body);
        };
    }

    private Optional<WebServer.Answer> answer(
            WebServer.Asked asked, String agent, Map<String, String> query, JsonNode body)
            throws InterruptedException {
        String path = asked.target().getPath();
        if (path.equals("/token")) {
            return Optional.of(desk.grant(asked.body()));
        }
        Matcher target = PHONE.matcher(asked.target().getRawPath());
        boolean many = path.equals(MANY) && asked.method().equals("POST");
        if (!many && !target.matches()) {
            return Optional.of(error(404, "NOT_FOUND"));
        }
        if (!desk.knows(asked.authorization())) {
            return Optional.of(error(401, "UNAUTHENTICATED"));
        }
        if (many) {
            return Optional.of(reachable(agent, body.path("users")));
        }
        String phone = URLDecoder.decode(target.group(1), StandardCharsets.UTF_8);
        return switch (asked.method() + " " + target.group(2)) {
            case "GET capabilities" -> Optional.of(capabilities(agent, phone));
            case "POST agentMessages" ->
                    create(agent, phone, query.getOrDefault("messageId", ""), body);
            case "DELETE agentMessages" -> Optional.of(revoke(target.group(3)));
            default -> Optional.of(error(404, "NOT_FOUND"));
        };
    }

    private boolean hasRcs(String agent, String phone) {
        return !phone.equals(MagicNumber.NOT_RCS_CAPABLE.number())
                && shop.behaviorTo(agent, phone).handsets().haveRcs(phone);
    }

    private WebServer.Answer capabilities(String agent, String phone) {
        capabilityChecks.incrementAndGet();
        return hasRcs(agent, phone)
                ? new WebServer.Answer(200, "{\"features\":[\"RICHCARD_STANDALONE\"]}")
                : error(404, "NOT_FOUND");
    }

    private WebServer.Answer reachable(String agent, JsonNode users) {
        if (!users.isArray() || users.isEmpty() || users.size() > MANY_MOST) {
            return error(400, "INVALID_ARGUMENT");
        }
        bulkChecks.incrementAndGet();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode reachable = json.putArray("reachableUsers");
        users.valueStream()
                .map(JsonNode::asString)
                .filter(phone -> hasRcs(agent, phone))
                .forEach(reachable::add);
        return new WebServer.Answer(200, json.toString());
    }

    private Optional<WebServer.Answer> create(String agent, String phone, String id, JsonNode body)
            throws InterruptedException {
        JsonNode content = body.path("contentMessage");
        if (id.isEmpty() || content.isMissingNode()) {
            return Optional.of(error(400, "INVALID_ARGUMENT"));
        }
        if (!hasRcs(agent, phone)) {
            return Optional.of(error(404, "NOT_FOUND"));
        }
        if (used.contains(id)) {
            return Optional.of(error(409, "ALREADY_EXISTS"));
        }
        return shop.take(new Shop.Taken(id, agent, agent, phone, RcsScreen.of(content)), words);
    }

    private void use(String id) {
        if (used.size() > IDS_KEPT) {
            used.clear();
        }
        used.add(id);
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], sides.length > 1 ? sides[1] : "");
        }
        return values;
    }

    private WebServer.Answer revoke(String id) {
        return shop.revoke(id) ? new WebServer.Answer(200, "{}") : error(404, "NOT_FOUND");
    }

    private final class Words implements Shop.Words<WebServer.Answer> {
        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            use(message.id());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("name", "phones/" + message.to() + "/agentMessages/" + message.id());
            return new WebServer.Answer(200, json.toString());
        }

        @Override
        public WebServer.Answer throttled(Optional<Duration> retryAfter) {
            return error(429, "RESOURCE_EXHAUSTED").retryAfter(retryAfter);
        }

        @Override
        public WebServer.Answer refused(Refusal why) {
            return switch (why) {
                case Refusal.Reason.RECIPIENT -> error(404, "NOT_FOUND");
                case Refusal.Reason.CONTENT -> error(400, "INVALID_ARGUMENT");
                case Refusal.Code(int value) ->
                        error(value >= 400 && value <= 599 ? value : 503, "UNKNOWN");
            };
        }

        @Override
        public void report(Shop.Taken message, Fate fate) {
            boolean delivered = fate.end() == Fate.End.DELIVERED;
            tell(message, delivered ? "DELIVERED" : "TTL_EXPIRATION_REVOKED");
        }

        @Override
        public void read(Shop.Taken message) {
            tell(message, "READ");
        }

        private void tell(Shop.Taken message, String type) {
            RbmPlatform.this.tell(event(message.id(), message.to(), message.from(), type));
        }

        @Override
        public WebServer.Answer spoiled(WebServer.Answer answer, Hostility how) {
            return answer.spoiled(how);
        }
    }

    private static ObjectNode event(String id, String phone, String agent, String type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("senderPhoneNumber", phone)
                .put("eventType", type)
                .put("eventId", UUID.randomUUID().toString())
                .put("messageId", id)
                .put("agentId", agent);
    }

    private boolean tell(ObjectNode told) {
        String data = told.toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("message")
                .put(
                        "data",
                        Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
        Optional<Caller.Customer> customer = caller.customer(told.path("agentId").asString(""));
        customer.ifPresent(whom ->
                caller.tell(
                        whom,
                        "X-Goog-Signature",
                        Signatures.sha512(whom.secret(), data),
                        body.toString()));
        return customer.isPresent();
    }

    private static WebServer.Answer error(int status, String word) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error").put("code", status).put("status", word);
        return new WebServer.Answer(status, json.toString());
    }

    @Override
    public void close() {
        caller.close();
        server.close();
    }
}
