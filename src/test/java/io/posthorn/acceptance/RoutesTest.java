package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `apply` and `export`: a file says how traffic leaves, and the server is made so.
class RoutesTest {

    /// Nobody listens there: a connection need not be up to be declared.
    private static final String ROUTES =
            """
            connections:
            - name: carrier-a
              type: SMPP
              throughput: 50
              settings: {host: 127.0.0.1, port: 1, systemId: acme, password: "${CARRIER_A_PASSWORD}"}
            - name: carrier-b
              type: smpp
              settings: {host: 127.0.0.1, port: 1, systemId: "$${x}", password: "${CARRIER_B_PASSWORD}"}
            senders:
            - {address: "+1 (206) 555-0801", channel: sms, connection: carrier-a, throughput: 10, countries: [us, CA]}
            - {address: "+12065550802", channel: SMS, connection: carrier-b, displayName: Second}
            pools:
            - name: reminders
              tags: {team: clinic}
              policy:
                sticky: {mode: HYBRID, maxWaitSeconds: 7}
                fallbackAfterSeconds: {RCS: 60}
              members:
              - {sender: "+12065550801", weight: 2}
              - {sender: "+12065550802", channel: SMS, tier: 1, enabled: false}
            """;

    private RunningServer server;
    private Client client;
    private Shell shell;
    private Path file;

    @BeforeEach
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
        client = server.client();
        file = folder.resolve("routes.yaml");
        shell =
                Shell.of(client.base())
                        .with("CARRIER_A_PASSWORD", "secret-a")
                        .with("CARRIER_B_PASSWORD", "secret-b");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Shell.Ran apply(String routes, String... more) throws IOException {
        Files.writeString(file, routes);
        String[] all = new String[more.length + 3];
        all[0] = "apply";
        all[1] = "-f";
        all[2] = file.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return shell.run(all);
    }

    private void applied() throws IOException {
        Shell.Ran ran = apply(ROUTES);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).endsWith("5 to create, 0 to change, 0 to delete\n");
    }

    private static String changed() {
        return ROUTES.replace("throughput: 50", "throughput: null")
                .replace("host: 127.0.0.1, port: 1, systemId: acme", "host: 127.0.0.2")
                .replace("displayName: Second", "displayName: Two")
                .replace("{mode: HYBRID, maxWaitSeconds: 7}", "{mode: HASH}")
                .replace("{RCS: 60}", "{RCS: 60, WHATSAPP: 300}")
                .replace(
                        "{sender: \"+12065550801\", weight: 2}",
                        "{sender: \"+12065550801\", weight: 3}")
                .replace(
                        "- {sender: \"+12065550802\", channel: SMS, tier: 1, enabled: false}",
                        "- {sender: \"+12065550803\"}")
                .replace(
                        "pools:",
                        "- {address: \"+12065550803\", channel: SMS, connection: carrier-a}\npools:");
    }

    @Test
    void an_export_that_is_applied_changes_nothing() throws IOException {
        applied();
        Shell.Ran export = shell.run("export");
        assertThat(export.out()).contains("${CARRIER_A_PASSWORD}").doesNotContain("secret-a");

        Shell nobody = Shell.of(client.base()); // without the variables: as it is
        Shell.Ran again = nobody.runReading(export.out(), "apply", "-f", "-");
        assertThat(again.out()).as(again.err()).isEqualTo("no differences\n");
        assertThat(again.exit()).isZero();
        assertThat(shell.run("export").out()).isEqualTo(export.out());
    }

    @Test
    void an_export_makes_the_same_on_an_empty_server(@TempDir Path other) throws Exception {
        applied();
        String export = shell.run("export").out();
        try (RunningServer empty = RunningServer.in(other)) {
            Shell there =
                    Shell.of(empty.client().base())
                            .with("CARRIER_A_PASSWORD", "secret-a")
                            .with("CARRIER_B_PASSWORD", "secret-b");
            Shell.Ran ran = there.runReading(export, "apply", "-f", "-");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(there.run("export").out()).isEqualTo(export);
        }
    }

    @Test
    void applying_twice_changes_nothing() throws IOException {
        applied();
        String before = client.get("/v1/Senders").text() + client.get("/v1/SenderPools").text();
        Shell.Ran again = apply(ROUTES);
        assertThat(again.out())
                .isEqualTo(
                        """
                        connections
                          ~ carrier-a
                              settings.password cannot be compared; --secrets sends it
                          ~ carrier-b
                              settings.password cannot be compared; --secrets sends it

                        no differences
                        """);
        assertThat(client.get("/v1/Senders").text() + client.get("/v1/SenderPools").text())
                .isEqualTo(before);
    }

    @Test
    void a_dry_run_prints_exactly_the_differences() throws IOException {
        applied();
        String before = shell.run("export").out();
        shell = Shell.of(client.base());

        Shell.Ran dry = apply(changed(), "--dry-run");

        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.out())
                .isEqualTo(
                        """
                        connections
                          ~ carrier-a
                              throughput: 50 -> null
                              settings.host: 127.0.0.1 -> 127.0.0.2
                        senders
                          ~ +12065550802 SMS
                              displayName: Second -> Two
                          + +12065550803 SMS
                              connection: carrier-a
                        pools
                          ~ reminders
                              policy.sticky.mode: HYBRID -> HASH
                              policy.fallbackAfterSeconds: {"RCS":60} -> {"RCS":60,"WHATSAPP":300}
                              ~ +12065550801 SMS
                                  weight: 2 -> 3
                              + +12065550803 SMS
                              - +12065550802 SMS

                        1 to create, 3 to change, 0 to delete
                        """);
        assertThat(shell.run("export").out()).as("nothing was changed").isEqualTo(before);
    }

    @Test
    void what_a_dry_run_tells_is_what_is_made() throws IOException {
        applied();
        String dry = apply(changed(), "--dry-run").out();
        assertThat(apply(changed()).out()).isEqualTo(dry);
        assertThat(apply(changed()).out()).endsWith("no differences\n");
        assertThat(shell.run("export").out())
                .contains("mode: \"HASH\"\n      maxWaitSeconds: 7")
                .contains("host: \"127.0.0.2\"", "systemId: \"acme\"");
    }

    @Test
    void what_is_not_in_the_file_is_told_and_only_pruned_on_request() throws IOException {
        applied();
        String less = "senders: []\npools: []\n";
        assertThat(apply(less).out())
                .contains("  reminders  (not in the file; --prune deletes it)")
                .endsWith("no differences; 3 not in the file\n");
        assertThat(apply(less, "--prune").out())
                .contains("- reminders", "- +12065550801 SMS")
                .endsWith("0 to create, 0 to change, 3 to delete\n");
        assertThat(client.get("/v1/Senders").json().get("senders")).isEmpty();
        assertThat(client.get("/v1/Connections").json().get("connections"))
                .as("a section the file has not is left alone")
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    type: SMPP               | typ: SMPP             | connections[0].typ is not known; did you mean "type"?
                    systemId: acme           | systemid: acme        | connections[0].settings.systemid is not known; did you mean "systemId"?
                    port: 1, systemId: acme  | port: x, systemId: a  | connections[0].settings.port must be a whole number
                    pools:                   | pool:                 | pool is not known; did you mean "pools"?
                    connection: carrier-b    | connection: carrier-c | did you mean "carrier-a"?
                    mode: HYBRID             | mode: HYBIRD          | policy.sticky.mode must be one of NONE, HASH, RECORDED, HYBRID; did you mean HYBRID?
                    sender: "+12065550801"   | sender: 12065550801   | pools[0].members[0].sender must be text; put it in quotes
                    tier: 1                  | tier: -1              | pools[0].members[1].tier is too small
                    name: carrier-b          | name: carrier-a       | connections has carrier-a twice
                    systemId: "$${x}"        | systemId: "a${NONE}"  | the environment variable NONE is not set
                    """)
    void a_mistake_is_named_before_anything_is_changed(String right, String wrong, String message)
            throws IOException {
        Shell.Ran ran = apply(ROUTES.replace(right, wrong));
        assertThat(ran.exit()).as(ran.out()).isEqualTo(2);
        assertThat(ran.err()).contains(message);
        assertThat(client.get("/v1/Connections").json().get("connections")).isEmpty();
    }

    @Test
    void a_new_connection_needs_its_secret() throws IOException {
        shell = Shell.of(client.base()).with("CARRIER_B_PASSWORD", "secret-b");
        Shell.Ran ran = apply(ROUTES);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("carrier-a: settings.password is needed", "CARRIER_A_PASSWORD")
                .doesNotContain("secret-b");
        assertThat(client.get("/v1/Connections").json().get("connections")).isEmpty();
    }

    @Test
    void a_secret_is_sent_to_a_connection_that_is_there_only_on_request() throws IOException {
        applied();
        Shell.Ran ran = apply(ROUTES, "--secrets", "--output", "json");
        assertThat(ran.json().at("/changes/0/fields/0/path").asString())
                .isEqualTo("settings.password");
        assertThat(ran.out()).doesNotContain("secret-a");
    }

    @Test
    void what_was_made_before_a_refusal_is_told_and_applying_again_goes_on() throws IOException {
        String routes =
                ROUTES.replace("countries: [us, CA]", "countries: [us, ZZ], quotaZone: Nowhere");
        Shell.Ran ran = apply(routes);
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.out()).contains("+ carrier-a", "+ carrier-b").doesNotContain("reminders");
        assertThat(ran.err()).contains("quotaZone", "only what is above was made");
        assertThat(apply(ROUTES).out()).endsWith("3 to create, 0 to change, 0 to delete\n");
    }
}
