package io.posthorn.acceptance;

import static io.posthorn.acceptance.Mixed.phone;
import static io.posthorn.acceptance.Mixed.whatsappUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Channel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Words of one's own reach a WhatsApp user for 24 hours after he wrote; a template always does.
class WhatsappWindowTest {
    private static final String PERSON = "+14155550251";

    @Test
    void outside_the_window_words_take_the_next_channel_and_templates_do_not(@TempDir Path folder)
            throws InterruptedException {
        try (Mixed mixed = new Mixed(folder)) {
            String pool = mixed.pool("{\"channelOrder\": [\"WHATSAPP\", \"SMS\"]}");
            String person =
                    "{\"addresses\": [%s, %s]}".formatted(whatsappUser(PERSON), phone(PERSON));
            mixed.server.advance(Duration.ofHours(25));

            JsonNode closed = mixed.delivered(mixed.send(pool, person));

            assertThat(closed.at("/attempts/0/error/code").asInt()).isEqualTo(63016);
            assertThat(closed.at("/attempts/1/channel").asString()).isEqualTo("SMS");
            assertThat(mixed.carriers.whatsapp().traffic().submits()).as("Meta asked").isEmpty();

            mixed.delivered(template(mixed, pool));
            assertThat(mixed.shown(PERSON, Channel.WHATSAPP)).hasSize(1);

            mixed.carriers.reply(Channel.WHATSAPP, PERSON, Mixed.BUSINESS, "Hello?");
            mixed.inboundOf(PERSON, 1);
            JsonNode open = mixed.delivered(mixed.send(pool, person));
            assertThat(open.get("attempts")).hasSize(1);
            assertThat(open.at("/attempts/0/channel").asString()).isEqualTo("WHATSAPP");

            mixed.server.advance(Duration.ofHours(24));
            JsonNode closedAgain = mixed.delivered(mixed.send(pool, person));
            assertThat(closedAgain.at("/attempts/0/error/code").asInt()).isEqualTo(63016);
        }
    }

    private static String template(Mixed mixed, String pool) {
        return mixed.post(
                """
                {"from": {"senderPoolId": "%s"}, "to": [%s], "content": {"modules": [{"whatsapp": {
                   "type": "template", "template": {"name": "order_ready",
                                                    "language": {"code": "en"}}}}]}}\
                """
                        .formatted(pool, whatsappUser(PERSON)));
    }
}
