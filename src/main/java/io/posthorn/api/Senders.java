package io.posthorn.api;

import io.posthorn.delivery.Inventory;
import io.posthorn.message.Channel;
import io.posthorn.message.Connection;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `/Senders`: the account's sending identities.
final class Senders {

    private final Inventory inventory;
    private final ConnectionForms forms;
    private final Health.OfSenders health;

    Senders(Inventory inventory, ConnectionForms forms, Health.OfSenders health) {
        this.inventory = inventory;
        this.forms = forms;
        this.health = health;
    }

    /// What Search is asked for, all of it in the body.
    record Search(String address, Channel channel, Optional<Sender.Status> status, Page page) {

        private static final Field<String> ADDRESS =
                Field.required("address", Shape.text(1, SenderAddress.MAX_LENGTH));
        private static final Field<Channel> CHANNEL =
                Field.required("channel", Shape.choice(Channel.class));
        private static final Field<Optional<Sender.Status>> STATUS =
                Field.optional("status", Shape.choice(Sender.Status.class));

        static final Shape<Search> SHAPE =
                Shape.object(
                                values ->
                                        new Search(
                                                values.get(ADDRESS),
                                                values.get(CHANNEL),
                                                values.get(STATUS),
                                                Page.ofBody(values)),
                                ADDRESS,
                                CHANNEL,
                                STATUS,
                                Page.PAGE_TOKEN,
                                Page.PAGE_SIZE)
                        .named("SenderSearch");

        boolean matches(Sender sender) {
            String wanted = SenderAddress.normalise(address, channel).orElse(address);
            return sender.channel() == channel
                    && sender.address().equals(wanted)
                    && status.map(sender.status()::equals).orElse(true);
        }
    }

    Response list(Call<SenderQuery, Route.None> call) {
        Stream<Sender> senders =
                inventory.snapshot().senders(call.account()).stream().filter(call.query()::matches);
        return page(call.query().page().of(senders, sender -> sender.id().value()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(view(known(call)));
    }

    Response search(Call<Route.None, Search> call) {
        Stream<Sender> senders =
                inventory.snapshot().senders(call.account()).stream().filter(call.body()::matches);
        return page(call.body().page().of(senders, sender -> sender.id().value()));
    }

    Response create(Call<Route.None, SenderCreate> call) {
        SenderCreate wanted = call.body();
        Connection connection = usable(call, wanted.connectionId(), wanted.channel());
        Sender sender = inventory.addSender(wanted.make(call.account(), connection));
        return Response.json(
                201,
                view(sender),
                new Response.Header("Location", call.links().to("/Senders/" + sender.id())));
    }

    Response update(Call<Route.None, SenderUpdate> call) {
        Sender sender = known(call);
        call.body()
                .connectionId()
                .ifPresent(connection ->
                        requireSameService(sender, usable(call, connection, sender.channel())));
        return Response.ok(view(inventory.updateSender(sender.id(), call.body()::apply)));
    }

    Response delete(Call<Route.None, Route.None> call) {
        inventory.deleteSender(known(call).id());
        return Response.noContent();
    }

    /// A device is known to one service only.
    private static void requireSameService(Sender sender, Connection connection) {
        if (!Sender.Kind.ofPush(connection.type()).map(sender.kind()::equals).orElse(true)) {
            Findings findings = new Findings();
            findings.add(
                    "connectionId must name a connection of type " + sender.kind(),
                    Place.ROOT.property("connectionId"));
            findings.refuseIfAny();
        }
    }

    private Connection usable(
            Call<?, ?> call, Named<io.posthorn.message.ConnectionId> named, Channel channel) {
        Place place = Place.ROOT.property("connectionId");
        Connection connection =
                named.in(
                        id -> inventory.snapshot().connection(call.account(), id),
                        "Connection",
                        place);
        if (!forms.carries(connection, channel)) {
            Findings findings = new Findings();
            findings.add(connection.type() + " connections do not carry " + channel, place);
            findings.refuseIfAny();
        }
        return connection;
    }

    private Sender known(Call<?, ?> call) {
        SenderId id = call.id("senderId", SenderId::parse, "Sender");
        return inventory
                .snapshot()
                .sender(call.account(), id)
                .orElseThrow(() -> Refused.notFound("Sender " + id));
    }

    private SenderView view(Sender sender) {
        return SenderView.of(sender, health.of(sender.id()));
    }

    private Response page(Page.Cut<Sender> cut) {
        List<SenderView> views = cut.items().stream().map(this::view).toList();
        return Response.ok(new SenderView.Page(views, cut.pagination(), cut.next()));
    }
}
