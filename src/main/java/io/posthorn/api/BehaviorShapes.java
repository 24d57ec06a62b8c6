package io.posthorn.api;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Behavior.Answers;
import io.posthorn.channel.simulator.Behavior.Attack;
import io.posthorn.channel.simulator.Behavior.Errors;
import io.posthorn.channel.simulator.Behavior.Faults;
import io.posthorn.channel.simulator.Behavior.Form;
import io.posthorn.channel.simulator.Behavior.Handsets;
import io.posthorn.channel.simulator.Behavior.Line;
import io.posthorn.channel.simulator.Behavior.Receipts;
import io.posthorn.channel.simulator.Behavior.Silence;
import io.posthorn.channel.simulator.Delay;
import io.posthorn.channel.simulator.Fate;
import io.posthorn.channel.simulator.Hostility;
import io.posthorn.channel.simulator.IdDialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a behaviour is written in JSON. What is left out is as at a carrier without faults that
/// answers at once.
final class BehaviorShapes {

    private static final int DAY = 86_400_000; // milliseconds
    private static final int STATUS_MAX = 999_999;
    private static final int CODE_MAX = 0xFFFF;
    private static final Shape<Double> SHARE = new NumberShape(0, true, 1);
    private static final Field<Double> HOW_OFTEN = Field.required("share", SHARE);
    private static final Shape<Duration> MILLIS =
            Shape.integer(0, DAY).as(millis -> Duration.ofMillis(millis));

    private static final Field<Integer> ERROR_STATUS =
            Field.required(
                    "status",
                    Shape.integer(1, STATUS_MAX)
                            .described(
                                    "A command_status of SMPP, an error code of WhatsApp's,"
                                            + " elsewhere a status of HTTP"));
    private static final Shape<Errors> ERRORS =
            Shape.object(
                    values -> new Errors(values.get(HOW_OFTEN), values.get(ERROR_STATUS)),
                    HOW_OFTEN,
                    ERROR_STATUS);

    private static final Field<Delay> LATENCY =
            Field.withDefault("latencyMs", new DelayShape(DAY), Delay.NONE);
    private static final Field<Optional<Integer>> THROTTLE =
            Field.optional("throttlePerSecond", Shape.integer(1, 1_000_000));
    private static final Field<Optional<Integer>> RETRY_AFTER =
            Field.optional(
                    "retryAfterSeconds",
                    Shape.integer(1, 86_400).described("Told to those that are throttled"));
    private static final Field<Optional<Errors>> FAILING = Field.optional("errors", ERRORS);
    private static final Shape<Answers> ANSWERS =
            Shape.object(
                            values ->
                                    new Answers(
                                            values.get(LATENCY),
                                            optionalInt(values.get(THROTTLE)),
                                            values.get(RETRY_AFTER).map(Duration::ofSeconds),
                                            values.get(FAILING)),
                            LATENCY,
                            THROTTLE,
                            RETRY_AFTER,
                            FAILING)
                    .named("SimulatedAnswers");

    private static final Field<Fate.End> OUTCOME =
            Field.required("outcome", Shape.choice(Fate.End.class));
    private static final Field<Integer> ERROR_CODE =
            Field.withDefault("errorCode", Shape.integer(0, CODE_MAX), 0);
    private static final Field<Double> WEIGHT =
            Field.withDefault("weight", Shape.number(0, 1_000_000), 1.0);
    private static final Shape<Fate> FATE =
            Shape.object(
                            values ->
                                    new Fate(
                                            values.get(OUTCOME),
                                            values.get(ERROR_CODE),
                                            values.get(WEIGHT)),
                            OUTCOME,
                            ERROR_CODE,
                            WEIGHT)
                    .named("SimulatedOutcome");

    private static final Field<Delay> DELAY =
            Field.withDefault("delayMs", new DelayShape(DAY), Delay.NONE);
    private static final Field<List<Fate>> OUTCOMES =
            Field.withDefault("outcomes", Shape.list(FATE, 1, 20), Receipts.AT_ONCE.mix());
    private static final Field<IdDialect> IDS =
            Field.withDefault("ids", Shape.choice(IdDialect.class), Form.USUAL.ids());
    private static final Field<Behavior.Place> PLACE =
            Field.withDefault("place", Shape.choice(Behavior.Place.class), Form.USUAL.place());
    private static final Field<Double> EARLY = Field.withDefault("early", SHARE, 0.0);
    private static final Field<Duration> EARLY_BY =
            Field.withDefault("earlyByMs", MILLIS, Faults.NONE.lead());
    private static final Field<Double> MISSING = Field.withDefault("missing", SHARE, 0.0);
    private static final Field<Double> REPEATED = Field.withDefault("repeated", SHARE, 0.0);
    private static final Shape<Receipts> RECEIPTS =
            Shape.object(
                            BehaviorShapes::receipts,
                            DELAY,
                            OUTCOMES,
                            IDS,
                            PLACE,
                            EARLY,
                            EARLY_BY,
                            MISSING,
                            REPEATED)
                    .named("SimulatedReceipts");

    private static final Field<Hostility> KIND =
            Field.required("kind", Shape.choice(Hostility.class));
    private static final Shape<Attack> ATTACK =
            Shape.object(
                    values -> new Attack(values.get(KIND), values.get(HOW_OFTEN)), KIND, HOW_OFTEN);

    private static final Field<Silence> SILENCE =
            Field.withDefault("silence", Shape.choice(Silence.class), Silence.NONE);
    private static final Field<Optional<Integer>> HANG_UP =
            Field.optional(
                    "hangUpAfter",
                    Shape.integer(0, Integer.MAX_VALUE)
                            .described(
                                    "Submits of a session, over HTTP requests of a connection; 0"
                                            + " cuts all sessions now"));
    private static final Field<Duration> REFUSE =
            Field.withDefault("refuseBindsMs", MILLIS, Duration.ZERO);
    private static final Field<Behavior.Credentials> CREDENTIALS =
            Field.withDefault(
                    "credentials",
                    Shape.choice(Behavior.Credentials.class),
                    Behavior.Credentials.ACCEPTED);
    private static final Field<Optional<Attack>> HOSTILE = Field.optional("attack", ATTACK);
    private static final Shape<Line> LINE =
            Shape.object(
                            values ->
                                    new Line(
                                            values.get(SILENCE),
                                            optionalInt(values.get(HANG_UP)),
                                            values.get(REFUSE),
                                            values.get(CREDENTIALS),
                                            values.get(HOSTILE)),
                            SILENCE,
                            HANG_UP,
                            REFUSE,
                            CREDENTIALS,
                            HOSTILE)
                    .named("SimulatedLine");

    private static final Field<Double> RCS =
            Field.withDefault(
                    "rcs",
                    SHARE.described("Share of the phones that have RCS; always the same phones"),
                    Handsets.MODERN.rcs());
    private static final Field<Double> READ =
            Field.withDefault("read", SHARE, Handsets.MODERN.read());
    private static final Field<Delay> READ_AFTER =
            Field.withDefault("readAfterMs", new DelayShape(DAY), Handsets.MODERN.readAfter());
    private static final Shape<Handsets> HANDSETS =
            Shape.object(
                            values ->
                                    new Handsets(
                                            values.get(RCS),
                                            values.get(READ),
                                            values.get(READ_AFTER)),
                            RCS,
                            READ,
                            READ_AFTER)
                    .named("SimulatedHandsets");

    static final Field<Answers> ANSWERS_FIELD =
            Field.withDefault("answers", ANSWERS, Answers.AT_ONCE);
    static final Field<Receipts> RECEIPTS_FIELD =
            Field.withDefault("receipts", RECEIPTS, Receipts.AT_ONCE);
    static final Field<Line> LINE_FIELD = Field.withDefault("line", LINE, Line.STEADY);
    static final Field<Handsets> HANDSETS_FIELD =
            Field.withDefault("handsets", HANDSETS, Handsets.MODERN);
    static final Field<Integer> SEED =
            Field.withDefault(
                    "seed",
                    Shape.integer(0, Integer.MAX_VALUE)
                            .described("Fixes every choice that is left to chance"),
                    1);

    private BehaviorShapes() {}

    static Behavior behavior(Values values) {
        return new Behavior(
                values.get(ANSWERS_FIELD),
                values.get(RECEIPTS_FIELD),
                values.get(LINE_FIELD),
                values.get(HANDSETS_FIELD),
                values.get(SEED));
    }

    private static Receipts receipts(Values values) {
        return new Receipts(
                values.get(DELAY),
                values.get(OUTCOMES),
                new Form(values.get(IDS), values.get(PLACE)),
                new Faults(
                        values.get(EARLY),
                        values.get(EARLY_BY),
                        values.get(MISSING),
                        values.get(REPEATED)));
    }

    private static OptionalInt optionalInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
