package io.posthorn.channel.smtp;

import io.posthorn.Time;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Signatures;
import io.posthorn.channel.Submit;
import io.posthorn.channel.Watch;
import io.posthorn.message.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One mail server that takes our mail, and what comes back of it.
final class SmtpConnector implements Connector, CallbackReceiver {
    private final SmtpSettings settings;
    private final Composer composer;
    private final SmtpLines lines;
    private final Watch watch;
    private final Unsubscribing unsubscribing;
    private final MailSorter sorter;
    private final Optional<MailReceiver> receiver;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SmtpConnector(SmtpSettings settings, Inbox inbox, Time time) {
        Postmark postmark = new Postmark(settings.key(), settings.bounceAddress());
        this.settings = settings;
        this.unsubscribing = new Unsubscribing(settings.callbackUrl(), settings.key(), inbox);
        this.composer = new Composer(postmark, unsubscribing, settings.dkim(), time);
        this.lines = new SmtpLines(settings, time);
        this.watch = new Watch(settings.host(), this::look, inbox, time);
        this.sorter = new MailSorter(postmark, unsubscribing, inbox);
        this.receiver =
                settings.bouncePort() == 0
                        ? Optional.empty()
                        : Optional.of(new MailReceiver(settings.bouncePort(), sorter, time));
    }

    void start() {
        lines.start();
        watch.start();
        receiver.ifPresent(MailReceiver::start);
    }

    private Watch.Found look() {
        try {
            lines.keep(lines.open());
            return Watch.Found.WELL;
        } catch (NotOpened e) {
            return e.found();
        }
    }

    @Override
    public Outcome submit(Submit submit) throws InterruptedException {
        if (!watch.isUp()) {
            return new Outcome.NotSent(watch.reason());
        }
        try {
            Letter letter = composer.compose(submit);
            return new Transaction(letter, lines, watch).run(threads, settings.patience());
        } catch (Unsendable e) {
            return e.outcome();
        }
    }

    @Override
    public Callback.Answer called(Callback call) throws InterruptedException {
        return switch (call.path()) {
            case "Unsubscribe" -> unsubscribing.called(call);
            case "Bounce" -> brought(call);
            default -> Callback.Answer.NOT_FOUND;
        };
    }

    /// Mail that came another way, whole: from a mail server that runs a program for it.
    private Callback.Answer brought(Callback call) throws InterruptedException {
        String given = call.header("authorization").orElse("");
        if (settings.key().isEmpty() || !Signatures.same("Bearer " + settings.key(), given)) {
            return Callback.Answer.FORBIDDEN;
        }
        byte[] octets = call.body().getBytes(StandardCharsets.UTF_8);
        String raw = new String(octets, StandardCharsets.ISO_8859_1);
        boolean read = sorter.take(new Mail(Optional.empty(), List.of(), raw));
        return read ? Callback.Answer.OK : Callback.Answer.MALFORMED;
    }

    @Override
    public int window() {
        return watch.isUp() ? settings.window() : 0;
    }

    @Override
    public void close() {
        watch.close();
        receiver.ifPresent(MailReceiver::close);
        lines.close();
        threads.shutdown();
    }
}
