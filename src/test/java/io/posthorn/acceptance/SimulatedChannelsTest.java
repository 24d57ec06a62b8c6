package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Carriers;
import io.posthorn.channel.simulator.MagicNumber;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Smsc;
import io.posthorn.message.Channel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One pool with a sender on each of three channels, over the production connectors and simulated
/// carriers that speak their protocols.
class SimulatedChannelsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "callback-secret";
    private static final String NUMBER = "+12065550901";
    private static final String BUSINESS = "+12065550902";

    private RunningServer server;
    private Client client;
    private Carriers carriers;
    private String pool;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        carriers = Carriers.beside(Smsc.start(Behavior.DEFAULT));
        carriers.start();
        server = RunningServer.in(folder);
        client = server.client();
        String sms = client.connection("sms", carriers.smsc());
        String whatsapp =
                connection(
                        "WHATSAPP_CLOUD",
                        """
                        {"baseUrl": "%s", "phoneNumberId": "%s", "accessToken": "t",
                         "appSecret": "%s", "verifyToken": "v"}\
                        """
                                .formatted(
                                        carriers.whatsapp().baseUrl(),
                                        BUSINESS.substring(1),
                                        SECRET));
        String rcs =
                connection(
                        "RCS_BUSINESS_MESSAGING",
                        """
                        {"baseUrl": "%s", "agentId": "agent", "serviceAccountJson": %s,
                         "webhookToken": "%s"}\
                        """
                                .formatted(
                                        carriers.rcs().baseUrl(),
                                        Client.JSON.writeValueAsString(
                                                carriers.rcs().serviceAccountJson()),
                                        SECRET));
        carriers.whatsapp().callback(callback(whatsapp), SECRET);
        carriers.rcs().callback(callback(rcs), SECRET);
        pool =
                client.pool(
                        "{}",
                        List.of(
                                client.sender(NUMBER, sms, 10),
                                sender(BUSINESS, "WHATSAPP", whatsapp),
                                sender("agent", "RCS", rcs)));
    }

    @AfterEach
    void stop() {
        server.close();
        carriers.close();
    }

    private URI callback(String connection) {
        return URI.create(client.base() + "/v1/Callbacks/" + connection);
    }

    private String connection(String type, String settings) {
        String id =
                client.post(
                                "/v1/Connections",
                                """
                                {"name": "%s", "type": "%s", "settings": %s}\
                                """
                                        .formatted(type, type, settings))
                        .expect(201)
                        .json()
                        .get("id")
                        .asString();
        client.awaitState(id, "CONNECTED");
        return id;
    }

    private String sender(String address, String channel, String connection) {
        return client.post(
                        "/v1/Senders",
                        """
                        {"address": "%s", "channel": "%s", "connectionId": "%s", "throughput": 10}\
                        """
                                .formatted(address, channel, connection))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private String received(String phone, Channel channel) {
        return carriers.smsc().phones().inbox(Phones.Filter.to(phone)).stream()
                .filter(message -> message.channel() == channel)
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void an_rcs_phone_gets_rcs() {
        JsonNode message = delivered("+14155550131", "PHONE");

        assertThat(message.get("attempts")).hasSize(1);
        assertThat(received("+14155550131", Channel.RCS)).isEqualTo("hello");
    }

    @Test
    void a_phone_without_rcs_gets_sms_within_a_second_of_the_refusal() {
        long sent = System.nanoTime();
        try (Stalls stalls = Stalls.watch()) {
            JsonNode message = delivered(MagicNumber.NOT_RCS_CAPABLE.number(), "PHONE");
            double seconds = (System.nanoTime() - sent) / 1e9;

            assertThat(message.get("attempts")).hasSize(2);
            assertThat(received(MagicNumber.NOT_RCS_CAPABLE.number(), Channel.SMS))
                    .isEqualTo("hello");
            assertThat(seconds).isLessThan(2 + stalls.longest(sent, System.nanoTime()));
        }
    }

    @Test
    void a_whatsapp_recipient_gets_whatsapp() {
        delivered("+14155550132", "WHATSAPP");

        assertThat(received("+14155550132", Channel.WHATSAPP)).isEqualTo("hello");
    }

    @Test
    void a_card_of_a_module_arrives_personalized() {
        String body =
                """
                {"from": {"senderPoolId": "%s"},
                 "to": [{"address": "+14155550133", "channel": "PHONE", "variables": {"n": "Ada"}}],
                 "content": {"modules": [{"rcs": {"richCard": {"standaloneCard": {
                   "cardContent": {"title": "Hi {{ n }}"}}}}}]}}\
                """
                        .formatted(pool);
        String operation =
                client.post("/v1/Messages", body).expect(202).json().get("operationId").asString();
        client.awaitStatus(operation, "DELIVERED", SOON);

        assertThat(received("+14155550133", Channel.RCS)).isEqualTo("Hi Ada");
    }

    @Test
    void what_phones_answer_is_kept() {
        assertThat(carriers.reply(Channel.RCS, "+14155550134", "agent", "by RCS")).isTrue();
        assertThat(carriers.reply(Channel.WHATSAPP, "+14155550135", BUSINESS, "by WhatsApp"))
                .isTrue();

        await().atMost(SOON).until(() -> client.listedBy("status=INBOUND").size() == 2);
    }

    private JsonNode delivered(String address, String channel) {
        String body =
                """
                {"from": {"senderPoolId": "%s"}, "to": [{"address": "%s", "channel": "%s"}],
                 "content": {"text": "hello"}}\
                """
                        .formatted(pool, address, channel);
        String operation =
                client.post("/v1/Messages", body).expect(202).json().get("operationId").asString();
        return client.awaitStatus(operation, "DELIVERED", SOON);
    }
}
