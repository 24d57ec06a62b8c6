package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Changes to a sender; its address and channel are what it is and never change.
record SenderUpdate(
        Optional<Named<ConnectionId>> connectionId,
        Edit<String> displayName,
        Optional<Map<String, String>> tags,
        Optional<Sender.Status> status,
        Optional<Double> throughput,
        Edit<Integer> burst,
        SenderLimits limits,
        Optional<List<String>> countries,
        Optional<Sender.Kind> kind) {

    private static final Field<Optional<Named<ConnectionId>>> CONNECTION =
            Field.optional("connectionId", Shapes.CONNECTION_ID);
    private static final Field<Edit<String>> NAME =
            Field.edit("displayName", SenderCreate.DISPLAY_NAME);
    private static final Field<Optional<Map<String, String>>> TAGS =
            Field.optional("tags", Shapes.TAGS);
    private static final Field<Optional<Sender.Status>> STATUS =
            Field.optional("status", SenderCreate.STATUS_CHOICE);
    private static final Field<Optional<Double>> RATE =
            Field.optional("throughput", SenderCreate.THROUGHPUT);
    private static final Field<Edit<Integer>> BURST = Field.edit("burst", SenderCreate.BURST);
    private static final Field<Optional<List<String>>> COUNTRIES =
            Field.optional("countries", Shapes.COUNTRIES);
    private static final Field<Optional<Sender.Kind>> KIND =
            Field.optional("kind", SenderCreate.KIND_CHOICE);

    static final Shape<SenderUpdate> SHAPE =
            Shape.update(
                            SenderUpdate::of,
                            CONNECTION,
                            NAME,
                            TAGS,
                            STATUS,
                            RATE,
                            BURST,
                            SenderLimits.DAILY_LIMIT,
                            SenderLimits.QUOTAS,
                            SenderLimits.QUOTA_ZONE,
                            SenderLimits.PAIR_INTERVAL,
                            COUNTRIES,
                            KIND)
                    .named("SenderUpdate");

    private static SenderUpdate of(Values values) {
        return new SenderUpdate(
                values.get(CONNECTION),
                values.get(NAME),
                values.get(TAGS),
                values.get(STATUS),
                values.get(RATE),
                values.get(BURST),
                SenderLimits.of(values),
                values.get(COUNTRIES),
                values.get(KIND));
    }

    Sender apply(Sender sender, Instant now) {
        return new Sender(
                sender.id(),
                sender.account(),
                sender.address(),
                sender.channel(),
                connectionId.flatMap(Named::id).orElse(sender.connection()),
                displayName.of(sender.displayName()),
                tags.orElse(sender.tags()),
                status.orElse(sender.status()),
                throughput.orElse(sender.throughput()),
                edited(burst, sender.burst()),
                limits.apply(sender.limits()),
                countries.map(Set::copyOf).orElse(sender.countries()),
                sender.channel() == Channel.PUSH ? sender.kind() : kind.orElse(sender.kind()),
                sender.createdAt(),
                now);
    }

    private static OptionalInt edited(Edit<Integer> edit, OptionalInt before) {
        return SenderCreate.optionalInt(edit.of(before.stream().boxed().findFirst()));
    }
}
