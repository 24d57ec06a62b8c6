package io.posthorn.channel.rcs;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An AgentMessage of the RBM API around the content that was made for RCS.
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
        return submit.content() instanceof Content.Modules(var modules)
                ? Optional.ofNullable(modules.get(Channel.RCS))
                        .map(module -> JsonText.read(module.json()))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                : Optional.empty();
    }
}
