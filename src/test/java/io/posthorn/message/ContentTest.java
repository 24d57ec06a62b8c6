package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentTest {

    private static final String CARD =
            """
            {"card":{"title":"Hi {{ name }}","rows":["{{ name }}",1,true,null]}}\
            """;

    @Test
    void every_text_of_a_module_has_the_recipients_values() {
        var modules =
                new Content.Modules(
                        Map.of(
                                Channel.RCS, new Content.Module(Optional.empty(), CARD),
                                Channel.SMS, new Content.Module(Optional.of("x"), "{}")));

        assertThat(modules.filled(Channel.RCS, Map.of("name", "\"Ada\"")))
                .isEqualTo(
                        new Content.Modules(
                                Map.of(
                                        Channel.RCS,
                                        new Content.Module(
                                                Optional.empty(),
                                                """
                                                {"card":{"title":"Hi \\"Ada\\"","rows":["\\"Ada\\"",1,true,null]}}\
                                                """))));
    }

    @Test
    void what_has_no_module_for_the_channel_stays() {
        var modules = new Content.Modules(Map.of());

        assertThat(modules.filled(Channel.RCS, Map.of())).isSameAs(modules);
        assertThat(Content.text("{{ name }}").filled(Channel.RCS, Map.of()))
                .isEqualTo(Content.text("{{ name }}"));
    }
}
