package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// When a sender may send: its rate, its rests, and what it has learned of the carrier's limit. One
/// per sender, shared by all pools it is in; safe for many threads.
///
/// The rate is GCRA ("leaky bucket as a meter", ITU-T I.371 Annex A): `drained` is the moment the
/// bucket is empty again. A message is paid for before it leaves, so at most rate + burst segments
/// do so in any second. What is promised but has not left is counted, so that promises line up
/// behind each other.
public final class Gate {

    /// Of a second's segments; half of the 10 % a carrier allows, the other half is for the
    /// network's jitter.
    private static final double BURST_SHARE = 0.05;

    /// Seconds by which a message may be late without moving those after it: a thread that woke
    /// late must not cost rate.
    private static final double LATENESS = 0.02;

    private static final double FIRST_REST = 30; // seconds; doubled each time
    private static final double LONGEST_REST = 600;
    private static final int LONGEST_MESSAGE =
            255; // segments: the concatenation header counts in one octet

    private final double configured;
    private final double burst;
    private final Ceiling ceiling;

    private double drained; // epoch seconds, as all times here
    private int promised; // segments
    private double pausedUntil;
    private double brokenUntil;
    private int rests;

    /// @param throughput segments per second, above 0
    /// @param burst segments that may leave at once after a pause; empty: a twentieth of a second's
    public Gate(double throughput, OptionalInt burst) {
        this.configured = throughput;
        this.burst = burst.isPresent() ? burst.getAsInt() : Math.max(1, throughput * BURST_SHARE);
        this.ceiling = new Ceiling(throughput);
    }

    /// Promises `segments` at the returned moment; empty, and nothing promised, when that is after
    /// `limit`.
    public synchronized Optional<Instant> book(int segments, Instant now, Instant limit) {
        double at = opening(segments, seconds(now));
        if (at > seconds(limit)) {
            return Optional.empty();
        }
        promised += segments;
        return Optional.of(instant(at));
    }

    /// Takes a promise back: the message does not leave by this sender.
    public synchronized void release(int segments) {
        promised -= segments;
    }

    /// When `segments` more could leave.
    public synchronized Instant opening(int segments, Instant now) {
        return instant(opening(segments, seconds(now)));
    }

    /// Segments that could still be promised up to `limit`.
    public synchronized int room(Instant now, Instant limit) {
        double end = seconds(limit);
        if (opening(1, seconds(now)) > end) {
            return 0;
        }
        double idle = Math.max(0, end - Math.max(drained, seconds(now)));
        return (int) Math.max(1, idle * rate(seconds(now)) + burst(seconds(now)) - promised);
    }

    /// Empty when `segments` that were promised may go now, else when; pays nothing.
    public synchronized Optional<Instant> opens(int segments, Instant now) {
        double at = opens(segments, 0, seconds(now));
        return at > seconds(now) ? Optional.of(instant(at)) : Optional.empty();
    }

    /// Lets `segments` that were promised go now (empty), or says when to ask again. The last look
    /// before the first byte: what comes late stays late, so that no stall is followed by more than
    /// the burst.
    public synchronized Optional<Instant> pass(int segments, Instant now) {
        double time = seconds(now);
        double at = opens(segments, 0, time);
        if (at > time) {
            return Optional.of(instant(at));
        }
        drained = Math.max(drained, time) + segments / rate(time);
        promised -= segments;
        return Optional.empty();
    }

    /// Like `pass`, with a second gate that many senders share: both let it go and both are paid,
    /// or neither.
    public Optional<Instant> passWith(Gate shared, int segments, Instant now) {
        synchronized (shared) {
            double open = shared.opens(segments, 0, seconds(now));
            if (open > seconds(now)) {
                return Optional.of(instant(open));
            }
            Optional<Instant> later = pass(segments, now);
            if (later.isEmpty()) {
                shared.drained =
                        Math.max(shared.drained, seconds(now))
                                + segments / shared.rate(seconds(now));
            }
            return later;
        }
    }

    /// The carrier took `segments`.
    public synchronized void accepted(int segments, Instant now) {
        rests = 0;
        ceiling.accepted(segments, seconds(now));
    }

    /// The carrier asked for a slower rate, for `retryAfter` if it said so.
    public synchronized void throttled(Optional<Duration> retryAfter, Instant now) {
        double pause = ceiling.throttled(seconds(now));
        double asked = retryAfter.map(d -> d.toNanos() / 1e9).orElse(0.0);
        pausedUntil = Math.max(pausedUntil, seconds(now) + Math.max(pause, asked));
    }

    /// The carrier refuses the sender itself: it rests 30 s, twice as long each time, at most 10
    /// min.
    public synchronized void broken(Instant now) {
        if (!broken(seconds(now))) {
            brokenUntil = seconds(now) + Math.min(LONGEST_REST, FIRST_REST * Math.pow(2, rests));
            rests++;
        }
    }

    public synchronized boolean isBroken(Instant now) {
        return broken(seconds(now));
    }

    /// Segments per second it sends at now: the configured rate, or what the carrier was found to
    /// take.
    public synchronized double rate(Instant now) {
        return rate(seconds(now));
    }

    public double configuredRate() {
        return configured;
    }

    /// Segments promised that have not left.
    public synchronized int promised() {
        return promised;
    }

    private double opening(int segments, double time) {
        return Math.max(time, opens(segments, promised, time));
    }

    /// The moment the bucket has room for `segments` once `ahead` others have gone.
    private double opens(int segments, int ahead, double time) {
        double gap = 1 / rate(time);
        // A clock set back must not stop the sender until the old time comes again.
        drained = Math.min(drained, time + Math.max(burst, LONGEST_MESSAGE) * gap);
        double start = ahead == 0 ? drained : Math.max(drained, time);
        double slack = Math.max((burst(time) - segments) * gap, LATENESS);
        double open = start + ahead * gap - slack;
        return Math.max(open, Math.max(pausedUntil, broken(time) ? brokenUntil : 0));
    }

    /// None once a limit was found: rate and burst together must stay below it.
    private double burst(double time) {
        return ceiling.isFelt(time) ? 1 : burst;
    }

    private boolean broken(double time) {
        return brokenUntil > time && brokenUntil <= time + LONGEST_REST;
    }

    private double rate(double time) {
        return Math.min(configured, ceiling.rate(time));
    }

    private static double seconds(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / 1e9;
    }

    private static Instant instant(double seconds) {
        long whole = (long) Math.floor(seconds);
        // Rounded up: asking again at the moment given must find it has come.
        return Instant.ofEpochSecond(whole, (long) Math.ceil((seconds - whole) * 1e9));
    }
}
