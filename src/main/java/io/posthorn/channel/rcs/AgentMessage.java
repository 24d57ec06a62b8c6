package io.posthorn.channel.rcs;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An AgentMessage of the RBM API: text, a card with a medium, or what an `rcs` module holds.
final class AgentMessage {
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIFE = Duration.ofDays(15);

    private AgentMessage() {}

    /// Empty when the content has nothing for RCS.
    static Optional<ObjectNode> of(Submit submit, Instant now) {
        return content(submit)
                .map(content -> {
                    ObjectNode message = JsonNodeFactory.instance.objectNode();
                    message.set("contentMessage", content);
                    return message.put("ttl", life(Duration.between(now, submit.expiresAt())));
                });
    }

    private static String life(Duration left) {
        Duration atLeast = left.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : left;
        Duration life = atLeast.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : atLeast;
        return life.toSeconds() + "s";
    }

    private static Optional<ObjectNode> content(Submit submit) {
        return switch (submit.content()) {
            case Content.Plain(Optional<String> _, List<URI> media) -> plain(submit.text(), media);
            case Content.Stored _, Content.Email _, Content.Push _ -> Optional.empty();
            case Content.Modules(Map<Channel, Content.Module> modules) ->
                    Optional.ofNullable(modules.get(Channel.RCS))
                            .map(Content.Module::json)
                            .map(JsonText::read)
                            .filter(JsonNode::isObject)
                            .map(module -> unwrapped((ObjectNode) module));
        };
    }

    /// Our `media` is a medium of a card; a message of its own has only what is to be shown.
    private static ObjectNode unwrapped(ObjectNode module) {
        JsonNode media = module.remove("media");
        if (media != null) {
            module.set("contentInfo", media.path("contentInfo"));
        }
        return module;
    }

    private static Optional<ObjectNode> plain(String text, List<URI> media) {
        if (text.isEmpty() && media.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        if (media.isEmpty()) {
            return Optional.of(content.put("text", text));
        }
        String below =
                Stream.concat(Stream.of(text), media.stream().skip(1).map(URI::toString))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining("\n"));
        String url = media.getFirst().toString();
        if (below.isEmpty()) {
            content.putObject("contentInfo").put("fileUrl", url);
        } else {
            card(content, url, below);
        }
        return Optional.of(content);
    }

    private static void card(ObjectNode content, String url, String description) {
        ObjectNode card =
                content.putObject("richCard")
                        .putObject("standaloneCard")
                        .put("cardOrientation", "VERTICAL")
                        .putObject("cardContent")
                        .put("description", description);
        card.putObject("media")
                .put("height", "MEDIUM")
                .putObject("contentInfo")
                .put("fileUrl", url);
    }
}
