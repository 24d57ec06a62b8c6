package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.Device;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.SessionId;
import io.posthorn.message.Status;
import io.posthorn.store.MessageQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a list of messages of one kind is narrowed by.
record MessageFilter(
        Operation.Kind kind,
        Optional<Named<OperationId>> operation,
        Optional<String> session,
        Created created,
        Optional<String> profile,
        Optional<String> address,
        Optional<Channel> channel,
        Optional<Device.Provider> provider,
        Optional<Status> status,
        Map<String, String> tags) {

    private static final Field<Optional<Named<OperationId>>> OPERATION =
            Field.optional("operationId", Shapes.OPERATION_ID);
    private static final Field<Optional<String>> SESSION =
            Field.optional(
                    "sessionId",
                    Shape.text(1, 100)
                            .matching(
                                    "comms_session_[a-hjkmnpqrstv-z0-9]{26,34}",
                                    "an id that begins with comms_session_"));
    static final Field<Optional<String>> PROFILE =
            Field.optional(
                    "profile",
                    Shape.text(1, 100)
                            .matching(
                                    "mem_profile_[0-7][a-hjkmnpqrstv-z0-9]{25,34}",
                                    "an id that begins with mem_profile_"));
    static final Field<Optional<String>> USER =
            Field.optional("user", DeviceRegistrations.USER_ID.as(Named::text));
    static final Field<Optional<Device.Provider>> PROVIDER =
            Field.optional(
                    "provider",
                    Shape.choice(Device.Provider.class)
                            .described("The push service of one of the recipient's devices"));
    private static final Field<Optional<String>> ADDRESS =
            Field.optional("address", Shape.text(1, SenderAddress.MAX_LENGTH).as(Recipients::kept));
    static final Field<Optional<Channel>> CHANNEL =
            Field.optional(
                    "channel",
                    Shape.choice(List.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP))
                            .described("The channel of the sender"));
    private static final Field<Map<String, String>> TAG_PAIRS =
            Field.optionalOr("tags", Shapes.TAG_FILTER, Map.of());
    private static final Field<Map<String, String>> TAG_MAP =
            Field.optionalOr("tags", Shapes.TAGS, Map.of());

    /// A filter with the page that is asked for.
    record Paged(MessageFilter filter, Page page) {

        private @Nullable Paged check(Place at, Findings findings) {
            return filter.created.check(at, findings) == null ? null : this;
        }
    }

    /// In the query of a list.
    ///
    /// @param own what only some kinds are narrowed by
    static Shape<Paged> query(Wording words, Field<?>... own) {
        Field<Optional<Status>> status = status(words);
        return Shape.object(
                        values ->
                                new Paged(
                                        of(
                                                words,
                                                values,
                                                Optional.empty(),
                                                values.get(status),
                                                values.get(TAG_PAIRS)),
                                        Page.of(values)),
                        fields(
                                own,
                                OPERATION,
                                SESSION,
                                Created.START,
                                Created.END,
                                status,
                                TAG_PAIRS,
                                Page.PAGE_TOKEN,
                                Page.QUERY_SIZE))
                .then(Paged::check);
    }

    /// In the body of a search, which may also have the page.
    static Shape<Paged> body(Wording words, Field<?>... own) {
        Field<Optional<Status>> status = status(words);
        return Shape.object(
                        values ->
                                new Paged(
                                        of(
                                                words,
                                                values,
                                                values.get(ADDRESS),
                                                values.get(status),
                                                values.get(TAG_MAP)),
                                        Page.ofBody(values)),
                        fields(
                                own,
                                OPERATION,
                                SESSION,
                                Created.START,
                                Created.END,
                                ADDRESS,
                                status,
                                TAG_MAP,
                                Page.PAGE_TOKEN,
                                Page.PAGE_SIZE))
                .named(words.name() + "Search")
                .then(Paged::check);
    }

    private static Field<Optional<Status>> status(Wording words) {
        return Field.optional("status", new ChoiceShape<>(words.statuses()));
    }

    private static Field<?>[] fields(Field<?>[] own, Field<?>... shared) {
        return Stream.concat(Arrays.stream(shared), Arrays.stream(own)).toArray(Field<?>[]::new);
    }

    private static MessageFilter of(
            Wording words,
            Values values,
            Optional<String> address,
            Optional<Status> status,
            Map<String, String> tags) {
        return new MessageFilter(
                words.kind(),
                values.get(OPERATION),
                values.get(SESSION),
                Created.of(values),
                values.getOr(PROFILE, Optional.empty())
                        .or(() -> values.getOr(USER, Optional.empty())),
                address,
                values.getOr(CHANNEL, Optional.empty()),
                values.getOr(PROVIDER, Optional.empty()),
                status,
                tags);
    }

    /// The same for the store; empty when no message can be meant.
    Optional<MessageQuery> query(String account, Page page) {
        boolean nobody =
                session.filter(each -> SessionId.parse(each).isEmpty()).isPresent()
                        || operation.filter(each -> each.id().isEmpty()).isPresent();
        if (nobody) {
            return Optional.empty();
        }
        return Optional.of(
                new MessageQuery(
                        account,
                        Optional.of(kind),
                        operation.flatMap(Named::id),
                        session.flatMap(SessionId::parse),
                        created.from(),
                        created.until(),
                        channel,
                        status,
                        address,
                        profile,
                        provider,
                        tags,
                        page.before().map(MessageId::new),
                        page.size() + 1));
    }
}
