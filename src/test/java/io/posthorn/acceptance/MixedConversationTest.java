package io.posthorn.acceptance;

import static io.posthorn.acceptance.Mixed.SOON;
import static io.posthorn.acceptance.Mixed.phone;
import static io.posthorn.acceptance.Mixed.whatsappUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Behavior.Faults;
import io.posthorn.channel.simulator.Behavior.Receipts;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Scope;
import io.posthorn.message.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What people write and tap on each channel, and what it changes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MixedConversationTest {
    private Mixed mixed;
    private Client client;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        mixed = new Mixed(folder);
        client = mixed.client;
    }

    @AfterAll
    void stop() {
        mixed.close();
    }

    @AfterEach
    void behaveAgain() {
        mixed.carriers.resetBehaviors();
    }

    private static String sender(Channel channel) {
        return switch (channel) {
            case SMS -> Mixed.NUMBER;
            case RCS -> Mixed.AGENT;
            case WHATSAPP -> Mixed.BUSINESS;
            case EMAIL, PUSH -> throw new IllegalArgumentException();
        };
    }

    private static String person(Channel channel, String phone) {
        return channel == Channel.WHATSAPP ? whatsappUser(phone) : phone(phone);
    }

    private String poolOf(Channel channel, String policy) {
        String member =
                switch (channel) {
                    case SMS -> mixed.sms;
                    case RCS -> mixed.rcs;
                    case WHATSAPP -> mixed.whatsapp;
                    case EMAIL, PUSH -> throw new IllegalArgumentException();
                };
        return client.pool(policy, List.of(member));
    }

    @ParameterizedTest
    @CsvSource({"SMS, +14155550201", "RCS, +14155550202", "WHATSAPP, +14155550203"})
    void what_both_write_is_one_session(Channel channel, String phone) {
        String pool = poolOf(channel, "{}");
        JsonNode sent = mixed.delivered(mixed.send(pool, person(channel, phone)));

        mixed.carriers.reply(channel, phone, sender(channel), "Who is it?");

        JsonNode inbound = mixed.inboundOf(phone, 1).getFirst();
        String session = sent.get("sessionId").asString();
        assertThat(client.listedBy("sessionId=" + session))
                .extracting(message -> message.get("id").asString())
                .containsExactly(inbound.get("id").asString(), sent.get("id").asString());
        JsonNode fetched = client.message(inbound.get("id").asString());
        assertThat(fetched.get("sessionId").asString()).isEqualTo(session);
        assertThat(fetched.at("/content/text").asString()).isEqualTo("Who is it?");
        assertThat(fetched.at("/to/0/channel").asString()).isEqualTo(channel.name());
        assertThat(mixed.events(inbound.get("id").asString())).contains("inbound-received");
    }

    @ParameterizedTest
    @CsvSource({"RCS, +14155550211", "WHATSAPP, +14155550212"})
    void the_same_words_twice_are_two_messages_where_the_provider_tells_them_apart(
            Channel channel, String phone) {
        mixed.carriers.reply(channel, phone, sender(channel), "ok");
        mixed.carriers.reply(channel, phone, sender(channel), "ok");

        assertThat(mixed.inboundOf(phone, 2))
                .allMatch(m -> m.get("status").asString().equals("INBOUND"));
    }

    @ParameterizedTest
    @CsvSource({"RCS, +14155550221", "WHATSAPP, +14155550222"})
    void a_tap_comes_in_with_its_words_and_its_data(Channel channel, String phone) {
        String module =
                channel == Channel.RCS
                        ? """
                        {"rcs": {"text": "Coming?", "suggestions": [
                          {"reply": {"text": "Yes", "postbackData": "rsvp.yes"}},
                          {"reply": {"text": "No", "postbackData": "rsvp.no"}}]}}\
                        """
                        : """
                        {"whatsapp": {"type": "interactive", "interactive": {"type": "button",
                          "body": {"text": "Coming?"}, "action": {"buttons": [
                            {"type": "reply", "reply": {"id": "rsvp.yes", "title": "Yes"}},
                            {"type": "reply", "reply": {"id": "rsvp.no", "title": "No"}}]}}}}\
                        """;
        mixed.post(
                """
                {"from": {"senderPoolId": "%s"}, "to": [%s], "content": {"modules": [%s]}}\
                """
                        .formatted(poolOf(channel, "{}"), person(channel, phone), module));
        Received shown = mixed.awaitShown(phone, channel);

        mixed.carriers.tap(shown, shown.screen().suggestions().getLast());

        JsonNode inbound = mixed.inboundOf(phone, 1).getFirst();
        assertThat(inbound.at("/tags/postbackData").asString()).isEqualTo("rsvp.no");
        assertThat(client.message(inbound.get("id").asString()).at("/content/text").asString())
                .isEqualTo("No");
        assertThat(client.listedBy("tags=postbackData:rsvp.no&channel=" + channel)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RCS", "WHATSAPP"})
    void who_writes_to_a_sender_is_answered_by_it(Channel channel) {
        boolean byRcs = channel == Channel.RCS;
        String address = byRcs ? "second_agent" : "+12065550977";
        String second = byRcs ? mixed.rcs(address) : mixed.whatsapp(address);
        String hybrid =
                client.pool(
                        "{\"sticky\": {\"mode\": \"HYBRID\"}}",
                        List.of(byRcs ? mixed.rcs : mixed.whatsapp, second));
        for (String phone : List.of("+14155550231", "+14155550232", "+14155550233")) {
            mixed.carriers.reply(channel, phone, address, "Hello");
            await().atMost(SOON).until(() -> keeperOf(hybrid, phone).equals(second));

            JsonNode message = mixed.delivered(mixed.send(hybrid, person(channel, phone)));

            assertThat(message.at("/from/senderId").asString()).isEqualTo(second);
        }
    }

    private String keeperOf(String pool, String phone) {
        return client.get("/v1/SenderPools/" + pool + "/Assignments/" + phone.replace("+", "%2B"))
                .json()
                .path("senderId")
                .asString("");
    }

    @Test
    void who_says_stop_by_rcs_is_not_reached_by_sms() {
        String phone = "+14155550241";
        String pool = mixed.pool("{}");
        mixed.delivered(mixed.send(pool, phone(phone)));

        mixed.carriers.reply(Channel.RCS, phone, Mixed.AGENT, "STOP");
        mixed.inboundOf(phone, 1);
        await().atMost(SOON).until(() -> mixed.shown(phone, Channel.RCS).size() == 2);

        JsonNode message = client.awaitStatus(mixed.send(pool, phone(phone)), "FAILED", SOON);
        assertThat(message.at("/error/code").asInt()).isEqualTo(21610);
        assertThat(mixed.shown(phone, Channel.SMS)).isEmpty();
        assertThat(mixed.shown(phone, Channel.RCS)).as("the answer to STOP is the last").hasSize(2);
    }

    @Test
    void who_says_stop_while_rcs_is_on_its_way_gets_no_sms_after_it() {
        String phone = "+14155550242";
        mixed.carriers.behave(
                Scope.phone(phone).on(Channel.RCS),
                Behavior.DEFAULT.with(Receipts.AT_ONCE.with(Faults.missing(1))));
        String hasty = mixed.pool("{\"fallbackAfterSeconds\": {\"RCS\": 60}}");
        String operation = mixed.send(hasty, phone(phone));
        mixed.awaitShown(phone, Channel.RCS);
        client.awaitStatus(operation, "SENT", SOON);

        mixed.carriers.reply(Channel.RCS, phone, Mixed.AGENT, "STOP");
        mixed.inboundOf(phone, 1);
        mixed.server.advance(Duration.ofSeconds(61));
        await().atMost(SOON)
                .until(() ->
                        mixed.shown(phone, Channel.RCS).stream()
                                .noneMatch(m -> m.text().equals("hello")));
        mixed.server.advance(Duration.ofSeconds(11));

        await().atMost(SOON).until(() -> client.only(operation).at("/error/code").asInt() == 21610);
        assertThat(client.only(operation).get("attempts")).hasSize(1);
        assertThat(mixed.shown(phone, Channel.SMS)).isEmpty();
    }
}
