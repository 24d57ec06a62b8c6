package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What each channel makes of the same templates, as it was read and found good: `NAME.json` is a
/// template and one recipient's variables, `NAME.golden` what five channels show of it. After a
/// wanted change, run with `-Dgolden=write` and read the difference.
class GoldenContentTest {

    private static final Path FOLDER = Path.of("src/test/resources/content");
    private static final List<Channel> CHANNELS =
            List.of(Channel.SMS, Channel.RCS, Channel.WHATSAPP, Channel.EMAIL, Channel.PUSH);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_template_is_shown_by_each_channel_as_written_down(String name) throws IOException {
        JsonNode in = JSON.readTree(Files.readString(FOLDER.resolve(name + ".json")));
        var template =
                new Content.Stored("HX1", texts(in.path("variables")), in.path("types").toString());
        StringBuilder shown = new StringBuilder();
        for (Channel channel : CHANNELS) {
            shown.append("## ").append(channel).append("\n\n");
            shown.append(shown(template, channel, texts(in.path("recipient")))).append("\n\n");
        }
        Path golden = FOLDER.resolve(name + ".golden");
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(golden, shown);
        }
        assertThat(golden).hasContent(shown.toString());
    }

    private static Map<String, String> texts(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().asString()));
    }

    private static String shown(Content content, Channel channel, Map<String, String> variables) {
        Rendition rendition = Rendition.of(content, channel, variables);
        return switch (rendition.content()) {
            case Content.Plain(Optional<String> text, var media) ->
                    rendition.readable()
                            + "\n\n("
                            + Segments.count(rendition.readable())
                            + " segments; by MMS: "
                            + text.orElse("").length()
                            + " characters and "
                            + media.size()
                            + " media)";
            case Content.Modules(var modules) ->
                    JSON.writeValueAsString(
                            JSON.readTree(modules.values().iterator().next().json()));
            case Content.Email email ->
                    "Subject: "
                            + email.subject()
                            + "\n\n"
                            + email.html()
                            + "\n"
                            + email.text().orElse("");
            case Content.Push push -> push.title().orElse("-") + "\n\n" + push.body();
            case Content.Stored _ -> throw new AssertionError("a template as it is");
        };
    }
}
