package io.posthorn.channel.http;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.HttpReply;
import io.posthorn.channel.HttpUpstream;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Outcome;
import io.posthorn.message.Template;
import java.net.http.HttpRequest;
import java.util.List;

/// One account at one aggregator.
final class HttpConnector implements Connector, CallbackReceiver {
    private final HttpUpstream upstream;
    private final RequestTemplate template;
    private final AnswerRules answers;
    private final CallbackRules callbacks;
    private final Inbox inbox;
    private final Time time;

    HttpConnector(HttpUpstream upstream, HttpForm form, Inbox inbox, Time time) {
        this.upstream = upstream;
        this.template = form.request();
        this.answers = form.answers();
        this.callbacks = form.callbacks();
        this.inbox = inbox;
        this.time = time;
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        if (!template.says(submit)) {
            return new Outcome.Refused(Outcome.Scope.CONTENT, "there is no text for SMS");
        }
        HttpRequest request;
        try {
            request = template.request(submit, time.now());
        } catch (IllegalArgumentException | Template.Unrenderable e) {
            return new Outcome.Refused(
                    Outcome.Scope.CONTENT, "the connection's templates make no request of it");
        }
        return switch (upstream.ask(request)) {
            case HttpReply.Answered answer -> answers.outcome(answer, time.now());
            case HttpReply.NeverSent(String why) -> new Outcome.NotSent(why);
            case HttpReply.Unanswered(String why) -> new Outcome.Unknown(why);
        };
    }

    @Override
    public Callback.Answer called(Callback call) throws InterruptedException {
        if (!callbacks.trusts(call)) {
            return Callback.Answer.FORBIDDEN;
        }
        try {
            return switch (call.path()) {
                case "receipts" -> receipts(callbacks.receipts(call));
                case "inbound" -> inbound(callbacks.inbound(call));
                default -> Callback.Answer.NOT_FOUND;
            };
        } catch (IllegalArgumentException malformed) {
            return Callback.Answer.MALFORMED;
        }
    }

    private Callback.Answer receipts(List<CallbackRules.Told> receipts)
            throws InterruptedException {
        for (CallbackRules.Told told : receipts) {
            inbox.receipt(List.of(told.key()), told.phone(), told.report());
        }
        return receipts.isEmpty() ? Callback.Answer.MALFORMED : Callback.Answer.OK;
    }

    private Callback.Answer inbound(List<CallbackRules.Written> messages)
            throws InterruptedException {
        for (CallbackRules.Written written : messages) {
            inbox.inbound(
                    new Inbound(
                            Channel.SMS,
                            written.id(),
                            written.from(),
                            written.to(),
                            written.text(),
                            List.of()));
        }
        return messages.isEmpty() ? Callback.Answer.MALFORMED : Callback.Answer.OK;
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
