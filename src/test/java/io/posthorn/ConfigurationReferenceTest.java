package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.Channels;
import io.posthorn.channel.ConnectionType;
import io.posthorn.channel.ConnectionType.Field;
import io.posthorn.message.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The reference is written by the code it is about. After a wanted change: `./mvnw -q test
/// -Dtest=ConfigurationReferenceTest -Dcontract=write`.
class ConfigurationReferenceTest {

    private static final Path FILE = Path.of("docs/configuration-reference.md");

    @Test
    void the_documentation_shows_every_key_and_every_setting() throws IOException {
        String text = document();
        if ("write".equals(System.getProperty("contract"))) {
            Files.writeString(FILE, text);
        }
        assertThat(FILE).hasContent(text);
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration reference

                        Written by the code; [configuration](configuration.md) explains it.

                        ## Keys of `serve`

                        In the file as YAML, as flag `--KEY VALUE`, or from the environment. `accounts` is a list and in the file only.

                        | key | environment | default | meaning |
                        |---|---|---|---|
                        """);
        ConfigFile.KEYS.forEach(key ->
                text.append(
                        row(
                                code(key.name()),
                                code(key.environment()),
                                code(key.fallback()),
                                key.help())));
        text.append(
                """

                ## Settings of connections

                `settings` of `POST /v1/Connections`, by `type`. A secret is never shown again.
                """);
        Channels.all(new AdjustableTime(InstantSource.system()))
                .forEach(type -> text.append(section(type)));
        return text.toString();
    }

    private static String section(ConnectionType type) {
        StringBuilder text = new StringBuilder("\n### `" + type.name() + "`\n\nCarries ");
        text.append(
                type.channels().stream()
                        .map(Channel::name)
                        .sorted()
                        .collect(Collectors.joining(", ")));
        text.append(".\n\n| setting | form | default | meaning |\n|---|---|---|---|\n");
        type.fields()
                .forEach(field ->
                        text.append(
                                row(
                                        code(field.name()),
                                        form(field),
                                        field.fallback()
                                                .map(ConfigurationReferenceTest::code)
                                                .orElse("must be given"),
                                        field.help())));
        return text.toString();
    }

    private static String form(Field field) {
        return switch (field.form()) {
            case TEXT -> "text";
            case SECRET -> "secret";
            case INTEGER -> "number";
            case BOOLEAN -> "true or false";
            case AUTO_OR_INTEGER -> "`AUTO` or a number";
            case CHOICE ->
                    field.choices().stream()
                            .map(ConfigurationReferenceTest::code)
                            .collect(Collectors.joining(", "));
        };
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value.replace("\n", " ").replace("|", "\\|") + "`";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells).replace("\n", " ") + " |\n";
    }
}
