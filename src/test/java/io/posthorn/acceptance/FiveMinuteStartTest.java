package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first page somebody follows, as he would: every block that is marked is pasted into a shell.
@Tag("process")
@Timeout(120)
class FiveMinuteStartTest {

    private static final Path PAGE = Path.of("docs/five-minute-start.md");
    private static final Pattern RUNNABLE = Pattern.compile("(?s)```sh run\n(.*?)```");

    @Test
    void every_block_works_against_a_fresh_server(@TempDir Path folder) throws Exception {
        List<String> blocks =
                RUNNABLE.matcher(Files.readString(PAGE)).results().map(b -> b.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
        try (ServerProcess server = ServerProcess.dev(folder)) {
            String url = url(server.output());
            String script = String.join("\n", blocks).replace("http://localhost:8080", url);

            String said = run("set -eu\n" + script);

            assertThat(said)
                    .contains("comms_senderpool_", "comms_operation_")
                    .contains("Hi Ada, see you at nine")
                    .contains("com.twilio.comms-api.");
        }
    }

    /// Where the banner says the API is.
    private static String url(List<String> banner) {
        return Pattern.compile("http://localhost:[0-9]+(?=/v1)")
                .matcher(String.join("\n", banner))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    private static String run(String script) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("bash", "-o", "pipefail", "-c", script)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
        return said;
    }
}
