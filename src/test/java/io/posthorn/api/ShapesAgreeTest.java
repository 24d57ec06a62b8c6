package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the server takes, the contract allows: bodies of the golden exchanges, damaged at random,
/// are never accepted by a shape whose schema refuses them.
class ShapesAgreeTest {

    private static final RunningApi API = new RunningApi();
    private static final Router ROUTER = new Router(API.routes().all());
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Exchange> EXCHANGES = exchanges();

    private static List<Exchange> exchanges() {
        try (Stream<Path> files = Files.list(Path.of("contract/exchanges"))) {
            return files.sorted()
                    .flatMap(ShapesAgreeTest::read)
                    .filter(each -> !each.body().isEmpty() && each.status() < 400)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Exchange> read(Path file) {
        try {
            return Exchange.read(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @RepeatedTest(500)
    void what_the_server_takes_the_contract_allows(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition()); // the failing number is the seed
        Exchange exchange = EXCHANGES.get(random.nextInt(EXCHANGES.size()));
        JsonNode body = Json.read(ids(exchange.body()));
        damage(body, random);
        String path = exchange.path().replaceAll("\\{\\{\\w+}}", "x").replaceFirst("\\?.*", "");
        Findings findings = new Findings();

        ROUTER.find(exchange.method(), path, "")
                .route()
                .draft()
                .body()
                .read(body, Place.ROOT, findings);

        boolean wholly = !exchange.method().equals("PATCH") || !path.contains("/Connections/");
        if (findings.none() && wholly) { // the type of a connection is not known before it is found
            JsonNode asShown = ExchangesTest.upper(body);
            assertThat(API.contract().complaints(exchange.method(), path, asShown))
                    .as("seed %d: %s", run.getCurrentRepetition(), body)
                    .isEmpty();
        }
    }

    private static String ids(String body) {
        return body.replaceAll(
                        "\\{\\{(connection|sender|pool|operation)}}",
                        "comms_$1_01h9krwprkeee8fzqspvwy6nq8")
                .replace("comms_pool_", "comms_senderpool_")
                .replaceAll("\\{\\{(first|second)}}", "comms_sender_01h9krwprkeee8fzqspvwy6nq8");
    }

    /// One change somewhere in the document.
    private static void damage(JsonNode node, Random random) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (descends(object.get(name), random)) {
                damage(object.get(name), random);
            } else {
                damage(object, name, random);
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            int position = random.nextInt(array.size());
            if (descends(array.get(position), random)) {
                damage(array.get(position), random);
            } else {
                array.set(position, anything(random));
            }
        }
    }

    private static boolean descends(JsonNode child, Random random) {
        return child.isContainer() && !child.isEmpty() && random.nextInt(4) > 0;
    }

    private static void damage(ObjectNode object, String name, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set("unknown", anything(random));
            case 2 -> object.set(name + "s", object.get(name));
            default -> object.set(name, anything(random));
        }
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt(-2, 40_000));
            case 2 -> NODES.numberNode(random.nextDouble(-2, 2));
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.stringNode("");
            case 5 -> NODES.stringNode("x".repeat(random.nextInt(1, 3000)));
            case 6 -> NODES.stringNode("+1415555%04d".formatted(random.nextInt(10_000)));
            case 7 -> NODES.arrayNode();
            case 8 -> NODES.arrayNode().add("x");
            default -> NODES.objectNode();
        };
    }
}
