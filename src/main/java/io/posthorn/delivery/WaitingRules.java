package io.posthorn.delivery;

import io.posthorn.message.Waiting;
import io.posthorn.message.WaitingReason;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Passed;
import java.time.Instant;
import java.util.Optional;

/// What a message that is ready waits for, by what its pool would decide about it now.
final class WaitingRules {

    private WaitingRules() {}

    static Waiting of(Choice choice) {
        return switch (choice) {
            case Choice.Use _, Choice.Exhausted() ->
                    new Waiting(WaitingReason.TURN, Optional.empty());
            case Choice.Later(Instant at, Passed why) -> new Waiting(of(why), Optional.of(at));
            case Choice.Unable(Instant until, Passed why) ->
                    new Waiting(of(why), Optional.of(until));
            case Choice.Quiet(Instant until) ->
                    new Waiting(WaitingReason.QUIET_HOURS, Optional.of(until));
            case Choice.BackOff(Instant until) ->
                    new Waiting(WaitingReason.BACK_OFF, Optional.of(until));
            case Choice.NoSender() -> new Waiting(WaitingReason.NO_SENDER, Optional.empty());
        };
    }

    private static WaitingReason of(Passed why) {
        return switch (why) {
            case RATE, SHARE -> WaitingReason.TOKEN;
            case WINDOW -> WaitingReason.WINDOW;
            case NOT_OWNER, DEGRADED -> WaitingReason.STICKY_SENDER;
            case TIER, RUNG -> WaitingReason.PREFERRED_SENDER;
            case DOWN -> WaitingReason.ALL_SENDERS_DOWN;
            case BREAKER -> WaitingReason.BREAKER;
            case QUOTA -> WaitingReason.QUOTA;
            case PAIR_RATE -> WaitingReason.PAIR_RATE;
            case FAILED_BEFORE, FAILED_TWICE -> WaitingReason.BACK_OFF;
            case NOT_ENABLED, CHANNEL, COUNTRY, GEO -> WaitingReason.NO_SENDER;
        };
    }
}
