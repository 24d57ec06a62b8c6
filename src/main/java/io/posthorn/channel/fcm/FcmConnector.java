package io.posthorn.channel.fcm;

import io.posthorn.Time;
import io.posthorn.channel.AccessTokens;
import io.posthorn.channel.AccessTokens.Grant;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Notification;
import io.posthorn.channel.Submit;
import io.posthorn.message.Device;
import io.posthorn.message.Outcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One Firebase project. It never tells whether a device showed a notification.
final class FcmConnector implements Connector {
    private final URI send;
    private final HttpUpstream upstream;
    private final AccessTokens tokens;
    private final Time time;

    FcmConnector(URI send, HttpUpstream upstream, AccessTokens tokens, Time time) {
        this.send = send;
        this.upstream = upstream;
        this.tokens = tokens;
        this.time = time;
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        Optional<Device> device =
                Device.of(submit.to()).filter(to -> to.provider() == Device.Provider.FCM);
        Optional<Notification> notification = Notification.of(submit);
        if (device.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CHANNEL, "not a device of FCM");
        }
        if (notification.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing for a device");
        }
        if (upstream.window() == 0) {
            return new Outcome.NotSent("the provider cannot be reached");
        }
        return granted(
                FcmMessage.of(
                                device.get().token(),
                                notification.get(),
                                submit.expiresAt(),
                                time.now())
                        .toString());
    }

    private Outcome granted(String body) throws InterruptedException {
        return switch (tokens.grant()) {
            case Grant.Token(String token) -> send(token, body);
            case Grant.Denied(String why) -> {
                upstream.refuses(why);
                yield new Outcome.SenderBroken(why);
            }
            case Grant.Unanswered(String why) -> {
                upstream.check();
                yield new Outcome.Unreachable(why);
            }
        };
    }

    private Outcome send(String token, String body) throws InterruptedException {
        HttpReply reply =
                upstream.ask(
                        HttpRequest.newBuilder(send)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build());
        return switch (reply) {
            case HttpReply.Answered answer -> answered(answer);
            case HttpReply.NeverSent(String why) -> new Outcome.NotSent(why);
            case HttpReply.Unanswered(String why) -> new Outcome.Unknown(why);
        };
    }

    private Outcome answered(HttpReply.Answered answer) {
        if (answer.status() == 401) {
            tokens.forget();
        }
        if (!answer.ok()) {
            return answer.byCode(code(answer), time.now());
        }
        String name = JsonText.read(answer.body()).path("name").asString("");
        return name.isEmpty()
                ? new Outcome.Unknown("an answer that cannot be read")
                : new Outcome.Accepted(List.of(name));
    }

    /// As `outcomes.txt` writes it: the status, FCM's own code and the field it is about.
    private static String code(HttpReply.Answered answer) {
        JsonNode error = JsonText.read(answer.body()).path("error");
        String code = word(error.path("status"));
        boolean token = error.path("message").asString("").contains("registration token");
        String field = token ? "message.token" : "";
        for (JsonNode detail : error.path("details")) {
            code = detail.has("errorCode") ? word(detail.path("errorCode")) : code;
            field =
                    detail.has("fieldViolations")
                            ? word(detail.path("fieldViolations").path(0).path("field"))
                            : field;
        }
        return ("FCM " + answer.status() + " " + code + " " + field).strip();
    }

    /// Anything but a name is the provider quoting us.
    private static String word(JsonNode value) {
        String text = value.asString("");
        return text.matches("[A-Za-z_.]{1,64}") ? text : "";
    }

    @Override
    public int window() {
        return upstream.window();
    }

    @Override
    public void close() {
        upstream.close();
    }
}
