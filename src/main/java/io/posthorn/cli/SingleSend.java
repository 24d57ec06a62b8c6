package io.posthorn.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends one text to a few people.
final class SingleSend {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Common common;
    private final Api api;

    SingleSend(Common common, Api api) {
        this.common = common;
        this.api = api;
    }

    ExitCode run(
            SendBody body,
            List<String> to,
            Map<String, String> variables,
            Optional<String> key,
            boolean follow)
            throws InterruptedException {
        List<ObjectNode> recipients =
                to.stream()
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(String::strip)
                        .map(address -> SendBody.recipient(List.of(address), variables))
                        .toList();
        Api.Answer answer =
                api.post(
                        "/v1/Messages",
                        body.to(recipients),
                        key.orElseGet(() -> UUID.randomUUID().toString()));
        if (answer.replayed()) {
            common.say("sent before with this key: nothing new was sent");
        }
        String operation = answer.body().get("operationId").asString();
        return follow ? follow(operation) : accepted(answer.body());
    }

    private ExitCode accepted(JsonNode reference) {
        if (common.json()) {
            common.print(reference);
        } else {
            common.out().println("accepted as " + reference.get("operationId").asString());
            common.say("--wait follows it to the end; posthorn tail shows what happens");
        }
        return ExitCode.OK;
    }

    private ExitCode follow(String id) throws InterruptedException {
        Outcome outcome = Outcome.of(api.get("/v1/Messages/Operations/" + id));
        while (!outcome.isFinal()) {
            Thread.sleep(LOOK);
            outcome = Outcome.of(api.get("/v1/Messages/Operations/" + id));
        }
        print(id);
        return outcome.bad() == 0 ? ExitCode.OK : ExitCode.SOMETHING_FAILED;
    }

    private void print(String operation) throws InterruptedException {
        List<JsonNode> messages = api.list("/v1/Messages?operationId=" + operation, "messages");
        if (common.json()) {
            ObjectNode document = Api.JSON.createObjectNode().put("operationId", operation);
            document.putArray("messages").addAll(messages);
            common.print(document);
            return;
        }
        Table table = new Table("TO", "STATUS", "FROM", "CHANNEL", "MESSAGE", "");
        for (JsonNode listed : messages.reversed()) {
            JsonNode message = api.get("/v1/Messages/" + listed.get("id").asString());
            table.row(
                    message.at("/to/0/address").asString("several"),
                    common.style().status(message.get("status").asString()),
                    message.path("from").path("address").asString(""),
                    message.path("from").path("channel").asString(""),
                    message.get("id").asString(),
                    error(message.path("error")));
        }
        common.print(table);
    }

    private String error(JsonNode error) {
        return error.isMissingNode()
                ? ""
                : common.style()
                        .bad(error.get("code").asInt() + " " + error.get("message").asString());
    }
}
