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

        assertThat(Rendition.of(modules, Channel.RCS, Map.of("name", "\"Ada\"")).content())
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
}
