package io.posthorn.channel.smpp;

import io.posthorn.Time;
import io.posthorn.channel.Inbound;
import io.posthorn.channel.Inbox;
import io.posthorn.message.Channel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a carrier delivers: receipts and messages of phones. Each is acknowledged only after the
/// inbox has it; many are worked on at once.
final class Deliveries {
    private static final Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final int AT_ONCE = 2_000; // a carrier that ignores its window is asked to wait

    /// The acknowledgement of a part waits for the rest this long, so that a crash loses no part;
    /// longer, and a carrier that delivers one at a time would never send the rest.
    private static final long PART_SECONDS = 2;

    private final Inbox inbox;
    private final MessageCoding coding;
    private final ReceiptIds ids;
    private final Time time;
    private final InboundParts parts = new InboundParts();
    private final Set<String> senders = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(AT_ONCE);

    Deliveries(Inbox inbox, MessageCoding coding, ReceiptIds ids, Time time) {
        this.inbox = inbox;
        this.coding = coding;
        this.ids = ids;
        this.time = time;
    }

    /// Remembers one of our addresses: some carriers swap the two in a receipt.
    void sentFrom(SmeAddress sender) {
        senders.add(sender.value());
    }

    /// Takes a request of the carrier; returns at once.
    void accept(Incoming incoming) {
        switch (incoming.request()) {
            case Pdu.DeliverSm(ShortMessage message) -> work(incoming, () -> delivered(message));
            case Pdu.DataSm data -> work(incoming, () -> data(data));
            case Pdu.Bind _,
                    Pdu.Unbind _,
                    Pdu.EnquireLink _,
                    Pdu.SubmitSm _,
                    Pdu.QuerySm _,
                    Pdu.CancelSm _ ->
                    incoming.answer(CommandStatus.ESME_RINVCMDID);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void work(Incoming incoming, Work work) {
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("smpp-deliver").start(() -> run(incoming, work));
        } else {
            incoming.answer(CommandStatus.ESME_RMSGQFUL);
        }
    }

    private void run(Incoming incoming, Work work) {
        try {
            work.run();
            incoming.answer(CommandStatus.ESME_ROK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // unanswered, the carrier will deliver it again
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, incoming.session() + " has to deliver again", e);
            incoming.answer(CommandStatus.ESME_RX_T_APPN);
        } finally {
            places.release();
        }
    }

    private void delivered(ShortMessage message) throws InterruptedException {
        Optional<DeliveryReceipt> receipt = DeliveryReceipt.of(message);
        if (receipt.isPresent()) {
            receipt(receipt.get(), message.source(), message.destination());
        } else if (DeliveryReceipt.isDeclared(message.esmClass())) {
            LOG.log(Level.WARNING, "A receipt from {0} names no message", message.source());
        } else {
            inbound(message);
        }
    }

    private void data(Pdu.DataSm data) throws InterruptedException {
        Optional<DeliveryReceipt> receipt = DeliveryReceipt.of(data);
        if (receipt.isPresent()) {
            receipt(receipt.get(), data.source(), data.destination());
        } else {
            inbound(
                    ShortMessage.of(
                                    data.source(),
                                    data.destination(),
                                    data.dataCoding(),
                                    Octets.NONE)
                            .withEsmClass(data.esmClass())
                            .withTlvs(data.tlvs()));
        }
    }

    private void receipt(DeliveryReceipt receipt, SmeAddress source, SmeAddress destination)
            throws InterruptedException {
        boolean swapped =
                senders.contains(source.value()) && !senders.contains(destination.value());
        String phone = Addressing.plain(swapped ? destination : source);
        List<String> candidates = ids.candidates(receipt.ids());
        String key = inbox.receipt(candidates, phone, ReceiptReport.of(receipt));
        if (key != null) {
            ids.matched(receipt.ids(), key);
        }
    }

    private void inbound(ShortMessage message) throws InterruptedException {
        String from = Addressing.plain(message.source());
        String to = Addressing.plain(message.destination());
        String text = coding.text(message);
        Optional<PartOf> part = MessageCoding.partOf(message).filter(one -> one.total() > 1);
        if (part.isEmpty()) {
            keep(from, to, text);
        } else {
            part(from, to, parts.add(from, to, part.get(), text, time.nanos()));
        }
    }

    private void keep(String from, String to, String text) throws InterruptedException {
        inbox.inbound(new Inbound(Channel.SMS, Optional.empty(), from, to, text, List.of()));
    }

    private void part(String from, String to, InboundParts.Arrival arrival)
            throws InterruptedException {
        if (arrival.whole().isPresent()) {
            whole(from, to, arrival, arrival.whole().get());
        } else {
            awaitRest(arrival);
        }
    }

    private void whole(String from, String to, InboundParts.Arrival arrival, String text)
            throws InterruptedException {
        try {
            keep(from, to, text);
            arrival.kept().complete(null);
        } catch (RuntimeException | InterruptedException e) {
            arrival.kept().completeExceptionally(e);
            throw e;
        }
    }

    private static void awaitRest(InboundParts.Arrival arrival) throws InterruptedException {
        try {
            arrival.kept().get(PART_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "acknowledging a part before the rest has come", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the whole message could not be kept", e);
        }
    }
}
