package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.delivery.Intake;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Status;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.Progress;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/Messages/Operations` and `/Emails/Operations`: how far requests to send have come.
final class MessageOperations {

    private final Wording words;
    private final Intake intake;
    private final Store store;
    private final Supplier<Instant> now;

    /// @param words those of the kind it is about
    MessageOperations(Parts parts, Wording words) {
        this.words = words;
        this.intake = parts.intake();
        this.store = parts.store();
        this.now = parts.now();
    }

    /// The contract's twelve counters; the last eight and `unaddressable` add up to `total`.
    record Stats(
            int total,
            int recipients,
            long attempts,
            int unaddressable,
            int scheduled,
            int queued,
            int sent,
            int delivered,
            int read,
            int undelivered,
            int failed,
            int canceled) {

        static Stats of(Progress progress) {
            int size = progress.operation().size();
            return new Stats(
                    size,
                    size,
                    progress.attempts(),
                    progress.unaddressable(),
                    count(progress, Status.SCHEDULED),
                    count(progress, Status.QUEUED),
                    count(progress, Status.SENT),
                    count(progress, Status.DELIVERED),
                    count(progress, Status.READ),
                    count(progress, Status.UNDELIVERED),
                    count(progress, Status.FAILED),
                    count(progress, Status.CANCELED));
        }

        private static int count(Progress progress, Status status) {
            return progress.counts().getOrDefault(status, 0);
        }
    }

    record View(
            OperationId id,
            Operation.Status status,
            Stats stats,
            Instant createdAt,
            Instant updatedAt) {

        static View of(Progress progress) {
            return new View(
                    progress.operation().id(),
                    progress.status(),
                    Stats.of(progress),
                    progress.operation().id().createdAt(),
                    progress.updatedAt());
        }
    }

    record ViewPage(
            List<View> operations,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    /// Why a message of an operation failed.
    ///
    /// @param context the recipient, as a JSONPath into the request that was sent
    record FailedMessage(
            int code,
            String message,
            String context,
            MessageId messageId,
            MessageView.ToView recipient) {}

    record FailedMessagePage(
            List<FailedMessage> errors,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    record Filter(Optional<Operation.Status> status, Created created, Page page) {

        private static final Field<Optional<Operation.Status>> STATUS =
                Field.optional("status", Shape.choice(Operation.Status.class));

        static final Shape<Filter> SHAPE =
                Shape.object(
                                values ->
                                        new Filter(
                                                values.get(STATUS),
                                                Created.of(values),
                                                Page.of(values)),
                                STATUS,
                                Created.START,
                                Created.END,
                                Page.PAGE_TOKEN,
                                Page.QUERY_SIZE)
                        .then(Filter::check);

        private @Nullable Filter check(Place at, Findings findings) {
            return created.check(at, findings) == null ? null : this;
        }
    }

    /// The only page of a list that is asked for without filters.
    record Pages(Page page) {

        static final Shape<Pages> SHAPE =
                Shape.object(
                        values -> new Pages(Page.of(values)), Page.PAGE_TOKEN, Page.QUERY_SIZE);
    }

    /// What an operation can be changed to.
    enum Target {
        CANCELED
    }

    record Update(Target status) {

        private static final Field<Target> STATUS =
                Field.required("status", Shape.choice(Target.class));

        static final Shape<Update> SHAPE =
                Shape.object(values -> new Update(values.get(STATUS)), STATUS)
                        .named("OperationUpdate");
    }

    Response list(Call<Filter, Route.None> call) {
        Filter filter = call.query();
        List<Progress> found =
                store.operations(
                        new OperationQuery(
                                call.account(),
                                Optional.of(words.kind()),
                                Optional.empty(),
                                filter.created.from(),
                                filter.created.until(),
                                filter.status,
                                filter.page.before().map(OperationId::new),
                                now.get(),
                                filter.page.size() + 1));
        Page.Cut<Progress> cut =
                filter.page.cut(found, progress -> progress.operation().id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()),
                words);
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call)), words);
    }

    Response cancel(Call<Route.None, ?> call) throws InterruptedException {
        OperationId id = known(call).operation().id();
        if (!intake.cancel(call.account(), id)) {
            throw new Refused(
                    409,
                    Code.NOT_CANCELABLE,
                    "Everything of this operation has left already or was canceled before");
        }
        return Accepted.resource(id, call.links().operation(words.kind(), id));
    }

    Response errors(Call<Pages, Route.None> call) {
        Operation operation = known(call).operation();
        Page page = call.query().page;
        MessageQuery all = MessageQuery.of(call.account(), operation.id(), page.size() + 1);
        List<Message> failed =
                store.messages(
                        new MessageQuery(
                                all.account(),
                                all.kind(),
                                all.operation(),
                                all.session(),
                                all.from(),
                                all.until(),
                                all.channel(),
                                Optional.of(Status.FAILED),
                                all.address(),
                                all.profile(),
                                all.provider(),
                                all.tags(),
                                page.before().map(MessageId::new),
                                all.max()));
        Page.Cut<Message> cut = page.cut(failed, message -> message.id().value());
        List<FailedMessage> errors =
                cut.items().stream()
                        .flatMap(message -> error(operation, message, call.links()).stream())
                        .toList();
        return Response.ok(new FailedMessagePage(errors, cut.pagination(), cut.next()), words);
    }

    private static Optional<FailedMessage> error(
            Operation operation, Message message, Links links) {
        long position = message.id().value() - operation.firstMessage().value();
        return MessageView.failure(message.state())
                .map(failure ->
                        new FailedMessage(
                                failure.code(),
                                failure.message(),
                                "$.to[" + position + "]",
                                message.id(),
                                MessageView.metadata(message, links).to().getFirst()));
    }

    private Progress known(Call<?, ?> call) {
        OperationId id = call.id("operationId", OperationId::parse, "Operation");
        return store.operations(OperationQuery.one(call.account(), id, now.get())).stream()
                .filter(progress -> progress.operation().kind() == words.kind())
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Operation " + id));
    }
}
