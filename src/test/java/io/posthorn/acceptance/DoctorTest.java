package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.cli.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `doctor` names what is wrong and what to do, and says so in its exit code.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {

    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private RunningServer server;
    private Client client;
    private Shell shell;
    private String sender;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
        client = server.client();
        shell = Shell.of(client.base());
        sender = client.sender("+12065550901", client.connection("up", smsc), 10);
        client.pool("{}", List.of(sender));
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    @Test
    void a_server_in_order_has_no_problem() {
        Shell.Ran ran = shell.run("doctor");
        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("answers", "as here", "takes messages", "are known", "CONNECTED")
                .contains("1 of 1 members can send")
                .doesNotContain("problem");
    }

    @Test
    void a_connection_that_is_down_is_found_with_its_reason_its_senders_and_pools() {
        String down = client.connection("down", 1);
        String sender = client.sender("+12065550902", down, 10);
        String pool = client.pool("{}", List.of(sender));
        client.awaitState(down, "DISCONNECTED");

        Shell.Ran ran = shell.run("doctor");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("problem +connection down +DISCONNECTED: .+")
                .containsPattern(
                        "problem +sender \\+12065550902 +cannot send: its connection down is down")
                .containsPattern("problem +pool .+ none of its 1 members can send")
                .contains("-> ");
        client.delete("/v1/SenderPools/" + pool);
        client.delete("/v1/Senders/" + sender);
        client.delete("/v1/Connections/" + down);
    }

    @Test
    void a_pool_without_an_activated_member_is_found() {
        String idle = client.pool("{}", List.of(sender)); // switched off in this pool only
        client.patch("/v1/SenderPools/" + idle + "/Senders/" + sender, "{\"enabled\": false}")
                .expect(200);
        Shell.Ran ran = shell.run("doctor", "--output", "json");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.json().get("findings"))
                .anySatisfy(finding -> {
                    assertThat(finding.get("level").asString()).isEqualTo("PROBLEM");
                    assertThat(finding.get("found").asString())
                            .isEqualTo("none of its 1 members can send");
                    assertThat(finding.get("advice").asString()).isNotBlank();
                });
        client.delete("/v1/SenderPools/" + idle);
    }

    @Test
    void wrong_credentials_and_a_server_that_is_away_are_findings() {
        Shell.Ran stranger = shell.with("TWILIO_AUTH_TOKEN", "wrong").run("doctor");
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.out()).containsPattern("problem +credentials");

        Shell.Ran away = shell.run("doctor", "--url", "http://127.0.0.1:1");
        assertThat(away.exit()).isEqualTo(1);
        assertThat(away.out()).containsPattern("problem +server +cannot reach");
    }

    @Test
    void a_clock_that_goes_wrong_is_a_warning() {
        InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-3));
        Shell.Ran ran = new Shell(shell.environment(), shell.files(), late).run("doctor");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .containsPattern("warning +clock +[23]:[0-9]{2} ahead of this machine's");
    }

    @Test
    void a_configuration_is_looked_into_without_a_server() {
        Shell offline =
                new Shell(
                        shell.environment(),
                        file ->
                                List.of(
                                        Finding.problem(
                                                "configuration", file + " is odd", "Mend it."),
                                        Finding.ok("port 8080", "is free")),
                        shell.clock());
        Shell.Ran ran = offline.run("doctor", "--config", "some.yaml", "--offline");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.lines())
                .containsExactly(
                        "problem  configuration  some.yaml is odd",
                        "                        -> Mend it.",
                        "ok       port 8080      is free");
    }
}
