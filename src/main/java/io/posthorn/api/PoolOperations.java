package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Inventory;
import io.posthorn.message.OperationId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.SenderPool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/SenderPools/Operations`: what requests did to pools. All of them are complete: a change to a
/// pool is stored before it is answered.
final class PoolOperations {

    private final Inventory inventory;

    PoolOperations(Inventory inventory) {
        this.inventory = inventory;
    }

    /// The contract's OperationStatus.
    enum Status {
        PROCESSING,
        COMPLETED,
        CANCELED
    }

    /// Counts senders; of a pool made without any it counts the pool.
    record Stats(int total, int queued, int created, int failed) {}

    record View(OperationId id, Status status, Stats stats, Instant createdAt, Instant updatedAt) {

        static View of(PoolOperation operation) {
            return new View(
                    operation.id(),
                    Status.COMPLETED,
                    new Stats(operation.total(), 0, operation.created(), operation.failed()),
                    operation.createdAt(),
                    operation.createdAt());
        }
    }

    record ViewPage(
            List<View> operations,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    record Filter(Optional<Status> status, Created created, Page page) {

        private static final Field<Optional<Status>> STATUS =
                Field.optional("status", Shape.choice(Status.class));

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

    Response list(Call<Filter, Route.None> call) {
        Stream<PoolOperation> operations =
                inventory.snapshot().operations(call.account()).stream()
                        .filter(each ->
                                call.query().status.map(Status.COMPLETED::equals).orElse(true)
                                        && call.query().created.matches(each.createdAt()));
        Page.Cut<PoolOperation> cut =
                call.query().page.of(operations, operation -> operation.id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call)));
    }

    Response fetchOfPool(Call<Route.None, Route.None> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        PoolOperation operation = known(call);
        if (!operation.pool().equals(pool.id())) {
            throw Refused.notFound("Operation " + operation.id() + " of this pool");
        }
        return Response.ok(View.of(operation));
    }

    private PoolOperation known(Call<?, ?> call) {
        OperationId id = call.id("operationId", OperationId::parse, "Operation");
        return inventory
                .snapshot()
                .operation(call.account(), id)
                .orElseThrow(() -> Refused.notFound("Operation " + id));
    }
}
