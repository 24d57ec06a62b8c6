package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Fate;
import io.posthorn.channel.simulator.Hostility;
import io.posthorn.channel.simulator.IdDialect;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A behaviour of the simulated providers and whom it is for: everybody when nothing is named.
record BehaviorView(
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Channel> channel,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> connection,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> sender,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> phone,
        SimulatedAnswersView answers,
        SimulatedReceiptsView receipts,
        SimulatedLineView line,
        SimulatedHandsetsView handsets,
        long seed) {

    record SimulatedAnswersView(
            List<Long> latencyMs,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> throttlePerSecond,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> retryAfterSeconds,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SimulatedErrors> errors) {}

    record SimulatedErrors(double share, int status) {}

    record SimulatedReceiptsView(
            List<Long> delayMs,
            List<SimulatedOutcomeView> outcomes,
            IdDialect ids,
            Behavior.Place place,
            double early,
            long earlyByMs,
            double missing,
            double repeated) {}

    record SimulatedOutcomeView(Fate.End outcome, int errorCode, double weight) {}

    record SimulatedLineView(
            Behavior.Silence silence,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> hangUpAfter,
            long refuseBindsMs,
            Behavior.Credentials credentials,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SimulatedAttack> attack) {}

    record SimulatedAttack(Hostility kind, double share) {}

    record SimulatedHandsetsView(double rcs, double read, List<Long> readAfterMs) {}

    static BehaviorView of(Scope scope, Behavior behavior) {
        return new BehaviorView(
                scope.channel(),
                scope.connection(),
                scope.sender(),
                scope.phone(),
                of(behavior.answers()),
                of(behavior.receipts()),
                of(behavior.line()),
                of(behavior.handsets()),
                behavior.seed());
    }

    private static SimulatedAnswersView of(Behavior.Answers answers) {
        return new SimulatedAnswersView(
                millis(answers.latency()),
                optional(answers.perSecond()),
                answers.retryAfter().map(Duration::toSeconds),
                answers.errors()
                        .map(errors -> new SimulatedErrors(errors.share(), errors.status())));
    }

    private static SimulatedReceiptsView of(Behavior.Receipts receipts) {
        Behavior.Faults faults = receipts.faults();
        return new SimulatedReceiptsView(
                millis(receipts.delay()),
                receipts.mix().stream().map(BehaviorView::of).toList(),
                receipts.form().ids(),
                receipts.form().place(),
                faults.early(),
                faults.lead().toMillis(),
                faults.missing(),
                faults.repeated());
    }

    private static SimulatedOutcomeView of(Fate fate) {
        return new SimulatedOutcomeView(fate.end(), fate.errorCode(), fate.weight());
    }

    private static SimulatedLineView of(Behavior.Line line) {
        return new SimulatedLineView(
                line.silence(),
                optional(line.hangUpAfter()),
                line.refuseFor().toMillis(),
                line.credentials(),
                line.attack().map(attack -> new SimulatedAttack(attack.kind(), attack.share())));
    }

    private static SimulatedHandsetsView of(Behavior.Handsets handsets) {
        return new SimulatedHandsetsView(
                handsets.rcs(), handsets.read(), millis(handsets.readAfter()));
    }

    private static List<Long> millis(Delay delay) {
        return List.of(delay.least().toMillis(), delay.most().toMillis());
    }

    private static Optional<Integer> optional(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }
}
