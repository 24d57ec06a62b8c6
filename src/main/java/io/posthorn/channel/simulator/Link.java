package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.BindRole;
import io.posthorn.channel.smpp.CommandStatus;
import io.posthorn.channel.smpp.Decoded;
import io.posthorn.channel.smpp.Pdu;
import io.posthorn.channel.smpp.PduCodec;
import io.posthorn.channel.smpp.ShortMessage;
import io.posthorn.channel.smpp.Tlv;
import io.posthorn.channel.smpp.Tlvs;
import io.posthorn.message.Channel;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One TCP connection to the carrier. It reads on one thread and writes on another; what it reads
/// it hands to [Center].
///
/// Not built on the session of the connector: a carrier that misbehaves down to the octets cannot
/// stand on a class that keeps the rules, and two implementations check each other.
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int UNACKNOWLEDGED_MAX = 1_000;

    private final Socket socket;
    private final Center center;
    private final Outbound outbound = new Outbound();
    private volatile @Nullable Bound bound;
    private int submits; // on the reader only

    /// Guarded by the account, in the order sent.
    private final Map<Integer, Delivery> unacknowledged = new LinkedHashMap<>();

    private int lastSequence;

    /// What a successful bind agreed on.
    record Bound(String systemId, Account account, BindRole role) {}

    Link(Socket socket, Center center) {
        this.socket = socket;
        this.center = center;
    }

    /// Serves the connection until it ends.
    void run() {
        Thread writer = Thread.ofVirtual().name("smsc-write " + this).start(this::write);
        try {
            socket.setTcpNoDelay(true);
            read();
            outbound.finish();
            writer.join();
        } catch (IOException e) {
            LOG.debug("{} ended: {}", this, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} ends: the simulator failed", this, e);
        } finally {
            outbound.finish();
            cut();
            leave();
        }
    }

    private void write() {
        try {
            outbound.writeTo(socket.getOutputStream());
        } catch (IOException e) {
            LOG.debug("{} cannot be written: {}", this, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
        }
    }

    private void leave() {
        Bound agreed = bound;
        if (agreed != null) {
            agreed.account.leave(this);
        }
    }

    private void read() throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(PduCodec.LENGTH_MAX).limit(0);
        while (understood(buffer)) {
            buffer.compact();
            int read =
                    socket.getInputStream()
                            .read(buffer.array(), buffer.position(), buffer.remaining());
            if (read < 0) {
                return;
            }
            buffer.position(buffer.position() + read).flip();
            center.behaviors().awaitReads(party());
        }
    }

    /// Acts on every PDU in `buffer`; false when nothing behind them is to be read.
    private boolean understood(ByteBuffer buffer) {
        while (true) {
            switch (PduCodec.decode(buffer)) {
                case Decoded.Incomplete _ -> {
                    return true;
                }
                case Decoded.Unframed _ -> {
                    send(0, Pdu.GenericNack.of(CommandStatus.ESME_RINVCMDLEN));
                    return false;
                }
                case Decoded.Malformed malformed -> {
                    if (malformed.asks()) {
                        send(malformed.sequence(), Pdu.GenericNack.of(malformed.error()));
                    }
                }
                case Decoded.Frame(int sequence, Pdu.Unbind unbind) -> {
                    send(sequence, unbind.answer(CommandStatus.ESME_ROK));
                    return false;
                }
                case Decoded.Frame(int sequence, Pdu pdu) -> received(sequence, pdu);
            }
        }
    }

    private void received(int sequence, Pdu pdu) {
        switch (pdu) {
            case Pdu.Bind bind -> bind(sequence, bind);
            case Pdu.EnquireLink ask -> send(sequence, ask.answer(CommandStatus.ESME_ROK));
            case Pdu.SubmitSm ask -> submitted(sequence, ask, ask.message());
            case Pdu.DataSm ask -> submitted(sequence, ask);
            case Pdu.QuerySm ask -> send(sequence, ask.answer(CommandStatus.ESME_RQUERYFAIL));
            case Pdu.CancelSm ask -> send(sequence, ask.answer(CommandStatus.ESME_RCANCELFAIL));
            case Pdu.DeliverSm ask -> send(sequence, ask.answer(CommandStatus.ESME_RINVCMDID));
            case Pdu.Unbind ask -> send(sequence, ask.answer(CommandStatus.ESME_ROK));
            case Pdu.Response answer -> acknowledged(sequence, answer);
            case Pdu.Unknown unknown -> {
                if (unknown.asks()) {
                    send(sequence, Pdu.GenericNack.of(CommandStatus.ESME_RINVCMDID));
                }
            }
            case Pdu.Notice _ -> LOG.debug("{} sent a notice", this);
        }
    }

    private void bind(int sequence, Pdu.Bind bind) {
        CommandStatus status = bound == null ? center.admits(bind) : CommandStatus.ESME_RALYBND;
        if (status != CommandStatus.ESME_ROK) {
            send(sequence, bind.answer(status.code()));
            return;
        }
        Account account = center.account(bind.systemId());
        bound = new Bound(bind.systemId(), account, bind.role());
        account.join(this, () -> send(sequence, welcome(bind)));
    }

    /// A peer older than 3.4 knows no optional parameters (SMPP 3.4 section 3.3).
    private static Pdu.BindResp welcome(Pdu.Bind bind) {
        int version = Math.min(bind.interfaceVersion(), Pdu.Bind.VERSION_5_0);
        Tlvs tlvs =
                version < Pdu.Bind.VERSION_3_4
                        ? Tlvs.NONE
                        : Tlvs.of(Tlv.ofByte(Tlv.SC_INTERFACE_VERSION, version));
        return new Pdu.BindResp(bind.role(), 0, "posthorn", tlvs);
    }

    private void submitted(int sequence, Pdu.DataSm ask) {
        try {
            submitted(sequence, ask, Submission.plain(ask));
        } catch (IllegalArgumentException e) {
            LOG.debug("{} sent data_sm with addresses that no phone has", this, e);
            send(sequence, ask.answer(CommandStatus.ESME_RINVDSTADR));
        }
    }

    private void submitted(int sequence, Pdu.Request ask, ShortMessage message) {
        Bound agreed = bound;
        if (agreed == null || !agreed.role.transmits()) {
            send(sequence, ask.answer(CommandStatus.ESME_RINVBNDSTS));
        } else {
            Submission submission = Submission.of(message, center.coding());
            center.submitted(new Submit(this, agreed, sequence, ask, submission, ++submits));
        }
    }

    private void acknowledged(int sequence, Pdu.Response answer) {
        Bound agreed = bound;
        if (agreed != null) {
            agreed.account.acknowledged(this, sequence, answer);
        }
    }

    void send(int sequence, Pdu pdu) {
        if (!isMute()) {
            outbound.add(PduCodec.encode(sequence, pdu));
        }
    }

    /// Any octets, as they are.
    void sendRaw(byte[] octets) {
        outbound.add(octets);
    }

    /// Writes what waits, then hangs up.
    void hangUpAfterWriting() {
        outbound.finish();
    }

    /// Hangs up at once; what waits is lost.
    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{} cannot be closed: {}", this, e.getMessage());
        }
    }

    boolean isMute() {
        return center.behaviors().of(party()).behavior().line().silence()
                == Behavior.Silence.EVERYTHING;
    }

    private Party party() {
        return Party.of(Channel.SMS, systemId());
    }

    /// Empty before the bind.
    String systemId() {
        Bound agreed = bound;
        return agreed == null ? "" : agreed.systemId;
    }

    /// Of this and the next four methods: called by the account, one call at a time.
    boolean hasRoom() {
        Bound agreed = bound;
        return agreed != null
                && agreed.role.receives()
                && !isMute()
                && unacknowledged.size() < UNACKNOWLEDGED_MAX;
    }

    int busyness() {
        return unacknowledged.size();
    }

    void deliver(Delivery delivery) {
        lastSequence = lastSequence == Integer.MAX_VALUE ? 1 : lastSequence + 1;
        unacknowledged.put(lastSequence, delivery);
        send(lastSequence, new Pdu.DeliverSm(delivery.message()));
    }

    Optional<Delivery> acknowledged(int sequence) {
        return Optional.ofNullable(unacknowledged.remove(sequence));
    }

    /// Newest first.
    List<Delivery> takeUnacknowledged() {
        List<Delivery> all = new ArrayList<>(unacknowledged.values());
        unacknowledged.clear();
        return all.reversed();
    }

    @Override
    public String toString() {
        return systemId() + " " + socket.getRemoteSocketAddress();
    }
}
