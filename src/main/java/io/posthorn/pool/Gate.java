package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// When a sender may send: its rate, its rests, and what it has learned of the carrier's limit. One
/// per sender, shared by all pools it is in; safe for many threads.
///
/// The rate is GCRA ("leaky bucket as a meter", ITU-T I.371 Annex A): `drained` is the moment the
/// bucket is empty again. GCRA lets a long message leave as soon as the bucket is empty, which can
/// be more than a tenth above the rate in some second; so what left in the last second is counted
/// too. What is promised but has not left is counted, so that promises line up behind each other.
public final class Gate {

    /// Of a second's segments; half of the tenth a carrier allows, the other half is for the
    /// network's jitter.
    private static final double BURST_SHARE = 0.05;

    private static final double MOST_IN_A_SECOND = 1.1; // times the rate

    /// Seconds by which a message may be late without moving those after it: a thread that woke
    /// late must not cost rate.
    private static final double LATENESS = 0.02;

    private static final double CLOCK_STEP = 1; // seconds back that are a clock set, not a race

    private final double configured;
    private final OptionalInt burst;
    private final Ceiling ceiling;
    private final LastSecond left = new LastSecond();

    // All times are seconds that never step back: the clock's since 1970, plus what it was set
    // back.
    private double latest;
    private double setBack;
    private double drained;
    private double pausedUntil;
    private int promised; // segments

    /// @param throughput segments per second, above 0
    /// @param burst segments that may leave at once after a pause, on top of the rate; empty: a
    ///   twentieth of a second's
    public Gate(double throughput, OptionalInt burst) {
        this.configured = throughput;
        this.burst = burst;
        this.ceiling = new Ceiling(throughput);
    }

    /// Promises `segments` at the returned moment; empty, and nothing promised, when that is after
    /// `limit`.
    public synchronized Optional<Instant> book(int segments, Instant now, Instant limit) {
        Instant at = opening(segments, now);
        if (at.isAfter(limit)) {
            return Optional.empty();
        }
        promised += segments;
        return Optional.of(at);
    }

    /// Takes a promise back: the message does not leave by this sender.
    public synchronized void release(int segments) {
        promised -= segments;
    }

    /// When `segments` more could leave.
    public synchronized Instant opening(int segments, Instant now) {
        double time = time(now);
        double at = bucketOpens(segments, promised, time);
        return at > time ? instant(at) : now;
    }

    /// Segments that could still be promised up to `limit`.
    public synchronized int room(Instant now, Instant limit) {
        double time = time(now);
        double end = time + seconds(limit) - seconds(now);
        if (bucketOpens(1, promised, time) > end) {
            return 0;
        }
        double start = Math.max(time, Math.max(drained, pausedUntil));
        return (int) Math.max(1, (end - start) * rate(time) + burst(time) - promised);
    }

    /// Empty when `segments` that were promised may go now, else when; pays nothing.
    public synchronized Optional<Instant> opens(int segments, Instant now) {
        double time = time(now);
        double at = opens(segments, time);
        return at > time ? Optional.of(instant(at)) : Optional.empty();
    }

    /// Lets `segments` that were promised go now (empty), or says when to ask again. The last look
    /// before the first byte: what comes late stays late, so that no stall is followed by more than
    /// the burst.
    public synchronized Optional<Instant> pass(int segments, Instant now) {
        Optional<Instant> later = opens(segments, now);
        if (later.isEmpty()) {
            pay(segments, time(now));
            promised -= segments;
        }
        return later;
    }

    /// Like `pass`, with a second gate that many senders share: both let it go and both are paid,
    /// or neither.
    public Optional<Instant> passWith(Gate shared, int segments, Instant now) {
        synchronized (shared) {
            Optional<Instant> later = shared.opens(segments, now).or(() -> pass(segments, now));
            if (later.isEmpty()) {
                shared.pay(segments, shared.time(now));
            }
            return later;
        }
    }

    /// The carrier took `segments`.
    public synchronized void accepted(int segments, Instant now) {
        ceiling.accepted(segments, time(now));
    }

    /// The carrier asked for a slower rate, for `retryAfter` if it said so.
    public synchronized void throttled(Optional<Duration> retryAfter, Instant now) {
        double time = time(now);
        double asked = retryAfter.map(d -> d.toNanos() / 1e9).orElse(0.0);
        pausedUntil = Math.max(pausedUntil, time + Math.max(ceiling.throttled(time), asked));
    }

    /// Segments per second it sends at now: the configured rate, or what the carrier was found to
    /// take.
    public synchronized double rate(Instant now) {
        return rate(time(now));
    }

    /// Segments that left in the second that ends now.
    public synchronized int leftLastSecond(Instant now) {
        return left.sum(time(now));
    }

    public double configuredRate() {
        return configured;
    }

    /// Segments promised that have not left.
    public synchronized int promised() {
        return promised;
    }

    private double opens(int segments, double time) {
        double most = mostInASecond(segments, time);
        return Math.max(bucketOpens(segments, 0, time), left.atMost(most - segments, time));
    }

    private void pay(int segments, double time) {
        drained = Math.max(drained, time) + segments / rate(time);
        left.add(segments, time);
    }

    /// The moment the bucket has room for `segments` once `ahead` others have gone.
    private double bucketOpens(int segments, int ahead, double time) {
        double gap = 1 / rate(time);
        double allowance = Math.max(LATENESS, (burst(time) - segments) * gap);
        double start = ahead == 0 ? drained : Math.max(drained, time);
        return Math.max(start + ahead * gap - allowance, pausedUntil);
    }

    private double mostInASecond(int segments, double time) {
        double rate = rate(time);
        double most = Math.max(Math.floor(rate * MOST_IN_A_SECOND), Math.ceil(rate));
        return Math.max(segments, Math.max(most, rate + burst(time)));
    }

    /// None once a limit was found: rate and burst together must stay below it.
    private double burst(double time) {
        if (rate(time) < configured) {
            return 0;
        }
        return burst.isPresent() ? burst.getAsInt() : configured * BURST_SHARE;
    }

    private double rate(double time) {
        return Math.min(configured, ceiling.rate(time));
    }

    private double time(Instant now) {
        double time = seconds(now) + setBack;
        if (time < latest - CLOCK_STEP) {
            setBack += latest - time;
        }
        latest = Math.max(latest, time);
        return latest;
    }

    private Instant instant(double time) {
        double seconds = time - setBack;
        long whole = (long) Math.floor(seconds);
        // Rounded up: asking again at the moment given must find it has come.
        return Instant.ofEpochSecond(whole, (long) Math.ceil((seconds - whole) * 1e9));
    }

    private static double seconds(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / 1e9;
    }
}
