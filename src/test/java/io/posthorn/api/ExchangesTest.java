package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The files in `contract/exchanges`, each played to a fresh server.
class ExchangesTest {

    private static final Set<String> ENUMERATED =
            Set.of("channel", "status", "priority", "type", "onUnknown");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("contract/exchanges"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_answer_is_the_one_written_down(Path file) throws IOException {
        try (RunningApi api = new RunningApi()) {
            Unknowns unknowns = new Unknowns();
            unknowns.learn("base", api.url(""));
            for (Exchange exchange : Exchange.read(file)) {
                play(exchange, api, unknowns);
            }
        }
    }

    private static void play(Exchange exchange, RunningApi api, Unknowns unknowns) {
        String body = unknowns.filled(exchange.body());
        String path = unknowns.filled(exchange.path());
        if (!body.isEmpty() && exchange.status() < 400) {
            assertThat(api.contract().complaints(exchange.method(), path, upper(Json.read(body))))
                    .as(exchange.shows())
                    .isEmpty();
        }
        RunningApi.Answer answer =
                api.send(
                        exchange.method(),
                        path,
                        body,
                        exchange.headers().entrySet().stream()
                                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                                .toArray(String[]::new));

        assertThat(answer.status())
                .as(exchange.shows() + answer.text())
                .isEqualTo(exchange.status());
        exchange.answerHeaders()
                .forEach((name, expected) ->
                        unknowns.match(
                                exchange.shows() + ": " + name,
                                expected,
                                answer.header(name).orElse("nothing")));
        if (!exchange.answerBody().isEmpty()) {
            unknowns.match(
                    exchange.shows() + ": $", Json.read(exchange.answerBody()), answer.json());
        }
    }

    /// The server reads enumerated values in any case, the schema shows them in one.
    static JsonNode upper(JsonNode node) {
        for (var property : node.properties()) {
            boolean enumerated = ENUMERATED.contains(property.getKey());
            if (enumerated && property.getValue().isString()) {
                String value = property.getValue().asString().toUpperCase(Locale.ROOT);
                property.setValue(JsonNodeFactory.instance.stringNode(value));
            }
            upper(property.getValue());
        }
        if (node.isArray()) {
            node.forEach(ExchangesTest::upper);
        }
        return node;
    }
}
