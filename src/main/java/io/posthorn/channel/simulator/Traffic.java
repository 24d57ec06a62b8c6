package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What came in and what went out: the carrier's own books, against which a sender can be checked.
public final class Traffic {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final @Nullable Submitted[] ring;
    private long submits;

    private long accepted;
    private long throttled;
    private long refused;
    private long unanswered;
    private final LongAdder receiptsSent = new LongAdder();
    private final LongAdder receiptsTaken = new LongAdder();
    private int inFlight;
    private int peakInFlight;

    Traffic(int capacity) {
        this.ring = new Submitted[capacity];
    }

    /// Totals since the start.
    ///
    /// @param accepted answered with a message id
    /// @param throttled answered ESME_RTHROTTLED
    /// @param refused answered with any other error
    /// @param unanswered read, and never to be answered
    /// @param receiptsSent deliver_sm written for receipts, repetitions included
    /// @param receiptsTaken those acknowledged
    /// @param inFlight read and not answered yet
    /// @param peakInFlight the most that ever were in flight at once
    public record Totals(
            long submits,
            long accepted,
            long throttled,
            long refused,
            long unanswered,
            long receiptsSent,
            long receiptsTaken,
            int inFlight,
            int peakInFlight) {}

    public synchronized Totals totals() {
        return new Totals(
                submits,
                accepted,
                throttled,
                refused,
                unanswered,
                receiptsSent.sum(),
                receiptsTaken.sum(),
                inFlight,
                peakInFlight);
    }

    /// The newest submits in order of arrival.
    public synchronized List<Submitted> submits() {
        List<Submitted> kept = new ArrayList<>();
        for (long i = Math.max(0, submits - ring.length); i < submits; i++) {
            Submitted submit = ring[(int) (i % ring.length)];
            if (submit != null) {
                kept.add(submit);
            }
        }
        return kept;
    }

    public List<Submitted> submits(Predicate<Submitted> which) {
        return submits().stream().filter(which).toList();
    }

    /// The most accepted submits of a sender in any second, wherever that second begins.
    public int peakPerSecond(String sender) {
        long[] times =
                submits(submit -> submit.accepted() && submit.from().equals(sender)).stream()
                        .mapToLong(Submitted::nanos)
                        .sorted()
                        .toArray();
        int peak = 0;
        int first = 0;
        for (int last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= SECOND) {
                first++;
            }
            peak = Math.max(peak, last - first + 1);
        }
        return peak;
    }

    /// Forgets the submits; the totals stay.
    public synchronized void clear() {
        Arrays.fill(ring, null);
    }

    synchronized void arrived(Submitted submit, Verdict verdict) {
        ring[(int) (submits++ % ring.length)] = submit;
        switch (verdict) {
            case Verdict.Accept _ -> accepted++;
            case Verdict.Throttle _ -> throttled++;
            case Verdict.Refuse _ -> refused++;
            case Verdict.Ignore _ -> unanswered++;
        }
        if (verdict.answerAfter().isPresent()) {
            peakInFlight = Math.max(peakInFlight, ++inFlight);
        }
    }

    synchronized void answered() {
        inFlight--;
    }

    void sent(Delivery delivery) {
        if (delivery.isReceipt()) {
            receiptsSent.increment();
        }
    }

    void taken(Delivery delivery) {
        if (delivery.isReceipt()) {
            receiptsTaken.increment();
        }
    }
}
