package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.store.MessageQuery;
import io.posthorn.store.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// `wrong-content.txt`: each wrong content is refused with its code and the place of the fault, and
/// nothing is stored.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongContentTest {

    private static final Path FILE = Path.of("src/test/resources/wrong-content.txt");
    private static final String SECTION = "## ";

    private RunningApi api;

    @BeforeAll
    void start() {
        api = new RunningApi();
        api.sender("+14155550101", api.connection());
    }

    @AfterAll
    void stop() {
        api.close();
    }

    record Fault(String path, int code, String context, String body) {

        private static Fault read(String section, String line) {
            String[] parts = line.split(" ", 2);
            int body = parts[1].indexOf(' ', context(parts[1]));
            String content = Wrong.repeated(parts[1].substring(body + 1));
            boolean template = section.startsWith("POST /v1/Content");
            return new Fault(
                    section.replaceFirst("^POST ([^,]*).*", "$1"),
                    Integer.parseInt(parts[0]),
                    parts[1].substring(0, body),
                    template ? content : message(content));
        }

        /// Where the place ends at the earliest: the name of a property may have a space.
        private static int context(String text) {
            int body = text.indexOf(" {");
            return body < 0 ? 0 : body;
        }

        private static String message(String content) {
            return """
            {"to": [{"address": "+14155550123", "channel": "PHONE"}], "content": %s}\
            """
                    .formatted(content);
        }

        @Override
        public String toString() {
            return code + " " + context + " " + body.length();
        }
    }

    static List<Fault> faults() throws IOException {
        List<Fault> faults = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith(SECTION)) {
                section = line.substring(SECTION.length());
            } else if (!section.isEmpty() && !line.isBlank()) {
                faults.add(Fault.read(section, line));
            }
        }
        return faults;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void is_refused_with_its_place(Fault fault) {
        RunningApi.Answer answer = api.send("POST", fault.path(), fault.body());

        assertThat(answer.status()).as(fault.body() + answer.text()).isEqualTo(400);
        JsonNode first = answer.json().get("errors").get(0);
        assertThat(first.get("context").asString()).as(answer.text()).isEqualTo(fault.context());
        assertThat(first.get("code").intValue()).as(answer.text()).isEqualTo(fault.code());
        assertThat(api.store.messages(MessageQuery.all(RunningApi.ACCOUNT.sid(), 1))).isEmpty();
        assertThat(api.store.settings(Setting.Kind.CONTENT)).isEmpty();
    }

    @Test
    void there_are_two_hundred() throws IOException {
        assertThat(faults()).hasSizeGreaterThanOrEqualTo(200);
    }
}
