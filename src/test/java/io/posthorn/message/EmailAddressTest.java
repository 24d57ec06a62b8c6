package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @Test
    void a_domain_has_no_case_and_a_mailbox_may() {
        assertThat(EmailAddress.normalise("Ada.Lovelace+x@Example.TEST"))
                .contains("Ada.Lovelace+x@example.test");
        assertThat(EmailAddress.normalise("o'hara@münchen.example"))
                .contains("o'hara@münchen.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@b.test",
                "a@",
                "a@b@c.test",
                "a b@c.test",
                "a@b.test\r\nBcc: c@d.test",
                "<a@b.test>",
                "a@b.test,c@d.test",
                "a@-b.test",
                "a@b.",
                "a\u0000@b.test"
            })
    void other_texts_are_none(String text) {
        assertThat(EmailAddress.normalise(text)).isEmpty();
    }
}
