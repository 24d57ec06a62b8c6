package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.channel.simulator.Submitted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `send --csv`: every good row is sent once, whatever interrupts it, and every bad one is told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsvSendTest {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private RunningServer server;
    private Shell shell;
    private Path file;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
        Client client = server.client();
        shell = Shell.of(client.base());
        String connection = client.connection("files", smsc);
        List<String> senders =
                List.of(
                        client.sender("+12065550701", connection, 2000),
                        client.sender("+12065550702", connection, 2000));
        String pool = client.pool("{}", senders);
        client.patch("/v1/SenderPools/" + pool, "{\"name\": \"files\"}").expect(202);
    }

    @BeforeEach
    void a_file_of_its_own(@TempDir Path folder) {
        file = folder.resolve("guests.csv");
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    /// Rows nobody else has, with a text that names the file.
    private String rows(int count) throws IOException {
        String mark = "file" + NEXT.incrementAndGet();
        List<String> lines = new ArrayList<>(List.of("to,name"));
        Client.phones(count, count).forEach(phone -> lines.add(phone + "," + mark));
        Files.write(file, lines);
        return mark;
    }

    private List<String> command(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "send",
                                "--pool",
                                "files",
                                "--csv",
                                file.toString(),
                                "--text",
                                "Hi {{ name }}"));
        all.addAll(List.of(more));
        return all;
    }

    private Shell.Ran send(String... more) {
        return shell.run(command(more).toArray(String[]::new));
    }

    /// The phones that got this text, one entry for each time.
    private List<String> phones(String mark) {
        return smsc.traffic().submits().stream()
                .filter(message -> message.text().equals("Hi " + mark))
                .map(Submitted::to)
                .toList();
    }

    private Path journal() {
        return file.resolveSibling("guests.csv.posthorn-progress");
    }

    @Test
    void every_row_gets_its_text_once_and_the_end_is_a_table() throws IOException {
        String mark = rows(2500);
        Shell.Ran ran = send("--batch", "200");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(phones(mark)).hasSize(2500).doesNotHaveDuplicates();
        assertThat(ran.out())
                .containsPattern("accepted +2,500")
                .containsPattern("delivered +2,500")
                .containsPattern("\\+12065550701 +SMS +1,[0-9]{3}");
        assertThat(ran.err()).contains("checking", "sending", "100 %  2,500/2,500");
    }

    @Test
    void failures_are_counted_by_code_and_end_with_exit_code_1() throws IOException {
        Files.writeString(
                file,
                "to\n%s\n%s\n%s\n+14155550141\n"
                        .formatted(
                                MagicNumber.INVALID.number(),
                                MagicNumber.UNREACHABLE.number(),
                                MagicNumber.UNREACHABLE.number()));
        Shell.Ran ran = send("--output", "json");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.json().at("/failures/0/code").asInt()).isEqualTo(21211);
        assertThat(ran.json().at("/failures/1/code").asInt()).isEqualTo(30003);
        assertThat(ran.json().at("/failures/1/count").asInt()).isEqualTo(2);
        assertThat(
                        ran.json().at("/senders/0/delivered").asInt(0)
                                + ran.json().at("/senders/1/delivered").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void bad_rows_are_kept_with_line_and_reason_and_the_others_are_sent() throws IOException {
        Files.writeString(
                file,
                """
                to,name
                +14155550151,bad rows
                12,bad rows

                +14155550152,bad rows,too much
                ,bad rows
                "+14155550153;+14155550154","bad
                rows"
                +14155550155,bad rows
                """);
        Shell.Ran ran = send();
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(phones("bad rows")).containsExactlyInAnyOrder("+14155550151", "+14155550155");
        assertThat(ran.out()).containsPattern("rejected +3 ");
        assertThat(Files.readAllLines(file.resolveSibling("guests.rejected.csv")))
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("line,reason,to,name");
                    assertThat(lines.get(1)).startsWith("3,\"21211 ").endsWith(",12,bad rows");
                    assertThat(lines.get(2)).startsWith("5,\"has 3 fields, the header has 2\",");
                    assertThat(lines.get(3)).startsWith("6,\"\"\"to\"\" is empty\",");
                });
    }

    @Test
    void strict_sends_nothing_when_a_row_is_bad() throws IOException {
        Files.writeString(file, "to,name\n+14155550161,strict\n12,strict\n");
        Shell.Ran ran = send("--strict");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("1 rows cannot be sent", "nothing was sent");
        assertThat(phones("strict")).isEmpty();
        assertThat(journal()).doesNotExist();
    }

    @Test
    void a_column_text_is_the_text_of_its_row_as_it_is() throws IOException {
        Files.writeString(file, "to,text\n+14155550171,Hi {{ one }}\n+14155550172,Hi two\n");
        Shell.Ran ran = shell.run("send", "--pool", "files", "--csv", file.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(phones("{{ one }}")).containsExactly("+14155550171");
        assertThat(phones("two")).containsExactly("+14155550172");
    }

    @Test
    void what_was_accepted_without_our_knowing_is_not_sent_again() throws IOException {
        String mark = rows(300);
        assertThat(send("--batch", "20").exit()).isZero();
        List<String> lines = Files.readAllLines(journal());
        // As if killed after requests and before their answers, in the middle of a line.
        List<String> known =
                lines.stream()
                        .filter(l -> !l.contains("operation") || l.contains("\"batch\":3,"))
                        .toList();
        Files.writeString(journal(), String.join("\n", known) + "\n{\"batch\":5,\"opera");

        Shell.Ran again = send("--batch", "20");

        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err())
                .contains("1 batches of 20 were accepted before", "14 batches had been");
        assertThat(again.out()).containsPattern("delivered +300");
        assertThat(phones(mark)).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void a_finished_file_is_not_sent_again_until_it_gets_another_key() throws IOException {
        String mark = rows(40);
        assertThat(send().exit()).isZero();
        assertThat(send().exit()).isZero();
        Files.delete(journal());
        assertThat(send().err()).contains("were not sent again");
        assertThat(phones(mark)).hasSize(40);

        Files.delete(journal());
        assertThat(send("--idempotency-key", "second round").exit()).isZero();
        assertThat(phones(mark)).hasSize(80);
    }

    @Test
    void a_file_that_was_changed_in_between_is_refused() throws IOException {
        rows(10);
        assertThat(send().exit()).isZero();
        Files.writeString(file, Files.readString(file) + "+14155550181,more\n");
        Shell.Ran changed = send();
        assertThat(changed.exit()).isEqualTo(2);
        assertThat(changed.err()).contains("tells of another sending");
    }

    @Test
    void batches_of_yesterday_that_nobody_answered_are_not_sent_on_a_guess() throws IOException {
        rows(10);
        assertThat(send().exit()).isZero();
        String plan = Files.readAllLines(journal()).getFirst();
        Files.writeString(
                journal(),
                plan
                        + "\n{\"checked\":10,\"rejected\":[]}\n"
                        + "{\"batch\":0,\"begun\":\"2020-01-01T00:00:00Z\"}\n");
        Shell.Ran ran = send();
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("nobody knows whether batches 0 were accepted");
    }

    @Test
    @Tag("process")
    void after_ctrl_c_the_same_command_goes_on_without_duplicates() throws Exception {
        String mark = rows(3000);
        Process process = start("--batch", "2");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(journal()) && operations() > 20);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(said).contains("of 3000 rows are accepted", "Run the same command again");
        assertThat(operations()).isLessThan(1500);

        goesOn(mark);
    }

    @Test
    @Tag("process")
    void after_a_kill_the_same_command_goes_on_without_duplicates() throws Exception {
        String mark = rows(3000);
        Process process = start("--batch", "2");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(journal()) && operations() > 20);
        process.destroyForcibly().waitFor();
        assertThat(operations()).isLessThan(1500);

        goesOn(mark);
    }

    private void goesOn(String mark) {
        Shell.Ran ran = send("--batch", "2");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("going on where it was");
        assertThat(ran.out())
                .containsPattern("accepted +3,000")
                .containsPattern("delivered +3,000");
        assertThat(phones(mark)).hasSize(3000).doesNotHaveDuplicates();
    }

    private long operations() throws IOException {
        return Files.readAllLines(journal()).stream().filter(l -> l.contains("operation")).count();
    }

    private Process start(String... more) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.posthorn.Main"));
        all.addAll(command(more));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(shell.environment());
        return builder.start();
    }
}
