package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.OperationId;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.Setting;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every wrong request is answered with its status, code, message and place, and leaves nothing
/// behind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongRequestsTest {

    private RunningApi api;
    private String connection;
    private String sender;
    private String pool;
    private String mailbox;
    private String operation;

    @BeforeAll
    void start() {
        api = new RunningApi();
        connection = api.connection();
        sender = api.sender("+14155550101", connection);
        pool = api.pool(sender);
        mailbox = api.sender("support@acme.test", "EMAIL", api.letters());
        api.get("/v1/PushNotifications/Apps"); // the first look makes the first app
        operation =
                api.inventory.snapshot().operations(RunningApi.ACCOUNT.sid()).stream()
                        .map(each -> each.id().toString())
                        .findFirst()
                        .orElseThrow();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    static List<Wrong> wrong() throws IOException {
        return Wrong.all();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void is_refused_with_its_reason_and_leaves_nothing(Wrong request) {
        List<Setting> before = settings();

        RunningApi.Answer answer =
                api.send(
                        request.method(),
                        filled(request.path()),
                        filled(request.body()),
                        request.headers().toArray(String[]::new));

        JsonNode body = answer.json();
        JsonNode first = body.get("errors").get(0);
        assertThat(answer.status()).as(answer.text()).isEqualTo(request.status());
        assertThat(first.get("code").intValue()).as(answer.text()).isEqualTo(request.code());
        assertThat(first.get("message").asString()).isEqualTo(filled(request.message()));
        assertThat(first.get("context").asString()).isEqualTo(request.context());
        assertThat(body.get("code")).isEqualTo(first.get("code"));
        assertThat(body.get("message")).isEqualTo(first.get("message"));
        assertThat(body.get("status").intValue()).isEqualTo(request.status());
        assertThat(body.get("moreInfo").asString())
                .isEqualTo(api.url("/docs#error-" + request.code()));
        assertThat(settings()).isEqualTo(before);
        assertThat(api.store.messages(MessageQuery.all(RunningApi.ACCOUNT.sid(), 1))).isEmpty();
        assertThat(operations()).isEmpty();
    }

    @Test
    void the_table_is_whole() throws IOException {
        assertThat(wrong()).hasSizeGreaterThanOrEqualTo(240);
    }

    private String filled(String text) {
        return text.replace("{pool}", pool)
                .replace("{sender}", sender)
                .replace("{mailbox}", mailbox)
                .replace("{connection}", connection)
                .replace("{operation}", operation);
    }

    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        for (Setting.Kind kind : Setting.Kind.values()) {
            all.addAll(api.store.settings(kind));
        }
        all.sort(Comparator.comparing(setting -> setting.kind() + setting.key()));
        return all;
    }

    private List<?> operations() {
        return api.store.operations(
                new OperationQuery(
                        RunningApi.ACCOUNT.sid(),
                        Optional.empty(),
                        Optional.<OperationId>empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now(),
                        1));
    }
}
