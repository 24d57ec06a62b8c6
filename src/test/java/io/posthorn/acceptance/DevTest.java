package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a newcomer does: starts it, and pastes what it says.
@Tag("process")
class DevTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @Test
    void the_commands_of_the_banner_work_when_pasted(@TempDir Path folder) throws Exception {
        try (ServerProcess dev = ServerProcess.dev(folder)) {
            assertThat(dev.output().getLast()).isEqualTo("posthorn ready");
            List<List<String>> curls = curls(dev.output());
            assertThat(curls).hasSize(2);
            JsonNode accepted = paste(curls.getFirst()).expect(202).json();
            assertThat(accepted.get("operationId").asString()).startsWith("comms_operation_");
            JsonNode inbox = paste(curls.getLast()).expect(200).json();
            assertThat(inbox.at("/messages/0/text").asString()).isEqualTo("Hello from Posthorn");
        }
    }

    /// The words of each curl command, quotes resolved, lines that go on joined.
    private static List<List<String>> curls(List<String> output) {
        List<List<String>> curls = new ArrayList<>();
        for (String line : String.join("\n", output).replace("\\\n", " ").split("\n", -1)) {
            if (line.strip().startsWith("curl ")) {
                List<String> words = new ArrayList<>();
                Matcher word = WORD.matcher(line.strip());
                while (word.find()) {
                    words.add(word.group(1) != null ? word.group(1) : word.group(2));
                }
                curls.add(words);
            }
        }
        return curls;
    }

    private static Client.Answer paste(List<String> curl) {
        String[] user = curl.get(curl.indexOf("-u") + 1).split(":", 2);
        String url = curl.stream().filter(w -> w.startsWith("http")).findFirst().orElseThrow();
        int data = curl.indexOf("-d");
        try (Client client = new Client("", user[0], user[1])) {
            return data < 0 ? client.get(url) : client.post(url, curl.get(data + 1));
        }
    }
}
