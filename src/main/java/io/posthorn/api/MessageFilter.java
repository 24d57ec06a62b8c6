package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.MessageId;
import io.posthorn.message.Numbering;
import io.posthorn.message.OperationId;
import io.posthorn.message.SessionId;
import io.posthorn.message.Status;
import io.posthorn.store.MessageQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a list of messages is narrowed by.
record MessageFilter(
        Optional<Named<OperationId>> operation,
        Optional<String> session,
        Created created,
        Optional<String> profile,
        Optional<String> address,
        Optional<Channel> channel,
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
    private static final Field<Optional<String>> PROFILE =
            Field.optional(
                    "profile",
                    Shape.text(1, 100)
                            .matching(
                                    "mem_profile_[0-7][a-hjkmnpqrstv-z0-9]{25,34}",
                                    "an id that begins with mem_profile_"));
    private static final Field<Optional<String>> ADDRESS =
            Field.optional(
                    "address",
                    Shape.text(1, SenderAddress.MAX_LENGTH)
                            .as(address -> Numbering.normalise(address).orElse(address)));
    private static final Field<Optional<Channel>> CHANNEL =
            Field.optional(
                    "channel",
                    Shape.choice(List.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP))
                            .described("The channel of the sender"));
    private static final Field<Optional<Status>> STATUS =
            Field.optional("status", Shape.choice(Status.class));
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
    static final Shape<Paged> QUERY =
            Shape.object(
                            values ->
                                    new Paged(
                                            of(values, Optional.empty(), values.get(TAG_PAIRS)),
                                            Page.of(values)),
                            OPERATION,
                            SESSION,
                            Created.START,
                            Created.END,
                            PROFILE,
                            CHANNEL,
                            STATUS,
                            TAG_PAIRS,
                            Page.PAGE_TOKEN,
                            Page.QUERY_SIZE)
                    .then(Paged::check);

    /// In the body of a search, which may also have the page.
    static final Shape<Paged> BODY =
            Shape.object(
                            values ->
                                    new Paged(
                                            of(values, values.get(ADDRESS), values.get(TAG_MAP)),
                                            Page.ofBody(values)),
                            OPERATION,
                            SESSION,
                            Created.START,
                            Created.END,
                            PROFILE,
                            ADDRESS,
                            CHANNEL,
                            STATUS,
                            TAG_MAP,
                            Page.PAGE_TOKEN,
                            Page.PAGE_SIZE)
                    .named("MessageSearch")
                    .then(Paged::check);

    private static MessageFilter of(
            Values values, Optional<String> address, Map<String, String> tags) {
        return new MessageFilter(
                values.get(OPERATION),
                values.get(SESSION),
                Created.of(values),
                values.get(PROFILE),
                address,
                values.get(CHANNEL),
                values.get(STATUS),
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
                        operation.flatMap(Named::id),
                        session.flatMap(SessionId::parse),
                        created.from(),
                        created.until(),
                        channel,
                        status,
                        address,
                        profile,
                        tags,
                        page.before().map(MessageId::new),
                        page.size() + 1));
    }
}
