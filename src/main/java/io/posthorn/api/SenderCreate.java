package io.posthorn.api;

import io.posthorn.delivery.Inventory;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sender to be made.
///
/// @param address in the form it is kept in
record SenderCreate(
        String address,
        Channel channel,
        Named<ConnectionId> connectionId,
        Optional<String> displayName,
        Map<String, String> tags,
        Sender.Status status,
        Optional<Double> throughput,
        Optional<Integer> burst,
        SenderLimits limits,
        List<String> countries,
        Optional<Sender.Kind> kind) {

    private static final int MOST = 1_000_000; // segments per second and messages per burst

    static final Shape<String> DISPLAY_NAME = Shape.text(1, 256);
    static final Shape<Sender.Status> STATUS_CHOICE = Shape.choice(Sender.Status.class);
    static final Shape<Double> THROUGHPUT = Shape.number(0, MOST).described("Segments per second");
    static final Shape<Integer> BURST = Shape.integer(1, MOST);
    static final Shape<Sender.Kind> KIND_CHOICE = Shape.choice(Sender.Kind.OF_SMS);

    private static final Field<String> ADDRESS =
            Field.required("address", Shape.text(1, SenderAddress.MAX_LENGTH));
    private static final Field<Channel> CHANNEL =
            Field.required("channel", Shape.choice(Channel.class));
    private static final Field<Named<ConnectionId>> CONNECTION =
            Field.required("connectionId", Shapes.CONNECTION_ID);
    private static final Field<Optional<String>> NAME = Field.optional("displayName", DISPLAY_NAME);
    private static final Field<Map<String, String>> TAGS =
            Field.withDefault("tags", Shapes.TAGS, Map.of());
    private static final Field<Sender.Status> STATUS =
            Field.withDefault("status", STATUS_CHOICE, Sender.Status.ACTIVATED);
    private static final Field<Optional<Double>> RATE = Field.optional("throughput", THROUGHPUT);
    private static final Field<Optional<Integer>> BURSTS = Field.optional("burst", BURST);
    private static final Field<List<String>> REGIONS =
            Field.withDefault("countries", Shapes.COUNTRIES, List.of());
    private static final Field<Optional<Sender.Kind>> KIND = Field.optional("kind", KIND_CHOICE);

    static final Shape<SenderCreate> SHAPE =
            Shape.object(
                            SenderCreate::of,
                            ADDRESS,
                            CHANNEL,
                            CONNECTION,
                            NAME,
                            TAGS,
                            STATUS,
                            RATE,
                            BURSTS,
                            SenderLimits.DAILY_LIMIT,
                            SenderLimits.QUOTAS,
                            SenderLimits.QUOTA_ZONE,
                            SenderLimits.PAIR_INTERVAL,
                            REGIONS,
                            KIND)
                    .named("SenderCreate")
                    .then(SenderCreate::normalised);

    private static SenderCreate of(Values values) {
        return new SenderCreate(
                values.get(ADDRESS),
                values.get(CHANNEL),
                values.get(CONNECTION),
                values.get(NAME),
                values.get(TAGS),
                values.get(STATUS),
                values.get(RATE),
                values.get(BURSTS),
                SenderLimits.of(values),
                values.get(REGIONS),
                values.get(KIND));
    }

    private @Nullable SenderCreate normalised(Place at, Findings findings) {
        Optional<String> form = SenderAddress.normalise(address, channel);
        if (form.isEmpty()) {
            findings.add(
                    "address must be " + SenderAddress.expected(channel), at.property("address"));
            return null;
        }
        return new SenderCreate(
                form.get(),
                channel,
                connectionId,
                displayName,
                tags,
                status,
                throughput,
                burst,
                limits,
                countries,
                kind);
    }

    Inventory.Make<SenderId, Sender> make(String account, Connection connection) {
        Sender.Kind actual =
                Sender.Kind.ofPush(connection.type())
                        .or(() -> kind)
                        .orElseGet(() -> SenderAddress.kind(address));
        return (id, now) ->
                new Sender(
                        id,
                        account,
                        address,
                        channel,
                        connection.id(),
                        displayName,
                        tags,
                        status,
                        throughput.orElse(actual.usualThroughput()),
                        optionalInt(burst),
                        limits.apply(Sender.Limits.NONE),
                        Set.copyOf(countries),
                        actual,
                        now,
                        now);
    }

    static OptionalInt optionalInt(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
