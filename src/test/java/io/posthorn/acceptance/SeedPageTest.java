package io.posthorn.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.channel.simulator.Behavior;
import io.posthorn.channel.simulator.Phones;
import io.posthorn.channel.simulator.Received;
import io.posthorn.channel.simulator.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The three requests of the product's first page: a pool, a sender in it, a message through it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedPageTest {

    private final Smsc smsc = Smsc.start(Behavior.DEFAULT);
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        server = RunningServer.in(folder);
    }

    @AfterAll
    void stop() {
        server.close();
        smsc.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/preview"})
    void the_three_requests_bring_a_message_to_the_phone(String version) throws Exception {
        boolean first = version.equals("/v1");
        String address = first ? "+12065550144" : "+12065550145";
        String phone = first ? "+14155550123" : "+14155550124";
        Client client = server.client();
        String sender =
                client.sender(address, client.connection("seed" + version.substring(1), smsc), 10);

        String made =
                client.post(
                                version + "/SenderPools",
                                """
                                {
                                  "name": "Sales Leads - APAC",
                                  "tags": {
                                    "region": "APAC"
                                  }
                                }
                                """)
                        .expect(202)
                        .json()
                        .get("operationId")
                        .asString();
        JsonNode pools =
                client.get(version + "/SenderPools?operationId=" + made).json().get("senderPools");
        assertThat(pools.size()).isEqualTo(1);
        assertThat(pools.at("/0/tags/region").asString()).isEqualTo("APAC");
        String pool = pools.at("/0/id").asString();

        client.post(
                        version + "/SenderPools/" + pool + "/Senders",
                        """
                        {
                          "senderId": "%s"
                        }
                        """
                                .formatted(sender))
                .expect(202);

        JsonNode sent =
                client.post(
                                version + "/Messages",
                                """
                                {
                                  "from": {
                                    "senderPoolId": "%s"
                                  },
                                  "to": [
                                    {
                                      "address": "%s",
                                      "channel": "PHONE"
                                    }
                                  ],
                                  "content": {
                                    "text": "Hello from the pool"
                                  }
                                }
                                """
                                        .formatted(pool, phone))
                        .expect(202)
                        .json();

        List<Received> inbox = smsc.phones().await(Phones.Filter.to(phone), Duration.ofSeconds(20));
        assertThat(inbox)
                .singleElement()
                .satisfies(m -> assertThat(m.text()).isEqualTo("Hello from the pool"))
                .satisfies(m -> assertThat(m.from()).isEqualTo(address));
        JsonNode message =
                client.awaitStatus(
                        sent.get("operationId").asString(), "DELIVERED", Duration.ofSeconds(20));
        assertThat(message.at("/from/senderPoolId").asString()).isEqualTo(pool);
        assertThat(message.at("/from/senderId").asString()).isEqualTo(sender);
        assertThat(message.at("/attempts/0/status").asString()).isEqualTo("DELIVERED");
    }
}
