package io.posthorn.channel.smtp;

import io.posthorn.channel.Watch;
import io.posthorn.message.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One attempt to hand one email over, from the connection to the answer.
final class Transaction {
    private final Letter letter;
    private final SmtpLines lines;
    private final Watch watch;
    private final Handover handover = new Handover();

    Transaction(Letter letter, SmtpLines lines, Watch watch) {
        this.letter = letter;
        this.lines = lines;
        this.watch = watch;
    }

    /// @param patience for all of it
    Outcome run(ExecutorService threads, Duration patience) throws InterruptedException {
        Future<Outcome> talk = threads.submit(this::talk);
        try {
            return talk.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return broken("no answer in " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a mail transaction failed", e.getCause());
        } finally {
            handover.giveUp();
            talk.cancel(true); // an interrupted virtual thread closes the socket it waits for
        }
    }

    /// A connection that was kept may be closed by now: then nothing was lost, and a new one is
    /// opened.
    private Outcome talk() {
        Optional<Outcome> outcome = lines.idle().flatMap(this::overKept);
        return outcome.orElseGet(this::overFresh);
    }

    private Optional<Outcome> overKept(SmtpLine line) {
        try {
            SmtpReply reply = send(line);
            boolean closing = reply.code() == 421 && !handover.begun();
            return closing ? Optional.empty() : Optional.of(outcome(reply));
        } catch (MessagingException | IOException e) {
            return handover.begun() ? Optional.of(broken(e)) : Optional.empty();
        }
    }

    private Outcome overFresh() {
        try {
            SmtpLine line = lines.open();
            watch.found(Watch.Found.WELL);
            return outcome(send(line));
        } catch (NotOpened e) {
            watch.found(e.found());
            if (!watch.isUp()) {
                watch.doubt();
            }
            return e.outcome();
        } catch (MessagingException | IOException e) {
            watch.doubt();
            return broken(e);
        }
    }

    private SmtpReply send(SmtpLine line) throws MessagingException, IOException {
        boolean keep = false;
        try {
            SmtpReply reply = line.send(letter, handover);
            keep = reply.code() != 421;
            return reply;
        } finally {
            if (keep) {
                lines.keep(line);
            } else {
                SmtpLines.hangUp(line);
            }
        }
    }

    private Outcome outcome(SmtpReply reply) {
        return reply.accepts()
                ? new Outcome.Accepted(List.of(letter.id().receiptKey()))
                : reply.outcome();
    }

    private Outcome broken(Exception e) {
        return broken("the connection broke: " + e.getClass().getSimpleName());
    }

    private Outcome broken(String why) {
        handover.giveUp();
        return handover.begun() ? new Outcome.Unknown(why) : new Outcome.Unreachable(why);
    }
}
