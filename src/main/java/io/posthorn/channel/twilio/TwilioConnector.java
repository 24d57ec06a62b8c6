package io.posthorn.channel.twilio;

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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// One account at Twilio. Facts of the protocol: Twilio's "Messages resource" reference.
final class TwilioConnector implements Connector, CallbackReceiver {
    private static final Set<Integer> NO_MMS = Set.of(21621, 21622);

    private final HttpUpstream upstream;
    private final URI messages;
    private final String authorization;
    private final boolean mms;
    private final Set<String> withoutMms = ConcurrentHashMap.newKeySet();
    private final Optional<String> callbackUrl;
    private final StatusCallbacks callbacks;
    private final Time time;

    TwilioConnector(HttpUpstream upstream, Settings settings, Inbox inbox, Time time) {
        String sid = settings.text("accountSid");
        String token = settings.text("authToken");
        byte[] pair = (sid + ":" + token).getBytes(StandardCharsets.UTF_8);
        this.upstream = upstream;
        this.messages = settings.below("/2010-04-01/Accounts/" + sid + "/Messages.json");
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
        this.mms = settings.flag("mms");
        this.callbackUrl = settings.some("callbackUrl");
        this.callbacks = new StatusCallbacks(callbackUrl, token, inbox);
        this.time = time;
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        boolean media = mms && !withoutMms.contains(submit.from());
        Optional<String> form = MessageForm.of(submit, media, callbackUrl, time.now());
        if (form.isEmpty()) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is nothing to send");
        }
        HttpRequest request =
                HttpRequest.newBuilder(messages)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.get()))
                        .build();
        return switch (upstream.ask(request)) {
            case HttpReply.Answered answer when media && hasNoMms(answer, submit) -> {
                withoutMms.add(submit.from());
                yield submit(submit);
            }
            case HttpReply.Answered answer -> outcome(answer);
            case HttpReply.NeverSent(String why) -> new Outcome.NotSent(why);
            case HttpReply.Unanswered(String why) -> new Outcome.Unknown(why);
        };
    }

    /// Whether it was not taken because the sender may not send media; a text with links is then
    /// sent instead.
    private static boolean hasNoMms(HttpReply.Answered answer, Submit submit) {
        return !answer.ok()
                && !submit.media().isEmpty()
                && NO_MMS.contains(JsonText.read(answer.body()).path("code").asInt(0));
    }

    private Outcome outcome(HttpReply.Answered answer) {
        JsonNode json = JsonText.read(answer.body());
        if (!answer.ok()) {
            JsonNode code = json.path("code");
            String status = "HTTP " + answer.status();
            String said = code.isInt() ? "TWILIO " + code.intValue() + " " + status : status;
            return OutcomeTable.meaning(code.isInt() ? said : "")
                    .map(meaning -> meaning.outcome(said, answer.retryAfter(time.now())))
                    .orElseGet(() -> answer.byStatus(said, time.now()));
        }
        String sid = json.path("sid").asString("");
        return sid.isEmpty()
                ? new Outcome.Unknown("an answer without a message sid")
                : new Outcome.Accepted(List.of(sid));
    }

    @Override
    public Callback.Answer called(Callback call) throws InterruptedException {
        return callbacks.called(call);
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
