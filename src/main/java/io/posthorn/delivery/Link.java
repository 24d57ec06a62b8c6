package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.channel.BulkCapabilityCheck;
import io.posthorn.channel.Callback;
import io.posthorn.channel.CallbackReceiver;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.Connector;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.Revoker;
import io.posthorn.channel.Submit;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.Fact;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Gate;
import io.posthorn.pool.Seat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open connection with the places in its window: who may send on it, and what it is found to
/// be.
public final class Link implements AutoCloseable, Seat.Wire {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration STALLED =
            Duration.ofSeconds(2); // a full window without an answer
    private static final int AHEAD_MIN =
            64; // bookings beyond the window, so that a line never waits for a commit
    private static final int AHEAD_MAX = 1_000;

    private final Connection connection;
    private final Connector connector;
    private final Optional<Gate> gate;
    private final Runnable changed;
    private final Time time;

    private final Breaker breaker = new Breaker();
    private int inFlight;
    private int queued;
    private Instant lastLeft;
    private Status status;

    /// How the connection is.
    ///
    /// @param reason why it is not connected; empty when it is
    /// @param since when it became so
    public record Status(Inbox.State state, String reason, Instant since) {}

    /// @param changed told when the connection comes up or goes down
    Link(
            Connection connection,
            ConnectionType type,
            Receipts receipts,
            InboundMessages inbound,
            Runnable changed,
            Time time) {
        this.connection = connection;
        this.gate =
                connection.throughput().isPresent()
                        ? Optional.of(
                                new Gate(
                                        connection.throughput().getAsDouble(), OptionalInt.empty()))
                        : Optional.empty();
        this.changed = changed;
        this.time = time;
        this.lastLeft = time.now();
        this.status = new Status(Inbox.State.CONNECTING, "", time.now());
        this.connector = type.open(connection, new Mail(receipts, inbound));
    }

    public Connection connection() {
        return connection;
    }

    public synchronized Status status() {
        return status;
    }

    public synchronized int inFlight() {
        return inFlight;
    }

    public int window() {
        return connector.window();
    }

    /// The limit of the whole connection, where it has one.
    Optional<Gate> gate() {
        return gate;
    }

    @Override
    public Breaker breaker() {
        return breaker;
    }

    /// Takes messages: connected, and answering.
    @Override
    public synchronized boolean up() {
        int window = connector.window();
        return window > 0 && !(inFlight >= window && lastLeft.plus(STALLED).isBefore(time.now()));
    }

    /// Messages that may still be booked for this connection.
    @Override
    public synchronized int places() {
        int window = connector.window();
        return window == 0
                ? 0
                : window + Math.clamp(window, AHEAD_MIN, AHEAD_MAX) - inFlight - queued;
    }

    synchronized void queued(int messages) {
        queued += messages;
    }

    /// Waits for a place in the window; false when the connection is down or stalled.
    synchronized boolean enter() throws InterruptedException {
        while (inFlight >= connector.window()) {
            if (!up()) {
                return false;
            }
            wait(100); // a window that grew or a bind that died does not notify
        }
        if (inFlight == 0) {
            lastLeft = time.now();
        }
        inFlight++;
        return true;
    }

    synchronized void leave() {
        inFlight--;
        lastLeft = time.now();
        notifyAll();
    }

    /// Hands one attempt over; whatever goes wrong inside is an unknown outcome.
    Outcome submit(Submit submit) throws InterruptedException {
        try {
            return connector.submit(submit);
        } catch (RuntimeException e) {
            LOG.error(
                    "connection={} could not submit {}; its outcome is unknown",
                    connection.id(),
                    submit,
                    e);
            return new Outcome.Unknown("internal error: " + e.getClass().getSimpleName());
        }
    }

    /// Takes a message back; false when the provider did not, or cannot.
    boolean revoke(List<String> receiptKeys, Address to) throws InterruptedException {
        return connector instanceof Revoker revoker && revoker.revoke(receiptKeys, to);
    }

    /// Whether many recipients can be asked about at once.
    boolean checksInBulk() {
        return connector instanceof BulkCapabilityCheck;
    }

    void precheck(List<String> recipients) throws InterruptedException {
        if (connector instanceof BulkCapabilityCheck check) {
            check.precheck(recipients);
        }
    }

    /// The connector's answer to its provider; empty when its provider never calls.
    public Optional<Callback.Answer> called(Callback call) throws InterruptedException {
        return connector instanceof CallbackReceiver receiver
                ? Optional.of(receiver.called(call))
                : Optional.empty();
    }

    @Override
    public void close() {
        connector.close();
    }

    private synchronized void enterState(Inbox.State state, String reason) {
        if (status.state() != state || !status.reason().equals(reason)) {
            status = new Status(state, reason, time.now());
            LOG.info(
                    "connection={} name={} state={} reason=\"{}\"",
                    connection.id(),
                    connection.name(),
                    state,
                    reason);
        }
        notifyAll();
    }

    /// What the connector tells us, with the connection it is about.
    private final class Mail implements Inbox {

        private final Receipts receipts;
        private final InboundMessages inbound;

        Mail(Receipts receipts, InboundMessages inbound) {
            this.receipts = receipts;
            this.inbound = inbound;
        }

        @Override
        public @Nullable String receipt(List<String> keys, String from, Fact.Report report)
                throws InterruptedException {
            return receipts.receipt(connection.id(), keys, from, report);
        }

        @Override
        public void answeredLate(MessageId message, int attempt, Outcome outcome)
                throws InterruptedException {
            receipts.answeredLate(connection.id(), message, attempt, outcome);
        }

        @Override
        public void inbound(Inbound message) throws InterruptedException {
            inbound.received(connection, message);
        }

        @Override
        public void optedOut(Channel channel, String person, String sender)
                throws InterruptedException {
            inbound.optedOut(connection, channel, person, sender);
        }

        @Override
        public Optional<Instant> lastWrote(Channel channel, Address person, String sender) {
            return inbound.lastWrote(connection, channel, person, sender);
        }

        @Override
        public void state(State state, String reason) {
            enterState(state, reason);
            changed.run();
        }
    }
}
