package io.posthorn.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.AdjustableTime;
import io.posthorn.channel.HttpProvider.Reaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A token is renewed before it ends, while the old one is used.
@Timeout(60)
class AccessTokensTest {
    private final AtomicInteger given = new AtomicInteger();
    private final AdjustableTime time = new AdjustableTime(InstantSource.system());
    private final HttpProvider provider = new HttpProvider(_ -> token());
    private final AccessTokens tokens =
            new AccessTokens(
                    HttpUpstream.client(),
                    ServiceAccount.parse(TestServiceAccount.json(provider.url())),
                    "scope",
                    time);

    private Reaction token() {
        return new Reaction.Answer(
                200,
                "{\"access_token\": \"t-%d\", \"expires_in\": 3600}"
                        .formatted(given.incrementAndGet()));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private String grant() throws InterruptedException {
        return tokens.grant() instanceof AccessTokens.Grant.Token(String value) ? value : "none";
    }

    @Test
    void one_token_serves_until_a_quarter_of_its_life_is_left() throws Exception {
        assertThat(grant()).isEqualTo("t-1");
        time.advance(Duration.ofMinutes(44));
        assertThat(grant()).isEqualTo("t-1");
        assertThat(given).hasValue(1);

        time.advance(Duration.ofMinutes(2));
        assertThat(grant()).as("nobody waits for the new one").isEqualTo("t-1");

        await().until(() -> grant().equals("t-2"));
    }

    @Test
    void a_token_that_cannot_be_renewed_is_used_to_its_end_and_no_longer() throws Exception {
        assertThat(grant()).isEqualTo("t-1");
        provider.will(new Reaction.Answer(503, "{}"));

        time.advance(Duration.ofMinutes(59));
        assertThat(grant()).isEqualTo("t-1");

        time.advance(Duration.ofMinutes(2));
        assertThat(tokens.grant()).isInstanceOf(AccessTokens.Grant.Unanswered.class);
    }
}
