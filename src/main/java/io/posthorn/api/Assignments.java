package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Explainer.Keeper;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.message.Address;
import io.posthorn.message.Assignment;
import io.posthorn.message.Numbering;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/SenderPools/{id}/Assignments`: the senders that recipients keep.
final class Assignments {

    private final Inventory inventory;
    private final Explainer explainer;
    private final Intake intake;
    private final Store store;
    private final Supplier<Instant> now;

    Assignments(Parts parts) {
        this.inventory = parts.inventory();
        this.explainer = parts.explainer();
        this.intake = parts.intake();
        this.store = parts.store();
        this.now = parts.now();
    }

    /// Why a recipient keeps a sender.
    enum By {
        HASH,
        RECORDED,
        INBOUND,
        PINNED
    }

    /// The sender a recipient keeps.
    ///
    /// @param assignedAt left out where nothing is stored
    record View(
            String address,
            SenderId senderId,
            By by,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> assignedAt) {

        static View of(String address, Keeper keeper) {
            return new View(
                    address,
                    keeper.sender(),
                    keeper.record().map(each -> By.valueOf(each.reason().name())).orElse(By.HASH),
                    keeper.record().map(Assignment::at));
        }
    }

    /// Which sender the operator wants.
    record Pin(Named<SenderId> sender) {

        private static final Field<Named<SenderId>> SENDER =
                Field.required("senderId", Shapes.SENDER_ID);

        static final Shape<Pin> SHAPE =
                Shape.object(values -> new Pin(values.get(SENDER)), SENDER).named("AssignmentPin");
    }

    Response fetch(Call<Route.None, Route.None> call) {
        SenderPool pool = SenderPools.known(inventory, call);
        Address to = recipient(call);
        return explainer
                .keeper(pool, to)
                .map(keeper -> Response.ok(View.of(to.value(), keeper)))
                .orElseThrow(() -> Refused.notFound("An assignment of " + to.value()));
    }

    Response pin(Call<Route.None, Pin> call) throws InterruptedException {
        SenderPool pool = SenderPools.known(inventory, call);
        Address to = recipient(call);
        SenderId sender =
                call.body()
                        .sender
                        .in(
                                id -> inventory.snapshot().member(pool.id(), id),
                                "Sender of this pool",
                                Place.ROOT.property("senderId"))
                        .sender();
        StickyMode mode = pool.policy().choosing().sticky().mode();
        if (mode == StickyMode.NONE || mode == StickyMode.HASH) {
            throw Refused.conflict(
                    "The stickiness of this pool is " + mode + ", which keeps no assignments");
        }
        var pinned =
                new Assignment(pool.id(), to.value(), sender, Assignment.Reason.PINNED, now.get());
        intake.assign(pinned);
        return Response.ok(View.of(to.value(), new Keeper(sender, Optional.of(pinned))));
    }

    Response forget(Call<Route.None, Route.None> call) throws InterruptedException {
        SenderPool pool = SenderPools.known(inventory, call);
        Address to = recipient(call);
        Assignment known =
                store.assignment(pool.id(), to.value())
                        .orElseThrow(() -> Refused.notFound("An assignment of " + to.value()));
        intake.release(known.key());
        return Response.noContent();
    }

    private static Address recipient(Call<?, ?> call) {
        String text = call.path().getOrDefault("address", "");
        return Numbering.normalise(text)
                .map(number -> new Address(Address.Kind.PHONE, number))
                .orElseGet(() -> new Address(Address.Kind.EMAIL, Recipients.kept(text)));
    }

    List<Route<?, ?>> routes() {
        String path = "/SenderPools/{senderPoolId}/Assignments/{address}";
        return List.of(
                Route.get(path, "Fetch the sender a recipient keeps")
                        .described(
                                "What a hash says where nothing is stored; 404 when the recipient"
                                        + " keeps none.")
                        .answers(200, View.class)
                        .by(this::fetch),
                Route.put(path, "Let a recipient keep this sender")
                        .described("409 when the pool's stickiness keeps no assignments.")
                        .body(Pin.SHAPE)
                        .answers(200, View.class)
                        .mayConflict()
                        .by(this::pin),
                Route.delete(path, "Forget which sender a recipient keeps")
                        .answersNothing(204, List.of())
                        .by(this::forget));
    }
}
