package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Smsc;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The commands that send to a few people, watch and foresee.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {

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
        String connection = client.connection("commands", smsc);
        sender = client.sender("+12065550601", connection, 100);
        String pool = client.pool("{}", List.of(sender));
        client.patch("/v1/SenderPools/" + pool, "{\"name\": \"spring sale\"}").expect(202);
        String other = client.pool("{}", List.of(sender));
        client.patch("/v1/SenderPools/" + other, "{\"name\": \"codes\"}").expect(202);
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    private Shell.Ran send(String to, String... more) {
        String[] usual = {"send", "--pool", "spring sale", "--to", to, "--text", "Hello"};
        String[] all = new String[usual.length + more.length];
        System.arraycopy(usual, 0, all, 0, usual.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return shell.run(all);
    }

    @Test
    void a_message_is_followed_until_the_phone_has_it() {
        Shell.Ran ran = send("+14155550131", "--wait", "--output", "json");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.json().at("/messages/0/status").asString()).isEqualTo("DELIVERED");
    }

    @Test
    void a_message_that_fails_is_told_with_its_reason_and_exit_code_1() {
        Shell.Ran ran = send(MagicNumber.INVALID.number(), "--wait");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("FAILED", "21211 ");
    }

    @Test
    void the_same_idempotency_key_sends_once_and_says_so() {
        Shell.Ran first = send("+14155550132", "--idempotency-key", "once", "--output", "json");
        Shell.Ran second = send("+14155550132", "--idempotency-key", "once", "--output", "json");
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.err()).contains("sent before with this key");
    }

    @Test
    void a_pool_that_is_not_there_is_answered_with_the_nearest_name() {
        Shell.Ran ran = shell.run("send", "--pool", "sping sale", "--to", "+1", "--text", "x");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("there is no pool \"sping sale\"; did you mean \"spring sale\"?");
    }

    @Test
    void a_refusal_is_shown_with_its_code_its_message_and_its_place() {
        Shell.Ran ran = send("12");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err())
                .contains("POST /v1/Messages was answered with 400")
                .contains("21211 ", "(at $.to[0].address)");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void wrong_credentials_are_told_with_what_to_do_and_never_repeated() {
        Shell wrong = shell.with("TWILIO_AUTH_TOKEN", "not-the-token");
        Shell.Ran ran = wrong.run("message", "comms_message_01h9krwprkeee8fzqspvwy6nq8");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err())
                .contains("20003", "TWILIO_AUTH_TOKEN")
                .doesNotContain("not-the-token");
    }

    @Test
    void the_token_may_come_from_a_file(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), Client.TOKEN + "\n");
        Shell.Ran ran =
                shell.with("TWILIO_AUTH_TOKEN", "")
                        .run(
                                "simulate",
                                "codes",
                                "--recipients",
                                "1",
                                "--auth-token-file",
                                file.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
    }

    @Test
    void a_server_that_is_not_there_is_exit_code_3() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Shell.Ran ran = shell.run("message", "x", "--url", "http://127.0.0.1:" + nobody);
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("cannot reach the server at http://127.0.0.1:" + nobody);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"send", "send --to +1 --text x --csv f", "send --to +1", "tail --bogus"})
    void a_wrong_command_line_is_exit_code_2_and_names_help(String arguments) {
        Shell.Ran ran = shell.run(arguments.split(" ", -1));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).isNotBlank();
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send",
                "tail",
                "message",
                "simulate",
                "apply",
                "export",
                "doctor",
                "completion"
            })
    void every_command_has_help_with_examples_and_exit_codes(String command) {
        Shell.Ran ran = shell.run(command, "--help");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("Usage: posthorn " + command, "Examples:", "Exit codes:");
    }

    @Test
    void the_completion_script_knows_commands_and_options() {
        assertThat(shell.run("completion", "bash").out()).contains("simulate", "--recipients");
        assertThat(shell.run("completion", "zsh").out()).contains("bashcompinit", "--recipients");
    }

    @Test
    void a_timeline_tells_each_step_and_why_this_sender() {
        Shell.Ran sent = send(MagicNumber.UNREACHABLE.number(), "--wait", "--output", "json");
        String id = sent.json().at("/messages/0/id").asString();
        Shell.Ran ran = shell.run("message", id);
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("accepted", "decided", "submitted", "receipt", "ended")
                .contains("attempt 1 by +12065550601 (SMS)", "because ", "30003 ");
    }

    @Test
    void a_forecast_is_a_table_of_shares_drain_and_waits() {
        Shell.Ran ran =
                shell.run(
                        "simulate",
                        "spring sale",
                        "--recipients",
                        "1000",
                        "--outage",
                        "+12065550601@2+5");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("\\+12065550601 +1,000 +100\\.0 %")
                .contains("all gone after", "95 % under", "failovers");
    }

    @Test
    void tail_shows_the_events_that_are_asked_for_one_line_each() {
        shell.run(
                "send",
                "--pool",
                "codes",
                "--to",
                "+14155550134",
                "--text",
                "x",
                "--tag",
                "tail=yes",
                "--wait");
        send("+14155550133", "--wait", "--tag", "tail=yes");
        Shell.Ran ran =
                shell.run(
                        "tail",
                        "--after",
                        "0",
                        "--pool",
                        "spring sale",
                        "--status",
                        "delivered",
                        "--tag",
                        "tail=yes",
                        "--count",
                        "1");
        assertThat(ran.exit()).isZero();
        assertThat(ran.lines())
                .singleElement()
                .asString()
                .contains("DELIVERED", "+14155550133", "+12065550601", "SMS", "tail=yes");
    }

    @Test
    void tail_as_json_is_one_document_a_line() {
        send("+14155550135", "--wait");
        Shell.Ran ran = shell.run("tail", "--after", "0", "--count", "2", "--output", "json");
        assertThat(ran.lines())
                .hasSize(2)
                .allSatisfy(line -> {
                    JsonNode event = Client.JSON.readTree(line);
                    assertThat(event.get("specversion").asString()).isEqualTo("1.0");
                });
    }
}
