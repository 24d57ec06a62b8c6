package io.posthorn.api;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.message.Channel;
import io.posthorn.message.Numbering;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A behaviour and whom it is for.
record BehaviorChange(Scope scope, Behavior behavior) {

    private static final Field<Optional<Channel>> CHANNEL =
            Field.optional("channel", Shape.choice(Channel.class));
    private static final Field<Optional<String>> CONNECTION =
            Field.optional(
                    "connection",
                    Shape.text(1, 255)
                            .described(
                                    "What a connection calls itself: the systemId of SMPP, the"
                                            + " phoneNumberId of WhatsApp, the agentId of RCS"));
    private static final Field<Optional<String>> SENDER =
            Field.optional("sender", Shape.text(1, SenderAddress.MAX_LENGTH));
    private static final Field<Optional<String>> PHONE =
            Field.optional("phone", Shape.text(1, 320).described("A recipient's address"));

    static final Shape<BehaviorChange> SHAPE =
            Shape.object(
                            Function.<Values>identity(),
                            CHANNEL,
                            CONNECTION,
                            SENDER,
                            PHONE,
                            BehaviorShapes.ANSWERS_FIELD,
                            BehaviorShapes.RECEIPTS_FIELD,
                            BehaviorShapes.LINE_FIELD,
                            BehaviorShapes.HANDSETS_FIELD,
                            BehaviorShapes.SEED)
                    .then(BehaviorChange::of)
                    .named("SimulatedBehavior");

    private static @Nullable BehaviorChange of(Values values, Place at, Findings findings) {
        Scope scope = scope(values);
        Behavior behavior = BehaviorShapes.behavior(values);
        boolean ofSome = scope.sender().isPresent() || scope.phone().isPresent();
        if (ofSome && silencesSessions(behavior)) {
            findings.add(
                    "silence of a single sender or phone can only be SUBMITS",
                    at.property("line").property("silence"));
            return null;
        }
        return new BehaviorChange(scope, behavior);
    }

    private static boolean silencesSessions(Behavior behavior) {
        return switch (behavior.line().silence()) {
            case NONE, SUBMITS -> false;
            case EVERYTHING, READS -> true;
        };
    }

    private static Scope scope(Values values) {
        Channel channel = values.get(CHANNEL).orElse(Channel.SMS);
        return new Scope(
                values.get(CHANNEL),
                values.get(CONNECTION),
                values.get(SENDER)
                        .map(address -> SenderAddress.normalise(address, channel).orElse(address)),
                values.get(PHONE).map(phone -> Numbering.normalise(phone).orElse(phone)));
    }
}
