package io.posthorn.api;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.message.Channel;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A behaviour and whom it is for.
record BehaviorChange(Scope scope, Behavior behavior) {

    private static final Field<Optional<String>> SENDER =
            Field.optional("sender", Shape.text(1, SenderAddress.MAX_LENGTH));
    private static final Field<Optional<String>> CONNECTION =
            Field.optional(
                    "connection",
                    Shape.text(1, 64).described("The systemId of an SMPP connection"));

    static final Shape<BehaviorChange> SHAPE =
            Shape.object(
                            Function.<Values>identity(),
                            SENDER,
                            CONNECTION,
                            BehaviorShapes.ANSWERS_FIELD,
                            BehaviorShapes.RECEIPTS_FIELD,
                            BehaviorShapes.LINE_FIELD,
                            BehaviorShapes.SEED)
                    .then(BehaviorChange::of)
                    .named("SimulatedBehavior");

    private static @Nullable BehaviorChange of(Values values, Place at, Findings findings) {
        Optional<String> sender = values.get(SENDER);
        Optional<String> connection = values.get(CONNECTION);
        Behavior behavior = BehaviorShapes.behavior(values);
        if (sender.isPresent() && connection.isPresent()) {
            findings.add("sender and connection exclude each other", at);
            return null;
        }
        if (sender.isPresent() && silencesSessions(behavior)) {
            findings.add(
                    "silence of a single sender can only be SUBMITS",
                    at.property("line").property("silence"));
            return null;
        }
        return new BehaviorChange(scope(sender, connection), behavior);
    }

    private static boolean silencesSessions(Behavior behavior) {
        return switch (behavior.line().silence()) {
            case NONE, SUBMITS -> false;
            case EVERYTHING, READS -> true;
        };
    }

    private static Scope scope(Optional<String> sender, Optional<String> connection) {
        return sender.<Scope>map(BehaviorChange::sender)
                .or(() -> connection.map(Scope.Connection::new))
                .orElseGet(Scope.Everywhere::new);
    }

    private static Scope sender(String address) {
        return new Scope.Sender(SenderAddress.normalise(address, Channel.SMS).orElse(address));
    }
}
