package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SenderPoolsTest {

    private RunningApi api;

    @BeforeAll
    void start() {
        api = new RunningApi();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void a_new_pool_is_found_by_the_operation_that_made_it() {
        var accepted =
                api.post("/v1/SenderPools", "{\"name\":\"Leads\",\"tags\":{\"region\":\"APAC\"}}");

        assertThat(accepted.status()).isEqualTo(202);
        String operation = accepted.json().get("operationId").asString();
        String location = accepted.json().get("operationLocation").asString();
        assertThat(operation).matches("comms_operation_[0-7][a-hjkmnpqrstv-z0-9]{25}");
        assertThat(location).isEqualTo(api.url("/v1/SenderPools/Operations/" + operation));
        assertThat(accepted.header("location")).contains(location);
        assertThat(accepted.header("operation-location")).contains(location);
        assertThat(accepted.header("operationLocation")).contains(location);
        assertThat(accepted.header("operation-id")).contains(operation);
        assertThat(accepted.header("resource-location"))
                .contains(api.url("/v1/SenderPools?operationId=" + operation));

        JsonNode followed = api.get("/v1/SenderPools/Operations/" + operation).json();
        assertThat(followed.get("status").asString()).isEqualTo("COMPLETED");
        assertThat(followed.get("stats").toString())
                .isEqualTo("{\"total\":1,\"queued\":0,\"created\":1,\"failed\":0}");
        JsonNode pools = api.get("/v1/SenderPools?operationId=" + operation).json();
        assertThat(pools.get("senderPools")).hasSize(1);
        JsonNode pool = pools.get("senderPools").get(0);
        assertThat(pool.get("name").asString()).isEqualTo("Leads");
        assertThat(pool.get("tags").get("region").asString()).isEqualTo("APAC");
    }

    @Test
    void senders_are_added_as_a_list_or_one_by_one_and_counted() {
        String connection = api.connection();
        String first = api.sender("+14155550101", connection);
        String second = api.sender("+14155550102", connection);
        String unknown = "comms_sender_01h9krwprkeee8fzqspvwy6nq8";
        String pool = api.pool();
        String members = "/v1/SenderPools/" + pool + "/Senders";

        var list =
                api.post(
                        members,
                        "[{\"senderId\":\"%s\"},{\"senderId\":\"%s\"}]".formatted(first, unknown));
        var one = api.post(members, "{\"senderId\":\"%s\"}".formatted(second));

        assertThat(list.status()).isEqualTo(202);
        assertThat(one.status()).isEqualTo(202);
        String operation = list.json().get("operationId").asString();
        assertThat(list.json().get("operationLocation").asString())
                .isEqualTo(api.url(members + "/Operations/" + operation));
        JsonNode stats = api.get(members + "/Operations/" + operation).json().get("stats");
        assertThat(stats.toString())
                .isEqualTo("{\"total\":2,\"queued\":0,\"created\":1,\"failed\":1}");
        assertThat(api.get("/v1/SenderPools/Operations/" + operation).status()).isEqualTo(200);
        assertThat(api.get(members).json().get("senders")).hasSize(2);
    }

    @Test
    void a_membership_has_options_and_an_end() {
        String connection = api.connection();
        String sender = api.sender("+14155550103", connection);
        String pool = api.pool(sender);
        String member = "/v1/SenderPools/" + pool + "/Senders/" + sender;

        var changed = api.patch(member, "{\"weight\":0,\"tier\":1}");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("weight").doubleValue()).isZero();
        assertThat(changed.json().get("enabled").booleanValue()).isTrue();
        var removed = api.delete(member);
        assertThat(removed.status()).isEqualTo(202);
        assertThat(removed.json().get("resourceId").asString()).isEqualTo(sender);
        assertThat(removed.json().get("resourceLocation").asString())
                .isEqualTo(api.url("/v1/Senders/" + sender));
        assertThat(removed.header("resource-id")).contains(sender);
        assertThat(api.delete(member).status()).isEqualTo(404);
    }

    @Test
    void a_pool_is_changed_and_deleted() {
        String pool = api.pool();
        String path = "/v1/SenderPools/" + pool;

        var changed =
                api.patch(path, "{\"tags\":{\"a\":\"b\"},\"policy\":{\"validitySeconds\":60}}");

        assertThat(changed.status()).isEqualTo(202);
        assertThat(changed.json().get("resourceId").asString()).isEqualTo(pool);
        assertThat(changed.json().get("resourceLocation").asString()).isEqualTo(api.url(path));
        assertThat(changed.header("location")).contains(api.url(path));
        JsonNode fetched = api.get(path).json();
        assertThat(fetched.get("name").asString()).isEqualTo("pool");
        assertThat(fetched.get("tags").toString()).isEqualTo("{\"a\":\"b\"}");
        assertThat(fetched.get("policy").get("validitySeconds").intValue()).isEqualTo(60);
        assertThat(fetched.get("policy").get("selection").asString()).isEqualTo("CAPACITY");
        assertThat(api.delete(path).status()).isEqualTo(202);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_pool_without_a_name_is_called_by_its_id() {
        var accepted = api.post("/preview/SenderPools", "{}");

        String operation = accepted.json().get("operationId").asString();
        assertThat(accepted.header("location"))
                .contains(api.url("/preview/SenderPools/Operations/" + operation));
        JsonNode pool =
                api.get("/v1/SenderPools?operationId=" + operation)
                        .json()
                        .get("senderPools")
                        .get(0);
        assertThat(pool.get("name")).isEqualTo(pool.get("id"));
    }
}
