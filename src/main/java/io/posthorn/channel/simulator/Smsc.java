package io.posthorn.channel.simulator;

import io.posthorn.Time;
import io.posthorn.channel.smpp.MessageCoding;
import io.posthorn.channel.smpp.Octets;
import io.posthorn.channel.smpp.ShortMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An SMS carrier on this machine: an SMSC that speaks SMPP 3.3 to 5.0 over TCP, with phones behind
/// it.
///
/// Takes transmitter, receiver and transceiver binds, any number of them; submit_sm and data_sm in
/// every data_coding, whole or in parts; keeps what it has to deliver until it is acknowledged.
/// What goes wrong is said by [Behavior] and [MagicNumber].
public final class Smsc implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Smsc.class);
    private static final int BACKLOG = 50;

    private final Settings settings;
    private final Phones phones;
    private final Time time;
    private final Center center;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger replies = new AtomicInteger();
    private @Nullable ServerSocket listener;
    private int port;

    /// What is fixed while it lives.
    ///
    /// @param port 0 for any free one
    /// @param passwords by system_id; nobody else may bind. Empty: anybody may, with any password
    /// @param coding what data_coding 0 means, and how phones' long texts are handed on
    /// @param submitsKept the newest submits that [Traffic] can show
    /// @param sockets plain or TLS
    public record Settings(
            int port,
            Map<String, String> passwords,
            MessageCoding coding,
            int submitsKept,
            ServerSocketFactory sockets) {
        public static final Settings DEFAULT =
                new Settings(
                        0,
                        Map.of(),
                        MessageCoding.USUAL,
                        100_000,
                        ServerSocketFactory.getDefault());

        public Settings {
            passwords = Map.copyOf(passwords);
        }

        public Settings withPasswords(Map<String, String> other) {
            return new Settings(port, other, coding, submitsKept, sockets);
        }

        public Settings withCoding(MessageCoding other) {
            return new Settings(port, passwords, other, submitsKept, sockets);
        }

        public Settings withSockets(ServerSocketFactory other) {
            return new Settings(port, passwords, coding, submitsKept, other);
        }

        @Override
        public String toString() {
            return "Settings[" + port + ", " + coding + "]"; // never a password
        }
    }

    /// Does not listen before [#start()].
    ///
    /// @param behavior everybody's, until another is set
    public Smsc(Behavior behavior, Settings settings, Phones phones, Time time) {
        this.settings = settings;
        this.phones = phones;
        this.time = time;
        this.center = new Center(settings, behavior, phones, time);
        this.port = settings.port();
    }

    /// Any free port, anybody may bind, phones of its own.
    ///
    /// Throws `UncheckedIOException` when it cannot listen.
    public static Smsc start(Behavior behavior) {
        return start(behavior, Settings.DEFAULT);
    }

    public static Smsc start(Behavior behavior, Settings settings) {
        return start(behavior, settings, Time.system());
    }

    public static Smsc start(Behavior behavior, Settings settings, Time time) {
        Smsc smsc = new Smsc(behavior, settings, new Phones(10_000, time), time);
        smsc.start();
        return smsc;
    }

    /// Listens from now on; does nothing when it does already. After [#stop()], on the same port.
    public synchronized void start() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket =
                    settings.sockets()
                            .createServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            port = socket.getLocalPort();
            listener = socket;
            Thread.ofVirtual().name("smsc-accept " + port).start(() -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulated SMSC cannot listen on port " + port, e);
        }
    }

    /// Out of order: cuts every session and refuses connections until [#start()]. What it has to
    /// deliver it keeps.
    public synchronized void stop() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listener = null;
            links.forEach(Link::cut);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Link link = new Link(socket.accept(), center);
                links.add(link);
                if (socket.isClosed()) {
                    link.cut();
                }
                Thread.ofVirtual().name("smsc-read " + port).start(() -> serve(link));
            }
        } catch (IOException e) {
            LOG.debug("The simulated SMSC no longer accepts: {}", e.getMessage());
        }
    }

    private void serve(Link link) {
        try {
            link.run();
        } finally {
            links.remove(link);
        }
    }

    /// Where it listens, once started.
    public synchronized int port() {
        return port;
    }

    /// What phones received.
    public Phones phones() {
        return phones;
    }

    /// What all simulated providers share with it.
    World world() {
        return new World(phones, center.behaviors(), center.agenda(), time);
    }

    /// What came in and went out.
    public Traffic traffic() {
        return center.traffic();
    }

    /// Behaves so towards everybody who has no behaviour of their own.
    public void behave(Behavior behavior) {
        behave(Scope.EVERYWHERE, behavior);
    }

    /// From now on; a `hangUpAfter` of 0 and refused credentials cut at once what the scope covers
    /// (for a sender: the sessions of the customer who uses it).
    public void behave(Scope scope, Behavior behavior) {
        center.behaviors().set(scope, behavior);
        center.resume();
        Behavior.Line line = behavior.line();
        if (line.hangUpAfter().orElse(1) == 0
                || line.credentials() == Behavior.Credentials.REFUSED) {
            center.covered(scope).forEach(account -> account.hangUp(line.refuseFor()));
        }
    }

    /// The behaviours in force, the most specific first.
    public Map<Scope, Behavior> behaviors() {
        return center.behaviors().all();
    }

    /// Forgets every behaviour set since the start.
    public void resetBehaviors() {
        center.behaviors().reset();
        center.resume();
    }

    /// The phone `from` writes `text` to the sender `to`. The customer who last sent from `to` gets
    /// it, or anyone who is bound when nobody ever did; false when nobody is.
    public boolean reply(String from, String to, String text) {
        ShortMessage envelope =
                ShortMessage.of(Submission.address(from), Submission.address(to), 0, Octets.NONE);
        Optional<Account> customer = center.receiverFor(to);
        customer.ifPresent(account ->
                settings.coding()
                        .parts(envelope, text, replies.incrementAndGet())
                        .forEach(part -> account.deliver(Delivery.of(part, null))));
        return customer.isPresent();
    }

    /// The sessions bound now with this system_id.
    public int sessions(String systemId) {
        return center.account(systemId).links().size();
    }

    /// Stops, and forgets everything but what the phones received.
    @Override
    public void close() {
        stop();
        center.agenda().close();
    }
}
