package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {

    private static final Keywords USUAL = new Keywords(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                "Stop",
                "sToP",
                " stop ",
                "STOP.",
                "Stop!!!",
                "\"STOP\"",
                "'stop'",
                "(stop)",
                "STOP 🙏",
                "🛑 stop",
                "stop\n",
                "stop\n\nSent from my phone",
                "Stop. Thank you",
                "Stop, thank you.",
                "stop thanks",
                "Stop! Leave me alone",
                "STOP PLEASE",
                "please stop",
                "Please stop.",
                "stop now",
                "Stop it",
                "ｓｔｏｐ",
                "stöp",
                "Thank you. Stop",
                "STOPALL",
                "STOP ALL",
                "stop-all",
                "QUIT",
                "Quit.",
                "END",
                "end",
                "REVOKE",
                "revoke please",
                "OPT OUT",
                "opt-out",
                "Opt out.",
                "opt_out",
                "OPTOUT",
                "CANCEL",
                "cancel!",
                "UNSUBSCRIBE",
                "Unsubscribe me",
                "unsubscribe, please"
            })
    void these_ask_to_stop(String text) {
        assertThat(USUAL.read(text)).contains(Keyword.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "start", "Unstop", "YES", "yes!", "Yes please", "Start. Thx"})
    void these_ask_to_start(String text) {
        assertThat(USUAL.read(text)).contains(Keyword.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELP", "help?", "Help me", "INFO", "info please"})
    void these_ask_for_help(String text) {
        assertThat(USUAL.read(text)).contains(Keyword.HELP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "please",
                "thank you",
                "don't stop",
                "Do not stop",
                "Stop the car at the corner",
                "The end",
                "Cancel my appointment",
                "I will cancel the order",
                "stopped",
                "nonstop",
                "Where is the bus stop?",
                "yesterday",
                "Can you help my father",
                "STOP2END",
                "s t o p"
            })
    void these_ask_for_nothing(String text) {
        assertThat(USUAL.read(text)).isEmpty();
    }

    @Test
    void who_says_stop_may_say_why() {
        assertThat(USUAL.read("Stop. " + "I have more to say. ".repeat(10))).contains(Keyword.STOP);
    }

    @Test
    void more_words_may_be_of_any_language() {
        var more =
                new Keywords(
                        Map.of(
                                Keyword.STOP, List.of("ARRÊT", "baja", "стоп", "配信停止", ""),
                                Keyword.HELP, List.of("aide")));
        assertThat(List.of("arrêt", "Arret.", "BAJA", "Стоп!", "配信停止", "stop"))
                .allSatisfy(text -> assertThat(more.read(text)).contains(Keyword.STOP));
        assertThat(more.read("Aide ?")).contains(Keyword.HELP);
        assertThat(USUAL.read("baja")).isEmpty();
        assertThat(more.read("")).isEmpty();
    }

    @Property(seed = "1", tries = 2_000)
    void any_text_can_be_read(@ForAll @StringLength(max = 300) String text) {
        assertThat(USUAL.read(text)).isNotNull();
    }
}
