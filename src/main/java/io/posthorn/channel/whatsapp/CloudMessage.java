package io.posthorn.channel.whatsapp;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A message object of the Cloud API: text, one medium with a caption, or what a `whatsapp` module
/// holds, as it is.
final class CloudMessage {
    private static final Map<String, String> KINDS =
            Map.of("jpg", "image", "jpeg", "image", "png", "image", "mp4", "video", "3gp", "video");

    private CloudMessage() {}

    /// Empty when the content has nothing for WhatsApp.
    static Optional<ObjectNode> of(Submit submit) {
        return body(submit)
                .map(body ->
                        body.put("messaging_product", "whatsapp")
                                .put("recipient_type", "individual")
                                .put("to", submit.to().value()));
    }

    private static Optional<ObjectNode> body(Submit submit) {
        return switch (submit.content()) {
            case Content.Plain(Optional<String> _, List<URI> media) -> plain(submit.text(), media);
            case Content.Stored _, Content.Email _, Content.Push _ -> Optional.empty();
            case Content.Modules(Map<Channel, Content.Module> modules) ->
                    Optional.ofNullable(modules.get(Channel.WHATSAPP))
                            .map(Content.Module::json)
                            .map(JsonText::read)
                            .filter(JsonNode::isObject)
                            .map(module -> typed((ObjectNode) module));
        };
    }

    /// A module may leave out its type when there is only one thing it can be.
    private static ObjectNode typed(ObjectNode module) {
        if (!module.has("type")) {
            List<String> objects =
                    module.properties().stream()
                            .filter(property -> property.getValue().isObject())
                            .map(Map.Entry::getKey)
                            .filter(name -> !name.equals("context"))
                            .toList();
            module.put("type", objects.size() == 1 ? objects.getFirst() : "text");
        }
        return module;
    }

    private static Optional<ObjectNode> plain(String text, List<URI> media) {
        if (media.isEmpty()) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text(text));
        }
        // one message has one medium; the others are shown as links
        String caption =
                Stream.concat(Stream.of(text), media.stream().skip(1).map(URI::toString))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining("\n"));
        return Optional.of(medium(media.getFirst(), caption));
    }

    private static ObjectNode text(String text) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "text");
        message.putObject("text").put("body", text);
        return message;
    }

    private static ObjectNode medium(URI url, String caption) {
        String path = url.getPath() == null ? "" : url.getPath();
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String kind = KINDS.getOrDefault(ending, "document");
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", kind);
        ObjectNode medium = message.putObject(kind).put("link", url.toString());
        if (!caption.isEmpty()) {
            medium.put("caption", caption);
        }
        return message;
    }
}
