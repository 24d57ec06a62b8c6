package io.posthorn.delivery;

import io.posthorn.message.State;
import io.posthorn.pool.Passed;
import io.posthorn.pool.Verdict;
import java.time.Instant;

/// Why an attempt went by its sender, as it is kept with the message: JSON of at most 1 KB.
final class DecisionRecord {

    private DecisionRecord() {}

    static String of(Verdict verdict, Instant now) {
        var out = new StringBuilder(400);
        out.append("{\"at\":\"").append(now).append("\",\"sender\":\"").append(verdict.winner());
        out.append("\",\"by\":\"").append(verdict.rule());
        out.append("\",\"tier\":").append(verdict.tier());
        out.append(",\"rung\":").append(verdict.rung());
        out.append(",\"score\":").append(Math.round(verdict.pass() * 1000) / 1000.0);
        out.append(",\"waitedMillis\":").append(Math.max(0, verdict.waited().toMillis()));
        out.append(",\"passedOver\":[");
        String comma = "";
        for (Verdict.Other other : verdict.others()) {
            out.append(comma).append("{\"sender\":\"").append(other.sender());
            out.append("\",\"why\":\"").append(other.why()).append("\"}");
            comma = ",";
        }
        return out.append("],\"more\":").append(Math.max(0, verdict.more())).append('}').toString();
    }

    /// What a message waits for when no member can take it for this.
    static State.Reason reason(Passed why) {
        return switch (why) {
            case DOWN -> State.Reason.ALL_SENDERS_DOWN;
            case BREAKER -> State.Reason.BREAKER;
            case QUOTA -> State.Reason.QUOTA;
            case PAIR_RATE -> State.Reason.PAIR_RATE;
            case FAILED_BEFORE, FAILED_TWICE -> State.Reason.BACK_OFF;
            case NOT_OWNER, DEGRADED, TIER, RUNG, RATE, WINDOW, SHARE -> State.Reason.STICKY_SENDER;
            case NOT_ENABLED, CHANNEL, COUNTRY, GEO -> State.Reason.NO_SENDER;
        };
    }
}
