package io.posthorn.api;

import io.posthorn.delivery.InventedNumbers;
import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Numbering;
import io.posthorn.message.Priority;
import io.posthorn.message.SenderId;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a pool is asked to foresee.
record ForecastQuestion(
        To recipients,
        Content content,
        Optional<Channel> channel,
        Priority priority,
        Optional<Double> arrivalsPerSecond,
        List<OutageQuestion> outages,
        int seed) {

    private static final int MOST = 1_000_000;
    private static final int MOST_LISTED = 100_000;
    private static final int MAX_OUTAGES = 1000;
    private static final int MAX_SECONDS = 604_800;
    private static final Content ONE_SEGMENT = Content.text("x");

    /// Whom the messages go to.
    sealed interface To {

        int count();

        IntFunction<Address> by(long seed);

        /// So many, whoever they are.
        record Anybody(int count) implements To {

            @Override
            public IntFunction<Address> by(long seed) {
                return new InventedNumbers(seed);
            }
        }

        /// Each of these once.
        record Listed(List<String> numbers) implements To {

            @Override
            public int count() {
                return numbers.size();
            }

            @Override
            public IntFunction<Address> by(long seed) {
                return i -> new Address(Address.Kind.PHONE, numbers.get(i));
            }
        }
    }

    /// A number of recipients, or their numbers.
    private record ToShape(Shape<Integer> number, Shape<List<String>> list) implements Shape<To> {

        @Override
        public @Nullable To read(JsonNode node, Place at, Findings findings) {
            if (node.isArray()) {
                List<String> numbers = list.read(node, at, findings);
                return numbers == null ? null : new To.Listed(numbers);
            }
            Integer count = number.read(node, at, findings);
            return count == null ? null : new To.Anybody(count);
        }

        @Override
        public ObjectNode schema(Schemas schemas) {
            ObjectNode schema = Schemas.any();
            schema.putArray("oneOf").add(number.schema(schemas)).add(list.schema(schemas));
            return schema;
        }
    }

    /// @param from seconds after the start
    record OutageQuestion(Named<SenderId> sender, int from, int seconds) {

        private static final Field<Named<SenderId>> SENDER =
                Field.required("senderId", Shapes.SENDER_ID);
        private static final Field<Integer> FROM =
                Field.withDefault("from", Shape.integer(0, MAX_SECONDS), 0);
        private static final Field<Integer> SECONDS =
                Field.required("seconds", Shape.integer(1, MAX_SECONDS));

        static final Shape<OutageQuestion> SHAPE =
                Shape.object(
                                values ->
                                        new OutageQuestion(
                                                values.get(SENDER),
                                                values.get(FROM),
                                                values.get(SECONDS)),
                                SENDER,
                                FROM,
                                SECONDS)
                        .named("SenderOutage");
    }

    private static final Field<To> RECIPIENTS =
            Field.required(
                    "recipients",
                    new ToShape(
                                    Shape.integer(1, MOST),
                                    Shape.list(
                                            Shape.text(1, 40).then(ForecastQuestion::number),
                                            1,
                                            MOST_LISTED))
                            .described(
                                    "How many, as numbers of the United States, or their own"
                                            + " numbers"));
    private static final Field<Content> CONTENT =
            Field.optionalOr("content", Contents.SHAPE, ONE_SEGMENT);
    private static final Field<Optional<Channel>> CHANNEL =
            Field.optional("channel", Shape.choice(Channel.class));
    private static final Field<Priority> PRIORITY =
            Field.withDefault("priority", Shape.choice(Priority.class), Priority.NORMAL);
    private static final Field<Optional<Double>> ARRIVALS =
            Field.optional(
                    "arrivalsPerSecond",
                    Shape.number(0, MOST)
                            .described("How fast the messages come in; left out: all at once"));
    private static final Field<List<OutageQuestion>> OUTAGES =
            Field.withDefault(
                    "outages",
                    Shape.list(OutageQuestion.SHAPE, 0, MAX_OUTAGES)
                            .described("Senders that cannot send for a while"),
                    List.of());
    private static final Field<Integer> SEED =
            Field.withDefault("seed", Shape.integer(0, Integer.MAX_VALUE), 1);

    static final Shape<ForecastQuestion> SHAPE =
            Shape.object(
                            values ->
                                    new ForecastQuestion(
                                            values.get(RECIPIENTS),
                                            values.get(CONTENT),
                                            values.get(CHANNEL),
                                            values.get(PRIORITY),
                                            values.get(ARRIVALS),
                                            values.get(OUTAGES),
                                            values.get(SEED)),
                            RECIPIENTS,
                            CONTENT,
                            CHANNEL,
                            PRIORITY,
                            ARRIVALS,
                            OUTAGES,
                            SEED)
                    .named("ForecastQuestion");

    private static @Nullable String number(String raw, Place at, Findings findings) {
        Optional<String> number = Numbering.normalise(raw);
        if (number.isEmpty()) {
            findings.add(
                    Code.INVALID_TO,
                    "value is not a valid phone number; write it with its calling code, as in"
                            + " +14155550123",
                    at);
        }
        return number.orElse(null);
    }
}
