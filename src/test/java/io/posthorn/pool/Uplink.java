package io.posthorn.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/// A gate with a backlog before a strict carrier, in virtual time: what is sent arrives half a
/// round trip later, in order, and is answered another half later; the sender wakes up to 2 ms
/// late.
final class Uplink {

    private static final Instant ORIGIN = Instant.parse("2026-01-05T10:00:00Z");

    private enum What {
        SEND,
        ARRIVE,
        TAKEN,
        REFUSED
    }

    private record Moment(double at, long number, What what) {}

    private final Gate gate;
    private final StrictCarrier carrier;
    private final double roundTrip;
    private final double jitter;
    private final double offered;
    private final int window;
    private final Random random = new Random(1);
    private final PriorityQueue<Moment> agenda =
            new PriorityQueue<>(
                    Comparator.comparingDouble(Moment::at).thenComparingLong(Moment::number));
    private final List<Double> taken = new ArrayList<>();
    private final List<Double> refused = new ArrayList<>();
    private long numbers;
    private int inFlight;
    private boolean windowFull;
    private double lastArrival;
    private double nextOffer;

    /// @param roundTrip seconds
    /// @param jitter seconds by which the way there may take longer
    /// @param offered messages per second there are to send
    Uplink(Gate gate, StrictCarrier carrier, double roundTrip, double jitter, double offered) {
        this.gate = gate;
        this.carrier = carrier;
        this.roundTrip = roundTrip;
        this.jitter = jitter;
        this.offered = offered;
        this.window = (int) Math.max(10, Math.ceil(gate.configuredRate() * roundTrip * 2));
        plan(0, What.SEND);
    }

    static Uplink of(Gate gate, StrictCarrier carrier) {
        return new Uplink(gate, carrier, 0.02, 0.002, 1e6);
    }

    Uplink runUntil(double end) {
        while (agenda.element().at() < end) {
            Moment moment = agenda.remove();
            switch (moment.what()) {
                case SEND -> send(moment.at());
                case ARRIVE -> arrive(moment.at());
                case TAKEN -> {
                    gate.accepted(1, instant(moment.at()));
                    taken.add(moment.at());
                    answered(moment.at());
                }
                case REFUSED -> {
                    gate.throttled(Optional.empty(), instant(moment.at()));
                    refused.add(moment.at());
                    answered(moment.at());
                }
            }
        }
        return this;
    }

    private void send(double now) {
        if (inFlight >= window) {
            windowFull = true;
        } else if (now < nextOffer) {
            plan(nextOffer, What.SEND);
        } else {
            Optional<Instant> later = pass(now);
            if (later.isPresent()) {
                plan(Math.max(now, seconds(later.get())) + random.nextDouble() * 0.002, What.SEND);
            } else {
                leave(now);
            }
        }
    }

    private Optional<Instant> pass(double now) {
        gate.book(1, instant(now), Instant.MAX);
        Optional<Instant> later = gate.pass(1, instant(now));
        later.ifPresent(_ -> gate.release(1));
        return later;
    }

    private void leave(double now) {
        nextOffer = Math.max(nextOffer, now - 1) + 1 / offered;
        inFlight++;
        lastArrival =
                Math.max(lastArrival + 1e-6, now + roundTrip / 2 + random.nextDouble() * jitter);
        plan(lastArrival, What.ARRIVE);
        plan(now + 1e-5, What.SEND);
    }

    private void arrive(double now) {
        plan(now + roundTrip / 2, carrier.takes(now) ? What.TAKEN : What.REFUSED);
    }

    private void answered(double now) {
        inFlight--;
        if (windowFull) {
            windowFull = false;
            plan(now, What.SEND);
        }
    }

    private void plan(double at, What what) {
        agenda.add(new Moment(at, numbers++, what));
    }

    // What came of it

    double takenPerSecond(double from, double to) {
        return between(taken, from, to) / (to - from);
    }

    /// Share of the answers.
    double refused(double from, double to) {
        long refusals = between(refused, from, to);
        return (double) refusals / Math.max(1, refusals + between(taken, from, to));
    }

    private static long between(List<Double> times, double from, double to) {
        return times.stream().filter(t -> t >= from && t < to).count();
    }

    static Instant instant(double seconds) {
        return ORIGIN.plusNanos((long) (seconds * 1e9));
    }

    private static double seconds(Instant moment) {
        return Duration.between(ORIGIN, moment).toNanos() / 1e9;
    }
}
