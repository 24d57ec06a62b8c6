package io.posthorn.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.twilio.security.RequestValidator;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our signatures, verified by the libraries receivers use.
class SignaturesTest {

    private static final String BODY = "[{\"text\":\"Grüße, 你好 🎺\"}]";
    private static final byte[] BYTES = BODY.getBytes(StandardCharsets.UTF_8);

    @Test
    void the_library_of_standard_webhooks_verifies_ours() throws Exception {
        String secret = Signatures.newSecret();
        Instant now = Instant.now();
        String signature = Signatures.standard(secret, "EZ1-1", now, BYTES);
        Webhook verifier = new Webhook(secret);

        verifier.verify(BODY, headers(now, signature));
        assertThatThrownBy(() -> verifier.verify(BODY + " ", headers(now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static HttpHeaders headers(Instant now, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("EZ1-1"),
                        "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (_, _) -> true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/hook",
                "https://example.com/hook?tenant=a%20b&x=1",
                "http://example.com:8080",
                "https://example.com:8443/a/b/"
            })
    void twilios_own_validator_verifies_ours(String url) throws Exception {
        URI signed = Signatures.withHash(url, BYTES);
        String signature = Signatures.twilio("token", signed);
        RequestValidator validator = new RequestValidator("token");

        assertThat(validator.validate(signed.toString(), BODY, signature)).isTrue();
        assertThat(validator.validate(signed.toString(), BODY + " ", signature)).isFalse();
        assertThat(new RequestValidator("other").validate(signed.toString(), BODY, signature))
                .isFalse();
    }

    @Test
    void new_secrets_are_secrets_and_differ() {
        assertThat(Signatures.isSecret(Signatures.newSecret())).isTrue();
        assertThat(Signatures.newSecret()).isNotEqualTo(Signatures.newSecret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_c2hvcnQ=", "c2VjcmV0", "whsec_?????", "x_"})
    void what_is_no_secret_is_told_apart(String text) {
        assertThat(Signatures.isSecret(text)).isFalse();
    }
}
