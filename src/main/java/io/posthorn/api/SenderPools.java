package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Inventory.NewMember;
import io.posthorn.delivery.Inventory.NewPool;
import io.posthorn.message.OperationId;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.SenderPool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/SenderPools`: sets of senders that stand in for one another.
final class SenderPools {

    private static final int MAX_CREATED_WITH = 10_000;
    private static final int MAX_NAME = 1000;

    private final Inventory inventory;

    SenderPools(Inventory inventory) {
        this.inventory = inventory;
    }

    /// A SenderPool as it is answered: the contract's five properties, then ours.
    record View(
            PoolId id,
            String name,
            Map<String, String> tags,
            Instant createdAt,
            Instant updatedAt,
            PolicyChange.PolicyView policy) {

        static View of(SenderPool pool) {
            return new View(
                    pool.id(),
                    pool.name(),
                    pool.tags(),
                    pool.createdAt(),
                    pool.updatedAt(),
                    PolicyChange.PolicyView.of(pool.policy()));
        }
    }

    record ViewPage(
            List<View> senderPools,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    private static final Field<Optional<String>> NAME =
            Field.optional("name", Shape.text(1, MAX_NAME));
    private static final Field<Optional<Map<String, String>>> TAGS =
            Field.optional("tags", Shapes.TAGS);
    private static final Field<Optional<PolicyChange>> POLICY =
            Field.optional("policy", PolicyChange.SHAPE);

    /// A pool to be made.
    record Create(
            Optional<String> name,
            Optional<Map<String, String>> tags,
            Optional<PolicyChange> policy,
            List<NewMember> members) {

        private static final Field<List<NewMember>> SENDERS =
                Field.withDefault(
                        "senders",
                        Shape.list(PoolMembers.ADDED, 0, MAX_CREATED_WITH)
                                .unique(PoolMembers.Added::id)
                                .as(PoolMembers::members),
                        List.of());

        static final Shape<Create> SHAPE =
                Shape.object(
                                values ->
                                        new Create(
                                                values.get(NAME),
                                                values.get(TAGS),
                                                values.get(POLICY),
                                                values.get(SENDERS)),
                                NAME,
                                TAGS,
                                POLICY,
                                SENDERS)
                        .named("SenderPoolCreate");
    }

    /// Changes to a pool.
    ///
    /// @param tags replace all that were there
    record Update(
            Optional<String> name,
            Optional<Map<String, String>> tags,
            Optional<PolicyChange> policy) {

        static final Shape<Update> SHAPE =
                Shape.update(
                                values ->
                                        new Update(
                                                values.get(NAME),
                                                values.get(TAGS),
                                                values.get(POLICY)),
                                NAME,
                                TAGS,
                                POLICY)
                        .named("SenderPoolUpdate");

        SenderPool apply(SenderPool pool, Instant now) {
            return new SenderPool(
                    pool.id(),
                    pool.account(),
                    name.orElse(pool.name()),
                    tags.orElse(pool.tags()),
                    policy.map(change -> change.apply(pool.policy())).orElse(pool.policy()),
                    pool.createdBy(),
                    pool.createdAt(),
                    now);
        }
    }

    record Filter(
            Optional<Named<OperationId>> operation,
            Optional<String> name,
            Created created,
            Page page) {

        private static final Field<Optional<Named<OperationId>>> OPERATION =
                Field.optional("operationId", Shapes.OPERATION_ID);

        private static final Field<Optional<String>> EXACT_NAME =
                Field.optional(
                        "name",
                        Shape.text(1, MAX_NAME)
                                .described(
                                        "Only pools with exactly this name; several may have it"));

        static final Shape<Filter> SHAPE =
                Shape.object(
                                values ->
                                        new Filter(
                                                values.get(OPERATION),
                                                values.get(EXACT_NAME),
                                                Created.of(values),
                                                Page.of(values)),
                                OPERATION,
                                EXACT_NAME,
                                Created.START,
                                Created.END,
                                Page.PAGE_TOKEN,
                                Page.QUERY_SIZE)
                        .then(Filter::check);

        private @Nullable Filter check(Place at, Findings findings) {
            return created.check(at, findings) == null ? null : this;
        }

        boolean matches(SenderPool pool) {
            return operation
                            .map(wanted -> wanted.id().equals(Optional.of(pool.createdBy())))
                            .orElse(true)
                    && name.map(pool.name()::equals).orElse(true)
                    && created.matches(pool.createdAt());
        }
    }

    Response create(Call<Route.None, Create> call) {
        Create wanted = call.body();
        PoolOperation operation =
                inventory.addPool(
                        new NewPool(
                                call.account(),
                                wanted.name,
                                wanted.tags.orElse(Map.of()),
                                wanted.policy
                                        .map(change -> change.apply(Policy.DEFAULT))
                                        .orElse(Policy.DEFAULT),
                                wanted.members));
        return Accepted.operation(
                operation.id(),
                call.links().to("/SenderPools/Operations/" + operation.id()),
                call.links().to("/SenderPools?operationId=" + operation.id()));
    }

    Response list(Call<Filter, Route.None> call) {
        Stream<SenderPool> pools =
                inventory.snapshot().pools(call.account()).stream().filter(call.query()::matches);
        Page.Cut<SenderPool> cut = call.query().page.of(pools, pool -> pool.id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(inventory, call)));
    }

    Response update(Call<Route.None, Update> call) {
        SenderPool pool = known(inventory, call);
        inventory.updatePool(pool.id(), call.body()::apply);
        return changed(call, pool);
    }

    Response delete(Call<Route.None, Route.None> call) {
        SenderPool pool = known(inventory, call);
        inventory.deletePool(pool.id());
        return changed(call, pool);
    }

    private static Response changed(Call<?, ?> call, SenderPool pool) {
        return Accepted.resource(pool.id(), call.links().to("/SenderPools/" + pool.id()));
    }

    /// The pool the path names; throws [Refused] with 404.
    static SenderPool known(Inventory inventory, Call<?, ?> call) {
        PoolId id = call.id("senderPoolId", PoolId::parse, "SenderPool");
        return inventory
                .snapshot()
                .pool(call.account(), id)
                .orElseThrow(() -> Refused.notFound("SenderPool " + id));
    }
}
