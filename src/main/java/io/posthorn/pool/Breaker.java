package io.posthorn.pool;

import io.posthorn.message.OutcomeClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Keeps messages from a scope (a sender, a connection) that fails them: closed, open, then half
/// open with one probe and with a tenth (routing.md, section 6). Safe for many threads.
///
/// A connection that is down is not its business: that is known without trying.
public final class Breaker {

    private static final int LEAST_OUTCOMES = 20;
    private static final double FAILED_SHARE = 0.5;
    private static final long WINDOW_SECONDS = 60;
    private static final Duration FIRST_REST = Duration.ofSeconds(30); // doubled each time
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(60);
    private static final double TENTH = 0.1;
    private static final int PROVED_AFTER = 10; // successes at a tenth

    /// How much it lets through.
    public enum State {
        CLOSED,
        OPEN,
        PROBING,
        TENTH
    }

    /// It opened, or closed again.
    public record Turn(State from, State to, String reason, Instant at) {}

    private final double[] failures = new double[(int) WINDOW_SECONDS];
    private final double[] outcomes = new double[(int) WINDOW_SECONDS];
    private long newest;
    private State state = State.CLOSED;
    private Instant until = Instant.MIN; // OPEN: the end of the rest; PROBING: of the patience
    private String reason = "";
    private Instant since = Instant.EPOCH;
    private int rests;
    private int proved;

    /// Whether one more message may go. A rest longer than the longest is a clock set back.
    public synchronized boolean allows(Instant now) {
        return switch (state) {
            case CLOSED, TENTH -> true;
            case OPEN, PROBING -> !now.isBefore(until) || until.isAfter(now.plus(LONGEST_REST));
        };
    }

    /// The share of its recipients it may have: 1, or a tenth while it proves itself.
    synchronized double share() {
        return state == State.TENTH ? TENTH : 1;
    }

    public synchronized State state() {
        return state;
    }

    /// Why it is not closed; empty when it is.
    public synchronized String reason() {
        return reason;
    }

    public synchronized Instant since() {
        return since;
    }

    /// When it will allow another message; empty when it does now.
    synchronized Optional<Instant> opens(Instant now) {
        return allows(now) ? Optional.empty() : Optional.of(until);
    }

    /// A message was given to it: after a rest, the probe.
    synchronized void given(Instant now) {
        if (state == State.OPEN || state == State.PROBING) {
            state = State.PROBING;
            until = now.plus(PROBE_PATIENCE);
        }
    }

    /// What came of a message it let through; answers what that turned.
    public synchronized Optional<Turn> on(OutcomeClass outcome, String upstream, Instant now) {
        return switch (outcome) {
            case T0_ACCEPTED, T4_PAIR, T5_CHANNEL, T6_CONTENT, T7_DESTINATION, T8_EXPIRED ->
                    worked(now);
            case T1_THROTTLED -> Optional.empty();
            case T2_TRANSIENT -> failed(1, upstream, now);
            case T9_UNKNOWN -> failed(0.5, upstream, now);
            case T3_SENDER -> open("refused: " + upstream, now);
        };
    }

    /// The message it was given never left: the probe is free again.
    public synchronized void notSent(Instant now) {
        if (state == State.PROBING) {
            until = now;
        }
    }

    private Optional<Turn> worked(Instant now) {
        count(0, now);
        return switch (state) {
            case CLOSED -> {
                if (since.plusSeconds(WINDOW_SECONDS).isBefore(now)) {
                    rests = 0;
                }
                yield Optional.empty();
            }
            case OPEN -> Optional.empty(); // sent before it opened
            case PROBING -> {
                proved = 0;
                yield turn(State.TENTH, reason, now);
            }
            case TENTH -> ++proved < PROVED_AFTER ? Optional.empty() : close(now);
        };
    }

    private Optional<Turn> failed(double weight, String upstream, Instant now) {
        count(weight, now);
        return switch (state) {
            case CLOSED ->
                    failing()
                            ? open("half of its last messages failed, last: " + upstream, now)
                            : Optional.empty();
            case OPEN -> Optional.empty();
            case PROBING, TENTH -> open("failed again: " + upstream, now);
        };
    }

    private boolean failing() {
        double all = sum(outcomes);
        return all >= LEAST_OUTCOMES && sum(failures) >= all * FAILED_SHARE;
    }

    private Optional<Turn> open(String why, Instant now) {
        if (state == State.OPEN) {
            return Optional.empty();
        }
        until = now.plus(rest());
        rests++;
        return turn(State.OPEN, why, now);
    }

    private Duration rest() {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(rests, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private Optional<Turn> close(Instant now) {
        Arrays.fill(failures, 0);
        Arrays.fill(outcomes, 0);
        return turn(State.CLOSED, "", now);
    }

    private Optional<Turn> turn(State to, String why, Instant now) {
        var turn = new Turn(state, to, why, now);
        state = to;
        reason = why;
        since = now;
        return Optional.of(turn);
    }

    private void count(double failure, Instant now) {
        long second = now.getEpochSecond();
        for (long each = Math.max(newest + 1, second - WINDOW_SECONDS + 1);
                each <= second;
                each++) {
            failures[slot(each)] = 0;
            outcomes[slot(each)] = 0;
        }
        newest = Math.max(newest, second);
        failures[slot(second)] += failure;
        outcomes[slot(second)]++;
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, WINDOW_SECONDS);
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
