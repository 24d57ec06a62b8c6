package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/// A mail server on this machine, with every mailbox there is behind it. It knows its customers by
/// the name they log in with, and takes any password.
public final class MailServer implements AutoCloseable {
    private static final int SIZE_MAX = 40 << 20; // octets of one email
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final World world;
    private final Shop shop;
    private final Postmaster postmaster;
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable SMTPServer server;
    private @Nullable ExecutorService threads;

    MailServer(World world) {
        this.world = world;
        this.shop = new Shop(Channel.EMAIL, world);
        this.postmaster = new Postmaster(world.time());
    }

    /// Listens from now on; does nothing when it does already.
    public synchronized void start() {
        if (server == null) {
            ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor();
            SMTPServer fresh =
                    SMTPServer.port(0)
                            .bindAddress(InetAddress.getLoopbackAddress())
                            .hostName("simulator.posthorn.example")
                            .softwareName("simulator")
                            .maxMessageSize(SIZE_MAX)
                            .authenticationHandlerFactory(
                                    new EasyAuthenticationHandlerFactory(
                                            (user, _, _) -> admit(user)))
                            .executorService(sessions)
                            .messageHandlerFactory(Taking::new)
                            .build();
            fresh.start();
            threads = sessions;
            server = fresh;
        }
    }

    private void admit(String user) throws LoginFailedException {
        if (shop.welcome(user) == Shop.Welcome.TURNED_OUT) {
            throw new LoginFailedException("not here");
        }
    }

    /// On the loopback address, once started.
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.getPortAllocated();
    }

    /// Where reports and replies go from now on.
    ///
    /// @param connection the address of a connection's callbacks
    public void callback(URI connection, String secret) {
        postmaster.customer(connection, secret);
    }

    /// What came in.
    public Traffic traffic() {
        return shop.traffic();
    }

    /// The owner of a mailbox writes to a sender; false when nobody is there to be told.
    boolean reply(String from, String to, String text) {
        return postmaster.write(from, to, text);
    }

    /// What a client is told.
    ///
    /// @param code 0: `text` is sent as it is, and then the line is cut
    private record Reply(int code, String text) {}

    /// One email of a client.
    private final class Taking implements MessageHandler {
        private final MessageContext client;
        private String from = "";
        private String to = "";

        Taking(MessageContext client) {
            this.client = client;
        }

        private String customer() {
            return client.getAuthenticationHandler()
                    .map(AuthenticationHandler::getIdentity)
                    .map(Object::toString)
                    .orElse("");
        }

        @Override
        public void from(String address) throws RejectException {
            from = address;
            switch (shop.welcome(customer())) {
                case SERVED -> {}
                case TURNED_OUT -> throw new RejectException(530, "5.7.0 log in first");
                case CUT -> throw cut();
                case UNHEARD -> {
                    answer(shopNever());
                }
            }
        }

        private Optional<Reply> shopNever() throws RejectException {
            try {
                return shop.never();
            } catch (InterruptedException e) {
                throw closing();
            }
        }

        @Override
        public void recipient(String address) {
            to = address;
        }

        @Override
        public String data(InputStream data) throws IOException, RejectException {
            byte[] octets = data.readAllBytes();
            try {
                return answer(take(octets));
            } catch (InterruptedException e) {
                throw closing();
            }
        }

        private Optional<Reply> take(byte[] octets) throws IOException, InterruptedException {
            if (MagicMailbox.of(to).filter(MagicMailbox.SLOW::equals).isPresent()) {
                world.time().sleepUntil(world.time().now().plus(SLOW));
            }
            String id = "mail-" + numbers.incrementAndGet();
            MailScreen.Written mail = MailScreen.of(octets);
            return shop.take(
                    new Shop.Taken(id, customer(), mail.from(), to, mail.screen()),
                    new Words(from, new String(octets, StandardCharsets.ISO_8859_1)));
        }

        private String answer(Optional<Reply> reply) throws RejectException {
            Reply said = reply.orElse(null);
            if (said == null) {
                throw cut();
            }
            if (said.code == 0) {
                throw spoil(said.text);
            }
            if (said.code != 250) {
                throw new RejectException(said.code, said.text);
            }
            return said.text;
        }

        private RejectException spoil(String text) {
            if (client instanceof Session session) {
                try {
                    session.sendResponse(text);
                } catch (IOException e) {
                    return cut(); // the client was faster
                }
            }
            return cut();
        }

        private RejectException cut() {
            if (client instanceof Session session) {
                session.quit();
            }
            return closing();
        }

        private RejectException closing() {
            return new RejectException(421, "4.3.2 closing");
        }

        @Override
        public void done() {
            to = "";
        }
    }

    /// How a mail server says it, of one email.
    private final class Words implements Shop.Words<Reply> {
        private final String returnPath;
        private final String raw;

        Words(String returnPath, String raw) {
            this.returnPath = returnPath;
            this.raw = raw;
        }

        @Override
        public Reply accepted(Shop.Taken message) {
            return new Reply(250, "2.0.0 queued as " + message.id());
        }

        @Override
        public Reply throttled(Optional<Duration> retryAfter) {
            return new Reply(450, "4.7.1 rate limit exceeded");
        }

        @Override
        public Reply refused(Refusal why) {
            return switch (why) {
                case Refusal.Reason.RECIPIENT -> new Reply(550, "5.1.1 no such mailbox");
                case Refusal.Reason.CONTENT -> new Reply(554, "5.7.1 refused as spam");
                case Refusal.Code(int value) when value >= 400 && value < 600 ->
                        new Reply(value, "as you wish");
                case Refusal.Code _ -> new Reply(451, "4.3.0 local error");
            };
        }

        @Override
        public void report(Shop.Taken message, Fate fate) {
            Optional<MagicMailbox> magic = MagicMailbox.of(message.to());
            if (magic.filter(MagicMailbox.DEFERRED::equals).isPresent()) {
                postmaster.report(returnPath, message.to(), "delayed", "4.4.1");
            }
            postmaster.report(returnPath, message.to(), action(fate), status(fate));
            if (magic.filter(MagicMailbox.COMPLAINT::equals).isPresent()) {
                postmaster.complain(message.from(), raw);
            }
            if (magic.filter(MagicMailbox.VACATION::equals).isPresent()) {
                postmaster.answerAway(message.to(), message.from());
            }
        }

        private static String action(Fate fate) {
            return fate.end() == Fate.End.DELIVERED ? "delivered" : "failed";
        }

        private static String status(Fate fate) {
            return switch (fate.end()) {
                case DELIVERED -> "2.0.0";
                case UNDELIVERED -> fate.errorCode() == 30003 ? "5.2.2" : "5.1.1";
                case REJECTED -> "5.7.1";
                case EXPIRED -> "4.4.7";
                case DELETED, UNKNOWN -> "5.0.0";
            };
        }

        /// Nobody tells who reads an email.
        @Override
        public void read(Shop.Taken message) {}

        @Override
        public Reply spoiled(Reply reply, Hostility how) {
            return new Reply(
                    0,
                    switch (how) {
                        case GARBAGE -> "\u0000\u0001 not SMTP";
                        case TRUNCATED -> "2";
                        case OVERSIZED -> "250-" + "x".repeat(100_000);
                        case UNKNOWN_COMMAND -> "999 no such code";
                        case MALFORMED_BODY -> "25O OK";
                    });
        }
    }

    @Override
    public synchronized void close() {
        postmaster.close();
        if (threads != null) {
            threads.shutdownNow(); // some sessions never answer
        }
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
