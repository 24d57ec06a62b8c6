package io.posthorn.api;

import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Inventory.NewMember;
import io.posthorn.delivery.Snapshot;
import io.posthorn.message.PoolOperation;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// `/SenderPools/{id}/Senders`: who is in a pool.
final class PoolMembers {

    private static final int MAX_ADDED = 1000;
    private static final double MAX_WEIGHT = 1_000_000;

    private static final Shape<Double> WEIGHT =
            new NumberShape(0, true, MAX_WEIGHT)
                    .described("Relative share; 0 drains: nothing new is given to it");
    private static final Shape<Integer> TIER =
            Shape.integer(0, 1000)
                    .described("0 is asked first; a higher one when no lower one is eligible");

    private static final Field<Named<SenderId>> SENDER_ID =
            Field.required("senderId", Shapes.SENDER_ID);
    private static final Field<Optional<Double>> NEW_WEIGHT = Field.optional("weight", WEIGHT);
    private static final Field<Optional<Integer>> NEW_TIER = Field.optional("tier", TIER);
    private static final Field<Optional<Boolean>> NEW_ENABLED =
            Field.optional("enabled", Shape.bool());

    private static final Shape<Double> PIN =
            new NumberShape(0.1, true, 1)
                    .described(
                            "The sender's health in this pool by the operator's word, which no"
                                    + " measurement overrides; null: as measured");
    private static final Field<Optional<Double>> NEW_PIN = Field.optional("pinnedHealth", PIN);
    private static final Field<Edit<Double>> PIN_EDIT = Field.edit("pinnedHealth", PIN);

    /// One sender to be added; a second one with the same id is refused by the list it is in.
    record Added(String id, NewMember member) {}

    static final Shape<Added> ADDED =
            Shape.object(PoolMembers::added, SENDER_ID, NEW_WEIGHT, NEW_TIER, NEW_ENABLED, NEW_PIN)
                    .named("SenderPoolMember");

    /// A list of senders, or a single one as the preview of the API has it.
    static final Shape<List<NewMember>> ADD =
            new ListOrOne<>(Shape.list(ADDED, 1, MAX_ADDED).unique(Added::id), ADDED)
                    .as(PoolMembers::members);

    /// What an update says about a membership.
    record MemberUpdate(
            Optional<Double> weight,
            Optional<Integer> tier,
            Optional<Boolean> enabled,
            Edit<Double> pinnedHealth) {

        static final Shape<MemberUpdate> SHAPE =
                Shape.update(
                                values ->
                                        new MemberUpdate(
                                                values.get(NEW_WEIGHT),
                                                values.get(NEW_TIER),
                                                values.get(NEW_ENABLED),
                                                values.get(PIN_EDIT)),
                                NEW_WEIGHT,
                                NEW_TIER,
                                NEW_ENABLED,
                                PIN_EDIT)
                        .named("SenderPoolMemberUpdate");

        private OptionalDouble pinned(Member member) {
            return pinnedHealth.of(member.pinnedHealth().stream().boxed().findFirst()).stream()
                    .mapToDouble(Double::doubleValue)
                    .findFirst();
        }

        Member apply(Member member, Instant now) {
            return new Member(
                    member.pool(),
                    member.sender(),
                    weight.orElse(member.weight()),
                    tier.orElse(member.tier()),
                    enabled.orElse(member.enabled()),
                    pinned(member),
                    member.addedAt());
        }
    }

    private final Inventory inventory;
    private final Health.OfSenders health;

    PoolMembers(Inventory inventory, Health.OfSenders health) {
        this.inventory = inventory;
        this.health = health;
    }

    private static Added added(Values values) {
        Named<SenderId> sender = values.get(SENDER_ID);
        return new Added(
                sender.text(),
                new NewMember(
                        sender.id(),
                        values.get(NEW_WEIGHT),
                        values.get(NEW_TIER),
                        values.get(NEW_ENABLED),
                        values.get(NEW_PIN).stream().mapToDouble(Double::doubleValue).findFirst()));
    }

    static List<NewMember> members(List<Added> added) {
        return added.stream().map(Added::member).toList();
    }

    Response list(Call<SenderQuery, Route.None> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        Snapshot now = inventory.snapshot();
        Stream<Sender> senders =
                now.members(pool.id()).stream()
                        .flatMap(member -> now.sender(member.sender()).stream())
                        .filter(call.query()::matches);
        Page.Cut<Sender> cut = call.query().page().of(senders, sender -> sender.id().value());
        List<SenderView> views =
                cut.items().stream().map(sender -> view(now, pool, sender)).toList();
        return Response.ok(new SenderView.Page(views, cut.pagination(), cut.next()));
    }

    Response add(Call<Route.None, List<NewMember>> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        PoolOperation operation = inventory.addMembers(pool.id(), call.body());
        String senders = call.links().to("/SenderPools/" + pool.id() + "/Senders");
        return Accepted.operation(
                operation.id(), senders + "/Operations/" + operation.id(), senders);
    }

    Response update(Call<Route.None, MemberUpdate> call) {
        Member member = known(call);
        inventory.updateMember(member.pool(), member.sender(), call.body()::apply);
        Snapshot now = inventory.snapshot();
        SenderPool pool = SenderPools.known(inventory, call);
        return Response.ok(view(now, pool, now.sender(member.sender()).orElseThrow()));
    }

    Response remove(Call<Route.None, Route.None> call) {
        Member member = known(call);
        inventory.removeMember(member.pool(), member.sender());
        return Accepted.resource(member.sender(), call.links().to("/Senders/" + member.sender()));
    }

    private Member known(Call<?, ?> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        SenderId sender = call.id("senderId", SenderId::parse, "Sender");
        return inventory
                .snapshot()
                .member(pool.id(), sender)
                .orElseThrow(() -> Refused.notFound("Sender " + sender + " of this pool"));
    }

    private SenderView view(Snapshot now, SenderPool pool, Sender sender) {
        Optional<Member> member = now.member(pool.id(), sender.id());
        Health known = health.of(sender.id());
        return SenderView.of(sender, member.map(known::as).orElse(known), member);
    }
}
