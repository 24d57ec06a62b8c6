package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Ledger;
import io.posthorn.delivery.SuppressionList;
import io.posthorn.message.Address;
import io.posthorn.message.Consent;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOut.Reach;
import io.posthorn.message.OptOutId;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderId;
import io.posthorn.store.OptOutQuery;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/OptOuts`: who does not want to be written to.
final class OptOuts {

    private static final int MAX_ADDRESS = 320; // an email address, RFC 3696 erratum 1690

    private static final List<Address.Kind> KINDS =
            List.of(Address.Kind.PHONE, Address.Kind.WHATSAPP, Address.Kind.EMAIL);
    private static final Field<Optional<Named<PoolId>>> POOL =
            Field.optional(
                    "senderPoolId", Shapes.POOL_ID.described("Closes this pool for the person"));
    private static final Field<Optional<Named<SenderId>>> SENDER =
            Field.optional(
                    "senderId",
                    Shapes.SENDER_ID.described(
                            "Closes this sender, and every pool it is in, for the person"));

    private final Inventory inventory;
    private final SuppressionList suppressed;
    private final Ledger ledger;
    private final Store store;
    private final Supplier<Instant> now;

    OptOuts(Parts parts) {
        this.inventory = parts.inventory();
        this.suppressed = parts.suppressed();
        this.ledger = parts.ledger();
        this.store = parts.store();
        this.now = parts.now();
    }

    /// An opt-out to be recorded; of neither pool nor sender: of the whole account.
    record Create(Address address, Optional<Named<PoolId>> pool, Optional<Named<SenderId>> sender) {

        private static final Field<String> ADDRESS =
                Field.required("address", Shape.text(1, MAX_ADDRESS));
        private static final Field<Address.Kind> CHANNEL =
                Field.withDefault("channel", Shape.choice(KINDS), Address.Kind.PHONE);

        private record Raw(
                String address,
                Address.Kind channel,
                Optional<Named<PoolId>> pool,
                Optional<Named<SenderId>> sender) {}

        static final Shape<Create> SHAPE =
                Shape.object(
                                values ->
                                        new Raw(
                                                values.get(ADDRESS),
                                                values.get(CHANNEL),
                                                values.get(POOL),
                                                values.get(SENDER)),
                                ADDRESS,
                                CHANNEL,
                                POOL,
                                SENDER)
                        .named("OptOutCreate")
                        .then(Create::of);

        private static @Nullable Create of(Raw raw, Place at, Findings findings) {
            if (raw.pool.isPresent() && raw.sender.isPresent()) {
                findings.add("senderPoolId and senderId exclude each other", at);
                return null;
            }
            Address address = Recipients.address(raw.address, raw.channel, at, findings);
            return address == null ? null : new Create(address, raw.pool, raw.sender);
        }
    }

    /// What a list is narrowed by.
    record Filter(
            Optional<String> address,
            Optional<Address.Kind> channel,
            Optional<Named<PoolId>> pool,
            Optional<Named<SenderId>> sender,
            Optional<OptOut.Source> source,
            Created created,
            Page page) {

        private static final Field<Optional<String>> ADDRESS =
                Field.optional("address", Shape.text(1, MAX_ADDRESS).as(Recipients::kept));
        private static final Field<Optional<Address.Kind>> CHANNEL =
                Field.optional("channel", Shape.choice(KINDS));
        private static final Field<Optional<OptOut.Source>> SOURCE =
                Field.optional("source", Shape.choice(OptOut.Source.class));

        static final Shape<Filter> SHAPE =
                Shape.object(
                                values ->
                                        new Filter(
                                                values.get(ADDRESS),
                                                values.get(CHANNEL),
                                                values.get(POOL),
                                                values.get(SENDER),
                                                values.get(SOURCE),
                                                Created.of(values),
                                                Page.of(values)),
                                ADDRESS,
                                CHANNEL,
                                POOL,
                                SENDER,
                                SOURCE,
                                Created.START,
                                Created.END,
                                Page.PAGE_TOKEN,
                                Page.QUERY_SIZE)
                        .then(Filter::check);

        private @Nullable Filter check(Place at, Findings findings) {
            if (pool.isPresent() && sender.isPresent()) {
                findings.add("senderPoolId and senderId exclude each other", at);
                return null;
            }
            return created.check(at, findings) == null ? null : this;
        }

        private Optional<Reach> reach() {
            return pool.<Reach>map(p -> new Reach.OfPool(p.id().orElse(new PoolId(0))))
                    .or(() -> sender.map(s -> new Reach.OfSender(s.id().orElse(new SenderId(0)))));
        }

        OptOutQuery query(String account) {
            return new OptOutQuery(
                    Optional.of(account),
                    Optional.empty(),
                    address,
                    channel,
                    reach(),
                    source,
                    created.from(),
                    created.until(),
                    page.before().map(OptOutId::new),
                    page.size() + 1);
        }
    }

    /// How far an opt-out reaches.
    enum Scope {
        ACCOUNT,
        POOL,
        SENDER
    }

    /// An opt-out as it is answered.
    ///
    /// @param senderPoolId of scope POOL only
    /// @param senderId of scope SENDER only
    record View(
            OptOutId id,
            String address,
            Address.Kind channel,
            Scope scope,
            @JsonInclude(Include.NON_ABSENT) Optional<PoolId> senderPoolId,
            @JsonInclude(Include.NON_ABSENT) Optional<SenderId> senderId,
            OptOut.Source source,
            Instant createdAt) {

        static View of(OptOut optOut) {
            return switch (optOut.reach()) {
                case Reach.WholeAccount() ->
                        view(optOut, Scope.ACCOUNT, Optional.empty(), Optional.empty());
                case Reach.OfPool(PoolId pool) ->
                        view(optOut, Scope.POOL, Optional.of(pool), Optional.empty());
                case Reach.OfSender(SenderId sender) ->
                        view(optOut, Scope.SENDER, Optional.empty(), Optional.of(sender));
            };
        }

        private static View view(
                OptOut optOut, Scope scope, Optional<PoolId> pool, Optional<SenderId> sender) {
            return new View(
                    optOut.id(),
                    optOut.address().value(),
                    optOut.address().kind(),
                    scope,
                    pool,
                    sender,
                    optOut.source(),
                    optOut.id().createdAt());
        }
    }

    record ViewPage(
            List<View> optOuts,
            Page.Pagination pagination,
            @JsonInclude(Include.NON_ABSENT) Optional<String> nextPageToken) {}

    /// One that is there already is answered as it is.
    Response create(Call<Route.None, Create> call) throws InterruptedException {
        Address person = call.body().address();
        Reach reach = reach(call);
        ledger.consent(
                List.of(
                        suppressed.withdrawal(
                                call.account(), person, reach, OptOut.Source.API, now.get())));
        OptOut recorded =
                suppressed.of(call.account(), person).stream()
                        .filter(each -> each.reach().equals(reach))
                        .findFirst()
                        .orElseThrow(() -> Refused.conflict("It was deleted at the same time"));
        return Response.json(
                201,
                View.of(recorded),
                new Response.Header("Location", call.links().to("/OptOuts/" + recorded.id())));
    }

    private Reach reach(Call<Route.None, Create> call) {
        Create wanted = call.body();
        if (wanted.pool().isPresent()) {
            Place place = Place.ROOT.property("senderPoolId");
            return new Reach.OfPool(
                    wanted.pool()
                            .get()
                            .in(
                                    id -> inventory.snapshot().pool(call.account(), id),
                                    "SenderPool",
                                    place)
                            .id());
        }
        if (wanted.sender().isPresent()) {
            Place place = Place.ROOT.property("senderId");
            return new Reach.OfSender(
                    wanted.sender()
                            .get()
                            .in(
                                    id -> inventory.snapshot().sender(call.account(), id),
                                    "Sender",
                                    place)
                            .id());
        }
        return new Reach.WholeAccount();
    }

    Response list(Call<Filter, Route.None> call) {
        Page page = call.query().page();
        List<OptOut> found = store.optOuts(call.query().query(call.account()));
        Page.Cut<OptOut> cut = page.cut(found, optOut -> optOut.id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call)));
    }

    Response delete(Call<Route.None, Route.None> call) throws InterruptedException {
        OptOut optOut = known(call);
        ledger.consent(
                List.of(
                        new Consent.Given(
                                optOut.account(), optOut.address(), Set.of(optOut.reach()))));
        return Response.noContent();
    }

    private OptOut known(Call<?, ?> call) {
        OptOutId id = call.id("optOutId", OptOutId::parse, "OptOut");
        return store.optOuts(OptOutQuery.one(call.account(), id)).stream()
                .findFirst()
                .orElseThrow(() -> Refused.notFound("OptOut " + id));
    }
}
