package io.posthorn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// A gate against a carrier that takes `limit` in any second and refuses the rest.
class CeilingTest {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    private final ArrayDeque<Instant> taken = new ArrayDeque<>();
    private int throttled;

    private boolean takes(int limit, Instant at) {
        while (!taken.isEmpty() && !taken.getFirst().plusSeconds(1).isAfter(at)) {
            taken.removeFirst();
        }
        if (taken.size() < limit) {
            taken.addLast(at);
            return true;
        }
        throttled++;
        return false;
    }

    /// Sends as fast as the gate lets it; how many were taken.
    private int run(Gate gate, int limit, Instant from, Duration time) {
        int count = 0;
        Instant now = from;
        while (now.isBefore(from.plus(time))) {
            gate.book(1, now, Instant.MAX.minusSeconds(1));
            Optional<Instant> later = gate.pass(1, now);
            if (later.isPresent()) {
                gate.release(1);
                now = later.get();
            } else if (takes(limit, now)) {
                gate.accepted(1, now);
                count++;
            } else {
                gate.throttled(Optional.empty(), now);
            }
        }
        return count;
    }

    @Test
    void settles_just_under_a_limit_nobody_told_it() {
        var gate = new Gate(200, OptionalInt.empty());
        run(gate, 50, START, Duration.ofSeconds(10));
        throttled = 0;
        int count = run(gate, 50, START.plusSeconds(10), Duration.ofSeconds(10));
        assertThat(count).isBetween(470, 500);
        assertThat(throttled).isLessThanOrEqualTo(10);
    }

    @Test
    void does_not_burst_into_the_limit_after_a_pause() {
        var gate = new Gate(200, OptionalInt.empty());
        run(gate, 50, START, Duration.ofSeconds(10));
        throttled = 0;
        run(gate, 50, START.plusSeconds(20), Duration.ofSeconds(5));
        assertThat(throttled).isZero();
    }

    @Test
    void waits_longer_each_time_only_while_nothing_is_taken() {
        var gate = new Gate(100, OptionalInt.empty());
        Instant now = START;
        for (int millis : new int[] {250, 500, 1_000, 2_000}) {
            gate.throttled(Optional.empty(), now);
            assertThat(Duration.between(now, gate.opening(1, now))).hasMillis(millis);
            now = now.plusMillis(millis);
        }
        gate.accepted(1, now.plusMillis(1));
        gate.throttled(Optional.empty(), now.plusMillis(2));
        assertThat(Duration.between(now, gate.opening(1, now.plusMillis(2)))).hasMillis(252);
    }

    @Test
    void finds_the_configured_rate_again_when_the_limit_is_gone() {
        var gate = new Gate(200, OptionalInt.empty());
        run(gate, 50, START, Duration.ofSeconds(10));
        run(gate, 1_000, START.plusSeconds(10), Duration.ofSeconds(80));
        assertThat(gate.rate(START.plusSeconds(90))).isEqualTo(200);
    }
}
