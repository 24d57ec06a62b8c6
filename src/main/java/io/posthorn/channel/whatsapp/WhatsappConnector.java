package io.posthorn.channel.whatsapp;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.JsonText;
import io.posthorn.channel.Settings;
import io.posthorn.channel.Submit;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeTable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One business phone number. What only an answer may be, and nobody has asked for, is refused
/// here. Facts of the protocol: WhatsApp Cloud API reference, "Messages".
final class WhatsappConnector implements Connector, CallbackReceiver {
    private final HttpUpstream upstream;
    private final URI messages;
    private final String authorization;
    private final CustomerServiceWindow answers;
    private final Webhook webhook;
    private final Time time;

    WhatsappConnector(
            HttpUpstream upstream,
            Settings settings,
            CustomerServiceWindow answers,
            Inbox inbox,
            Time time) {
        this.upstream = upstream;
        this.messages = settings.below("/" + settings.text("phoneNumberId") + "/messages");
        this.authorization = "Bearer " + settings.text("accessToken");
        this.answers = answers;
        this.webhook = new Webhook(settings, inbox);
        this.time = time;
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        Optional<ObjectNode> body = CloudMessage.of(submit);
        if (body.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing for WhatsApp");
        }
        if (CustomerServiceWindow.needsOne(body.get()) && answers.isClosed(submit, time.now())) {
            return new Outcome.Refused(Outcome.Scope.WINDOW, "nobody wrote in the last 24 hours");
        }
        HttpRequest request =
                HttpRequest.newBuilder(messages)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.get().toString()))
                        .build();
        return switch (upstream.ask(request)) {
            case HttpReply.Answered answer -> outcome(answer);
            case HttpReply.NeverSent(String why) -> new Outcome.NotSent(why);
            case HttpReply.Unanswered(String why) -> new Outcome.Unknown(why);
        };
    }

    private Outcome outcome(HttpReply.Answered answer) {
        JsonNode json = JsonText.read(answer.body());
        JsonNode code = json.at("/error/code");
        if (!answer.ok() || code.isInt()) {
            String status = "HTTP " + answer.status();
            String upstreamSaid = code.isInt() ? "META " + code.intValue() + " " + status : status;
            return OutcomeTable.meaning(code.isInt() ? upstreamSaid : "")
                    .map(meaning -> meaning.outcome(upstreamSaid, answer.retryAfter(time.now())))
                    .orElseGet(() -> answer.byStatus(upstreamSaid, time.now()));
        }
        String id = json.at("/messages/0/id").asString("");
        return id.isEmpty()
                ? new Outcome.Unknown("an answer without a message id")
                : new Outcome.Accepted(List.of(id));
    }

    @Override
    public Callback.Answer called(Callback call) throws InterruptedException {
        return webhook.called(call);
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
