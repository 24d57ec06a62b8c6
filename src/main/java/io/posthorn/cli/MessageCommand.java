package io.posthorn.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthorn message`: everything that happened to a message, and why.
@Command(
        name = "message",
        mixinStandardHelpOptions = true,
        description = "Show one message: what happened to it, when, and why.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  posthorn message comms_message_01h9krwprkeee8fzqspvwy6nq8",
            "  posthorn message comms_message_01h9krwprkeee8fzqspvwy6nq8 --output json"
        })
final class MessageCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "The message's id")
    private String id = "";

    @Mixin private final Common common;

    MessageCommand(Terminal terminal) {
        this.common = new Common(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Api api = common.api();
        String path = "/v1/Messages/" + Api.encoded(id);
        JsonNode message = api.get(path);
        JsonNode timeline = api.get(path + "/Timeline");
        if (common.json()) {
            ObjectNode document = Api.JSON.createObjectNode();
            document.set("message", message);
            document.set("timeline", timeline.get("entries"));
            common.print(document);
        } else {
            new TimelineText(common, addresses(api)).print(message, timeline);
        }
        return ExitCode.OK.number();
    }

    private static Map<String, String> addresses(Api api) throws InterruptedException {
        Map<String, String> addresses = new HashMap<>();
        for (JsonNode sender : api.list("/v1/Senders", "senders")) {
            addresses.put(sender.get("id").asString(), sender.get("address").asString());
        }
        return addresses;
    }
}
