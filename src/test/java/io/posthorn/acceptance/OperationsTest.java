package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What operators are handed speaks of what a running server measures, and of nothing else.
@TestInstance(Lifecycle.PER_CLASS)
class OperationsTest {

    private static final Path DASHBOARD = Path.of("ops/grafana-dashboard.json");
    private static final Path ALERTS = Path.of("ops/prometheus-alerts.yaml");
    private static final Path REFERENCE = Path.of("docs/metrics.md");
    private static final Path GUIDE = Path.of("docs/operations.md");
    private static final Pattern NAME = Pattern.compile("\\bposthorn_\\w+");
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^(posthorn_\\w+)(?:\\{(.*)})? [^ \n]+$");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\w+) (.*)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");

    private Smsc smsc;
    private RunningServer server;
    private final List<String> scrapes = new ArrayList<>();

    /// A server that has done everything that is measured.
    @BeforeAll
    void measure(@TempDir Path folder) throws InterruptedException {
        smsc = Smsc.start(Behavior.DEFAULT);
        server = RunningServer.in(folder);
        Client client = server.client();
        String connection = client.connection("carrier", smsc);
        String pool = client.pool("{}", List.of(client.sender("+12065550940", connection, 20)));
        client.post("/v1/Webhooks", "{\"url\": \"http://127.0.0.1:1/\"}").expect(201);
        String operation = client.send(pool, "count me", Client.phones(2_940_000, 60));
        scrapes.add(client.get("/metrics").expect(200).text()); // a backlog
        client.awaitCompleted(operation, Duration.ofSeconds(60));
        assertThat(smsc.reply("+14155550941", "+12065550940", "Hello")).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> client.get("/metrics").expect(200).text(),
                        text ->
                                text.contains("posthorn_inbound_total{")
                                        && text.contains("posthorn_receipts_total{"));
        scrapes.add(client.get("/metrics").expect(200).text());
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    private Set<String> samples() {
        return scrapes.stream()
                .flatMap(text -> SAMPLE.matcher(text).results())
                .map(sample -> sample.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> NAME.matcher(text).results())
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_metric_of_the_dashboard_exists_and_every_one_that_exists_is_on_it()
            throws IOException {
        JsonNode dashboard = JsonMapper.builder().build().readTree(Files.readString(DASHBOARD));
        List<String> questions = dashboard.findValuesAsString("expr");
        assertThat(questions).hasSizeGreaterThan(20);
        assertThat(samples()).containsAll(named(questions));
        assertThat(families(named(questions))).isEqualTo(families(samples()));
    }

    @Test
    void every_alert_asks_for_what_exists_and_the_guide_says_what_to_do() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(Files.readString(ALERTS)).findValue("rules");
        assertThat(samples()).containsAll(named(rules.findValuesAsString("expr")));
        String guide = Files.readString(GUIDE);
        assertThat(rules.findValuesAsString("alert"))
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }

    private static Set<String> families(Set<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("_(bucket|count|sum)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// After a wanted change: `./mvnw -q test -Dtest=OperationsTest -Dcontract=write`.
    @Test
    void the_documentation_lists_every_metric() throws IOException {
        String text = reference();
        if ("write".equals(System.getProperty("contract"))) {
            Files.writeString(REFERENCE, text);
        }
        assertThat(REFERENCE).hasContent(text);
    }

    private String reference() {
        String all = String.join("\n", scrapes);
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(all).results().forEach(type -> types.put(type.group(1), type.group(2)));
        Map<String, String> meanings = new TreeMap<>();
        HELP.matcher(all).results().forEach(help -> meanings.put(help.group(1), help.group(2)));
        StringBuilder text =
                new StringBuilder(
                        """
                        # Metrics

                        What `/metrics` answers, in Prometheus' text format; written by a running server. [Operations](operations.md) says
                        which of them to watch.

                        | metric | kind | labels | meaning |
                        |---|---|---|---|
                        """);
        meanings.forEach((name, meaning) ->
                text.append(
                        "| `%s` | %s | %s | %s |\n"
                                .formatted(name, types.get(name), labels(name, all), meaning)));
        return text.toString();
    }

    private static String labels(String family, String all) {
        return SAMPLE.matcher(all)
                .results()
                .filter(sample ->
                        sample.group(1).replaceFirst("_(bucket|count|sum)$", "").equals(family))
                .filter(sample -> sample.group(2) != null)
                .flatMap(sample -> Pattern.compile("(\\w+)=\"").matcher(sample.group(2)).results())
                .map(label -> label.group(1))
                .filter(label -> !label.equals("le"))
                .distinct()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
    }
}
