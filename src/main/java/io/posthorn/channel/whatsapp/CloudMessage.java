package io.posthorn.channel.whatsapp;

import io.posthorn.channel.JsonText;
import io.posthorn.channel.Submit;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A message object of the Cloud API: the content that was made for WhatsApp, and whom it is for.
final class CloudMessage {

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
        return submit.content() instanceof Content.Modules(var modules)
                ? Optional.ofNullable(modules.get(Channel.WHATSAPP))
                        .map(module -> JsonText.read(module.json()))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                : Optional.empty();
    }
}
