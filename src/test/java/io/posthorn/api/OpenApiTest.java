package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.posthorn.AdjustableTime;
import io.posthorn.Time;
import io.posthorn.channel.Channels;
import io.posthorn.channel.Inbox;
import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.delivery.Delivery;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Forecast;
import io.posthorn.delivery.ForecastRequest;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Metrics;
import io.posthorn.delivery.Origins;
import io.posthorn.delivery.Planner;
import io.posthorn.event.AddressGuard;
import io.posthorn.event.Couriers;
import io.posthorn.event.Endpoints;
import io.posthorn.event.Feed;
import io.posthorn.event.Lanes;
import io.posthorn.message.ConsentRules;
import io.posthorn.message.Ids;
import io.posthorn.store.SimStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `contract/openapi.json` is what the server serves. After a wanted change: `./mvnw -q test
/// -Dtest=OpenApiTest -Dcontract=write` and commit the file.
class OpenApiTest {

    private static final Path FILE = Path.of("contract/openapi.json");

    @Test
    void the_committed_contract_is_the_one_served() throws IOException {
        String served = Json.pretty(document());
        if ("write".equals(System.getProperty("contract"))) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, served);
        }
        assertThat(FILE).hasContent(served);
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonNode document = document();
        Set<String> references = new HashSet<>();
        collect(document, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(document.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void every_schema_is_one() {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var rules =
                registry.getSchema(
                        com.networknt.schema.SchemaLocation.of(
                                SpecificationVersion.DRAFT_2020_12.getDialectId()));
        document()
                .at("/components/schemas")
                .properties()
                .forEach(schema ->
                        assertThat(rules.validate(schema.getValue()))
                                .as(schema.getKey())
                                .isEmpty());
    }

    @Test
    void no_two_operations_have_the_same_name() {
        List<String> names =
                document()
                        .get("paths")
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .map(operation -> operation.get("operationId"))
                        .map(JsonNode::asString)
                        .toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.has("$ref")) {
            references.add(node.get("$ref").asString());
        }
        node.forEach(each -> collect(each, references));
    }

    /// Of a server with everything: all connection types, and the simulator.
    private static JsonNode document() {
        AdjustableTime time = new AdjustableTime(InstantSource.system());
        URI home = URI.create("http://localhost:8080");
        Smsc smsc = new Smsc(Behavior.DEFAULT, Smsc.Settings.DEFAULT, new Phones(1, time), time);
        Parts parts = parts(time);
        Routes routes =
                new Routes(parts, () -> home)
                        .with(new Forecasts(parts, OpenApiTest::forecast))
                        .with(new Simulator(Carriers.beside(smsc), time::advance));
        return OpenApi.document(routes.all(), home.toString());
    }

    private static Forecast forecast(ForecastRequest request) {
        throw new UnsupportedOperationException("nobody is to ask");
    }

    private static Parts parts(Time time) {
        SimStore store = new SimStore();
        Ids ids = new Ids(0);
        Inventory inventory = new Inventory(store, ids, time);
        Origins origins = new Origins(inventory, Map.of());
        Metrics metrics = new Metrics();
        Delivery delivery =
                new Delivery(
                        store,
                        inventory,
                        origins,
                        ConsentRules.DEFAULT,
                        List.of(),
                        ids,
                        metrics,
                        time);
        Intake intake =
                new Intake(new Planner(origins), store, delivery.ledger(), ids, metrics, time);
        AddressGuard guard = new AddressGuard(AddressGuard.Reach.PUBLIC);
        return new Parts(
                inventory,
                intake,
                new Explainer(delivery, inventory, origins, store, time),
                delivery.suppressed(),
                delivery.ledger(),
                store,
                Channels.all(time),
                new Lanes(
                        store,
                        new Endpoints(store, ids, time),
                        new Feed(store),
                        new Couriers(guard, Map.of(), time),
                        time),
                guard,
                _ -> new ConnectionStates.Report(Inbox.State.CONNECTED, "", Instant.EPOCH),
                (_, _) -> Optional.empty(),
                _ -> new Health(Health.State.HEALTHY, 1, "", Instant.EPOCH),
                Optional::empty,
                () -> "",
                time::now);
    }
}
