package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What the API tells about routing before anything is sent.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainingTest {

    private RunningApi api;
    private String near;
    private String far;
    private String pool;

    @BeforeAll
    void start() {
        api = new RunningApi();
        String connection = api.connection();
        far = api.sender("+14155550101", connection);
        near = api.sender("+16465550102", connection);
        pool = api.pool(far, near);
        api.patch("/v1/SenderPools/" + pool, "{\"policy\":{\"geoMatch\":\"PREFER\"}}");
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void a_preview_shows_the_text_its_cost_and_who_would_send_it() {
        JsonNode preview = api.post("/v1/Messages/Preview", order("+12125550123", "Zoë 🙂")).json();

        assertThat(preview.get("recipients").intValue()).isEqualTo(1);
        assertThat(preview.get("segments").intValue()).isEqualTo(1);
        JsonNode step = preview.at("/messages/0/steps/0");
        assertThat(step.get("text").asString()).isEqualTo("Hi Zoë 🙂");
        assertThat(step.get("encoding").asString()).isEqualTo("UCS2");
        assertThat(step.at("/senders/0/senderId").asString()).isEqualTo(near);
        assertThat(step.at("/senders/0/near").asString()).isEqualTo("OVERLAY");
        assertThat(step.at("/senders/1/senderId").asString()).isEqualTo(far);
        assertThat(step.at("/senders/1/near").asString()).isEqualTo("SAME_COUNTRY");
        assertThat(api.get("/v1/Messages").json().get("messages")).isEmpty();
    }

    @Test
    void a_preview_shows_ten_messages_and_counts_all() {
        String people =
                IntStream.range(0, 25)
                        .mapToObj("{\"address\":\"+1212555%04d\",\"channel\":\"PHONE\"}"::formatted)
                        .collect(Collectors.joining(","));
        JsonNode preview =
                api.post(
                                "/v1/Messages/Preview",
                                """
                                {"to":[%s],"from":{"senderPoolId":"%s"},
                                 "content":{"text":"%s"}}\
                                """
                                        .formatted(people, pool, "x".repeat(161)))
                        .json();

        assertThat(preview.get("recipients").intValue()).isEqualTo(25);
        assertThat(preview.get("segments").intValue()).isEqualTo(50);
        assertThat(preview.get("messages")).hasSize(10);
    }

    @Test
    void a_preview_finds_what_sending_would_find() {
        var answer =
                api.post(
                        "/v1/Messages/Preview",
                        """
                        {"to":[{"address":"+12125550123","channel":"PHONE"}],
                         "from":{"senderPoolId":"%s"},"content":{"text":"{{ name }}"}}\
                        """
                                .formatted(pool));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/code").intValue()).isEqualTo(21602);
    }

    @Test
    void a_preview_tells_of_a_person_nobody_can_reach() {
        JsonNode preview =
                api.post(
                                "/v1/Messages/Preview",
                                """
                                {"to":[{"address":"+12125550123","channel":"WHATSAPP"}],
                                 "from":{"senderPoolId":"%s"},"content":{"text":"Hi"}}\
                                """
                                        .formatted(pool))
                        .json();

        assertThat(preview.at("/messages/0/steps")).isEmpty();
        assertThat(preview.at("/messages/0/error/code").isNumber()).isTrue();
    }

    @Test
    void a_pool_tells_its_members_and_that_none_can_send() {
        JsonNode status = api.get("/v1/SenderPools/" + pool + "/Status").json();

        assertThat(status.get("members")).hasSize(2);
        JsonNode member = status.at("/members/0");
        assertThat(member.get("senderId").asString()).isEqualTo(far);
        assertThat(member.get("throughput").doubleValue()).isEqualTo(1.0);
        assertThat(member.get("rate").doubleValue()).isZero();
        assertThat(member.at("/health/state").asString()).isEqualTo("HEALTHY");
    }

    @Test
    void a_recipient_keeps_the_sender_the_operator_pins_until_it_is_forgotten() {
        String recording = api.pool(near, far);
        api.patch(
                "/v1/SenderPools/" + recording,
                "{\"policy\":{\"sticky\":{\"mode\":\"RECORDED\"}}}");
        String assignment = "/v1/SenderPools/" + recording + "/Assignments/%2B12125550123";
        assertThat(api.get(assignment).status()).isEqualTo(404);

        var pinned = api.send("PUT", assignment, "{\"senderId\":\"%s\"}".formatted(far));

        assertThat(pinned.status()).isEqualTo(200);
        JsonNode known = api.get(assignment).json();
        assertThat(known.get("address").asString()).isEqualTo("+12125550123");
        assertThat(known.get("senderId").asString()).isEqualTo(far);
        assertThat(known.get("by").asString()).isEqualTo("PINNED");
        assertThat(api.delete(assignment).status()).isEqualTo(204);
        assertThat(api.get(assignment).status()).isEqualTo(404);
    }

    private String order(String to, String name) {
        return """
        {"to":[{"address":"%s","channel":"PHONE","variables":{"name":"%s"}}],
         "from":{"senderPoolId":"%s"},"content":{"text":"Hi {{ name }}"}}\
        """
                .formatted(to, name, pool);
    }
}
