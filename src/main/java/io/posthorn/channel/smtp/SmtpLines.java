package io.posthorn.channel.smtp;

import io.posthorn.Signal;
import io.posthorn.Time;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections to one mail server: kept for the next message, and closed when there is none for
/// a while.
final class SmtpLines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpLines.class);
    private static final Duration IDLE_MAX =
            Duration.ofSeconds(30); // servers hang up after 60 or more
    private static final int MESSAGES_MAX = 100; // for one connection; some servers take no more

    private final SmtpSettings settings;
    private final Session session;
    private final Time time;
    private final Deque<Idle> idle = new ArrayDeque<>(); // the longest idle first
    private final Signal kept = new Signal();
    private final Thread janitor;
    private boolean closed;

    private record Idle(SmtpLine line, Instant since) {}

    SmtpLines(SmtpSettings settings, Time time) {
        this.settings = settings;
        this.session = settings.session();
        this.time = time;
        this.janitor = Thread.ofVirtual().name("idle " + settings.host()).unstarted(this::tidy);
    }

    void start() {
        janitor.start();
    }

    /// The one that was used last: it is the surest to be open still.
    synchronized Optional<SmtpLine> idle() {
        return Optional.ofNullable(idle.pollLast()).map(Idle::line);
    }

    SmtpLine open() throws NotOpened {
        var server = new URLName("smtp", settings.host(), settings.port(), null, null, null);
        SmtpLine line =
                new SmtpLine(
                        session,
                        server,
                        settings.security() == SmtpSettings.Security.TLS,
                        settings.bounceAddress().isPresent());
        try {
            String user = settings.username().orElse(null);
            line.connect(
                    settings.host(),
                    settings.port(),
                    user,
                    user == null ? null : settings.password());
        } catch (MessagingException e) {
            throw NotOpened.of(line, e);
        }
        if (settings.username().isPresent() && !line.supportsExtension("AUTH")) {
            hangUp(line);
            throw NotOpened.noWayToLogIn(new MessagingException("no AUTH"));
        }
        return line;
    }

    /// For the next message.
    void keep(SmtpLine line) {
        synchronized (this) {
            if (!closed && line.sent() < MESSAGES_MAX) {
                idle.addLast(new Idle(line, time.now()));
                kept.raise();
                return;
            }
        }
        hangUp(line);
    }

    /// Says QUIT where that is possible.
    static void hangUp(SmtpLine line) {
        try {
            line.close();
        } catch (MessagingException e) {
            LOG.debug("A connection to a mail server ended without a word: {}", e.getMessage());
        }
    }

    private void tidy() {
        try {
            while (true) {
                idleSince(time.now().minus(IDLE_MAX)).forEach(SmtpLines::hangUp);
                time.await(kept, nextDue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized List<SmtpLine> idleSince(Instant moment) {
        List<SmtpLine> old = new ArrayList<>();
        while (!idle.isEmpty() && !idle.getFirst().since.isAfter(moment)) {
            old.add(idle.removeFirst().line);
        }
        return old;
    }

    private synchronized Instant nextDue() {
        return idle.isEmpty()
                ? time.now().plus(Duration.ofDays(1))
                : idle.getFirst().since.plus(IDLE_MAX);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        janitor.interrupt();
        idleSince(Instant.MAX).forEach(SmtpLines::hangUp);
    }
}
