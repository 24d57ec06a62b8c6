package io.posthorn.channel.smtp;

import io.posthorn.Signal;
import io.posthorn.Time;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.TooMuchDataException;
import org.subethamail.smtp.server.SMTPServer;

/// Takes mail by SMTP: bounces, complaints and replies. It passes nothing on to anybody.
final class MailReceiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailReceiver.class);
    private static final int SIZE_MAX = 10 << 20; // octets of one mail
    private static final int CONNECTIONS_MAX = 100;
    private static final int RECIPIENTS_MAX = 20;
    private static final Duration PAUSE = Duration.ofSeconds(1); // until the port may be free

    private final int port;
    private final MailSorter sorter;
    private final Time time;
    private final Thread starter;
    private final Signal ended = new Signal();
    private final ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable SMTPServer server;
    private boolean told;
    private boolean closed;

    MailReceiver(int port, MailSorter sorter, Time time) {
        this.port = port;
        this.sorter = sorter;
        this.time = time;
        this.starter = Thread.ofVirtual().name("receive mail " + port).unstarted(this::run);
    }

    void start() {
        starter.start();
    }

    /// Where it listens; 0 before it does.
    synchronized int port() {
        return server == null ? 0 : server.getPortAllocated();
    }

    /// The connector before this one may still have the port.
    private void run() {
        try {
            while (!listens()) {
                time.await(ended, time.now().plus(PAUSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized boolean listens() {
        if (closed) {
            return true;
        }
        SMTPServer fresh =
                SMTPServer.port(port)
                        .hostName("posthorn")
                        .softwareName("Posthorn")
                        .maxConnections(CONNECTIONS_MAX)
                        .maxRecipients(RECIPIENTS_MAX)
                        .maxMessageSize(SIZE_MAX)
                        .executorService(sessions)
                        .messageHandlerFactory(_ -> new Taking())
                        .build();
        try {
            fresh.start();
            server = fresh;
            return true;
        } catch (RuntimeException e) {
            if (!told) {
                LOG.warn("Mail cannot be taken at port {} yet: {}", port, e.getMessage());
                told = true;
            }
            return false;
        }
    }

    /// One mail.
    private final class Taking implements MessageHandler {
        private String from = "";
        private final List<String> to = new ArrayList<>();

        @Override
        public void from(String address) {
            from = address;
        }

        @Override
        public void recipient(String address) {
            to.add(address);
        }

        /// Empty text: the usual answer.
        @Override
        public @Nullable String data(InputStream data) throws IOException, RejectException {
            byte[] octets = data.readNBytes(SIZE_MAX + 1);
            if (octets.length > SIZE_MAX) {
                throw new TooMuchDataException("5.3.4 too large");
            }
            try {
                String raw = new String(octets, StandardCharsets.ISO_8859_1);
                sorter.take(new Mail(Optional.of(from), List.copyOf(to), raw));
                return null;
            } catch (IllegalStateException notKept) {
                LOG.warn("A mail could not be kept; it has to come again", notKept);
                throw new RejectException(451, "4.3.0 try again later");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RejectException(421, "4.3.2 closing");
            }
        }

        @Override
        public void done() {
            to.clear();
        }
    }

    @Override
    public void close() {
        SMTPServer open;
        synchronized (this) {
            closed = true;
            open = server;
        }
        starter.interrupt();
        sessions.shutdownNow(); // one may wait for a store that is away
        if (open != null) {
            open.stop();
        }
    }
}
