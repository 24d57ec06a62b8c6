package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.channel.Inbox;
import io.posthorn.delivery.Inventory;
import io.posthorn.message.Connection;
import io.posthorn.message.ConnectionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/Connections`: how traffic leaves.
final class Connections {

    private static final Shape<Double> THROUGHPUT =
            Shape.number(0, 1_000_000).described("Segments per second over the whole connection");

    private final Inventory inventory;
    private final ConnectionForms forms;
    private final ConnectionStates states;

    Connections(Inventory inventory, ConnectionForms forms, ConnectionStates states) {
        this.inventory = inventory;
        this.forms = forms;
        this.states = states;
    }

    /// A Connection as it is answered.
    record View(
            ConnectionId id,
            String name,
            String type,
            ObjectNode settings,
            Optional<Double> throughput,
            Inbox.State state,
            String stateReason,
            Instant stateSince,
            Instant createdAt,
            Instant updatedAt) {}

    record ViewPage(
            List<View> connections,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    /// A connection to be made.
    record Create(
            String name, String type, Map<String, String> settings, Optional<Double> throughput) {}

    /// Changes to a connection; its type is what it is.
    record Update(Optional<String> name, Optional<JsonNode> settings, Edit<Double> throughput) {}

    record Filter(Page page) {

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(Page.of(values)), Page.PAGE_TOKEN, Page.QUERY_SIZE);
    }

    Shape<Create> createShape() {
        var name = Field.required("name", Shape.text(1, 128));
        var type = Field.required("type", forms.type());
        var settings =
                Field.withDefault(
                        "settings", forms.settings(), JsonNodeFactory.instance.objectNode());
        var throughput = Field.optional("throughput", THROUGHPUT);
        record Raw(String name, String type, JsonNode settings, Optional<Double> throughput) {}
        return Shape.object(
                        values ->
                                new Raw(
                                        values.get(name),
                                        values.get(type),
                                        values.get(settings),
                                        values.get(throughput)),
                        name,
                        type,
                        settings,
                        throughput)
                .named("ConnectionCreate")
                .then((raw, at, findings) ->
                        new Create(
                                raw.name,
                                raw.type,
                                forms.read(
                                        raw.type,
                                        raw.settings,
                                        Map.of(),
                                        at.property("settings"),
                                        findings),
                                raw.throughput));
    }

    Shape<Update> updateShape() {
        var name = Field.optional("name", Shape.text(1, 128));
        var settings = Field.optional("settings", forms.settings());
        var throughput = Field.edit("throughput", THROUGHPUT);
        return Shape.update(
                        values ->
                                new Update(
                                        values.get(name),
                                        values.get(settings),
                                        values.get(throughput)),
                        name,
                        settings,
                        throughput)
                .named("ConnectionUpdate");
    }

    Response list(Call<Filter, Route.None> call) {
        Page.Cut<Connection> cut =
                call.query()
                        .page()
                        .of(
                                inventory.snapshot().connections(call.account()).stream(),
                                connection -> connection.id().value());
        List<View> views = cut.items().stream().map(this::view).toList();
        return Response.ok(new ViewPage(views, cut.pagination(), cut.next()));
    }

    Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(view(known(call)));
    }

    Response create(Call<Route.None, Create> call) {
        Create wanted = call.body();
        Connection connection =
                inventory.addConnection((id, now) ->
                        new Connection(
                                id,
                                call.account(),
                                wanted.name,
                                wanted.type,
                                wanted.settings,
                                throughput(wanted.throughput),
                                now,
                                now));
        return Response.json(
                201,
                view(connection),
                new Response.Header(
                        "Location", call.links().to("/Connections/" + connection.id())));
    }

    Response update(Call<Route.None, Update> call) {
        Update wanted = call.body();
        Connection updated =
                inventory.updateConnection(
                        known(call).id(), (connection, now) -> apply(wanted, connection, now));
        return Response.ok(view(updated));
    }

    private Connection apply(Update wanted, Connection before, Instant now) {
        Findings findings = new Findings();
        Map<String, String> settings =
                wanted.settings
                        .map(given ->
                                forms.read(
                                        before.type(),
                                        given,
                                        before.settings(),
                                        Place.ROOT.property("settings"),
                                        findings))
                        .orElse(before.settings());
        findings.refuseIfAny();
        return new Connection(
                before.id(),
                before.account(),
                wanted.name.orElse(before.name()),
                before.type(),
                settings,
                throughput(wanted.throughput.of(before.throughput().stream().boxed().findFirst())),
                before.createdAt(),
                now);
    }

    Response delete(Call<Route.None, Route.None> call) {
        inventory.deleteConnection(known(call).id());
        return Response.noContent();
    }

    private Connection known(Call<?, ?> call) {
        ConnectionId id = call.id("connectionId", ConnectionId::parse, "Connection");
        return inventory
                .snapshot()
                .connection(call.account(), id)
                .orElseThrow(() -> Refused.notFound("Connection " + id));
    }

    private View view(Connection connection) {
        ConnectionStates.Report report = states.of(connection.id());
        return new View(
                connection.id(),
                connection.name(),
                connection.type(),
                forms.shown(connection),
                connection.throughput().stream().boxed().findFirst(),
                report.state(),
                report.reason(),
                report.since(),
                connection.createdAt(),
                connection.updatedAt());
    }

    private static OptionalDouble throughput(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
