package io.posthorn.channel.simulator;

import io.posthorn.channel.JsonText;
import io.posthorn.message.Channel;
import io.posthorn.message.Device;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Firebase Cloud Messaging on this machine, with devices behind it: tokens and messages. It tells
/// nothing of what became of a message.
public final class FcmPlatform implements AutoCloseable {
    private static final Pattern SEND = Pattern.compile("/v1/projects/([^/]+)/messages:send");

    private final WebServer server = new WebServer(this::answer);
    private final TokenDesk desk = new TokenDesk();
    private final Shop shop;
    private final Words words = new Words();

    FcmPlatform(World world) {
        this.shop = new Shop(Channel.PUSH, world);
    }

    public void start() {
        server.start();
    }

    /// What a connection takes as settings, once started; there is one service account.
    public Map<String, String> settings() {
        URI url = server.url();
        return Map.of(
                "baseUrl", url.toString(),
                "serviceAccountJson", desk.keyFile(url.resolve("/token")));
    }

    /// What came in.
    public Traffic traffic() {
        return shop.traffic();
    }

    private Optional<WebServer.Answer> answer(WebServer.Asked asked) throws InterruptedException {
        if (asked.target().getPath().equals("/token")) {
            return Optional.of(desk.grant(asked.body()));
        }
        Matcher target = SEND.matcher(asked.target().getPath());
        if (!target.matches()) {
            return Optional.of(error(404, "NOT_FOUND", ""));
        }
        String project = target.group(1);
        return switch (shop.welcome(project)) {
            case UNHEARD -> shop.never();
            case CUT -> Optional.empty();
            case TURNED_OUT -> Optional.of(error(401, "UNAUTHENTICATED", ""));
            case SERVED ->
                    desk.knows(asked.authorization())
                            ? send(project, JsonText.read(asked.body()).path("message"))
                            : Optional.of(error(401, "UNAUTHENTICATED", ""));
        };
    }

    private Optional<WebServer.Answer> send(String project, JsonNode message)
            throws InterruptedException {
        String token = message.path("token").asString("");
        if (token.isEmpty() || !message.path("notification").isObject()) {
            return Optional.of(error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"));
        }
        return shop.take(
                new Shop.Taken(
                        "projects/" + project + "/messages/" + UUID.randomUUID(),
                        project,
                        project,
                        new Device(Device.Provider.FCM, token).address().value(),
                        screen(message)),
                words);
    }

    private static Screen screen(JsonNode message) {
        String title = message.at("/notification/title").asString("");
        String body = message.at("/notification/body").asString("");
        return new Screen(
                title.isEmpty() ? body : title + "\n" + body, message.toString(), List.of());
    }

    private static final class Words implements Shop.Words<WebServer.Answer> {
        @Override
        public WebServer.Answer accepted(Shop.Taken message) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", message.id());
            return new WebServer.Answer(200, json.toString());
        }

        @Override
        public WebServer.Answer throttled(Optional<Duration> retryAfter) {
            return error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED").retryAfter(retryAfter);
        }

        @Override
        public WebServer.Answer refused(Refusal why) {
            return switch (why) {
                case Refusal.Reason.RECIPIENT -> error(404, "NOT_FOUND", "UNREGISTERED");
                case Refusal.Reason.CONTENT -> error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT");
                case Refusal.Code(int value) ->
                        error(value >= 400 && value <= 599 ? value : 503, "UNAVAILABLE", "");
            };
        }

        @Override
        public void report(Shop.Taken message, Fate fate) {
            // nobody is told
        }

        @Override
        public void read(Shop.Taken message) {
            // nobody is told
        }

        @Override
        public WebServer.Answer spoiled(WebServer.Answer answer, Hostility how) {
            return answer.spoiled(how);
        }
    }

    private static WebServer.Answer error(int status, String word, String code) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode error = json.putObject("error").put("code", status).put("status", word);
        if (!code.isEmpty()) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError")
                    .put("errorCode", code);
        }
        return new WebServer.Answer(status, json.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
