package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuideTest {

    @ParameterizedTest
    @EnumSource(MagicNumber.class)
    void the_readme_tells_every_magic_number_as_it_is(MagicNumber magic) throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .contains("| `" + magic.number() + "` | " + magic.meaning() + " |");
    }

    @ParameterizedTest
    @EnumSource(MagicMailbox.class)
    void the_guide_tells_every_magic_mailbox_as_it_is(MagicMailbox magic) throws IOException {
        assertThat(Files.readAllLines(Path.of("docs/simulator.md")))
                .contains("| `" + magic.local() + "@` | " + magic.meaning() + " |");
    }

    @ParameterizedTest
    @EnumSource(Hostility.class)
    void the_guide_names_every_attack(Hostility hostility) throws IOException {
        assertThat(Files.readString(Path.of("docs/simulator.md"))).contains("`" + hostility + "`");
    }
}
