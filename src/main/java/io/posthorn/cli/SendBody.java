package io.posthorn.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is the same for all recipients of a `send`.
///
/// @param pool an id
/// @param sender an id
record SendBody(
        Optional<String> pool,
        Optional<String> sender,
        Optional<String> text,
        Optional<String> contentId,
        List<String> media,
        Map<String, String> tags,
        Optional<String> priority,
        Optional<String> schedule) {

    private static final String WHATSAPP = "whatsapp:";

    /// The same with another text.
    SendBody withText(String other) {
        return new SendBody(
                pool, sender, Optional.of(other), contentId, media, tags, priority, schedule);
    }

    boolean saysNothing() {
        return text.isEmpty() && contentId.isEmpty() && media.isEmpty();
    }

    /// The body of `POST /Messages`.
    ObjectNode to(List<ObjectNode> recipients) {
        ObjectNode body = Api.JSON.createObjectNode();
        pool.ifPresent(id -> body.putObject("from").put("senderPoolId", id));
        sender.ifPresent(id -> body.putObject("from").put("senderId", id));
        body.putArray("to").addAll(recipients);
        content(body.putObject("content"));
        if (!tags.isEmpty()) {
            tags.forEach(body.putObject("tags")::put);
        }
        priority.ifPresent(lane -> body.put("priority", lane.toUpperCase(Locale.ROOT)));
        schedule.ifPresent(moment -> body.putObject("schedule").put("sendAt", moment));
        return body;
    }

    private void content(ObjectNode content) {
        contentId.ifPresent(id -> content.put("contentId", id));
        text.ifPresent(words -> content.put("text", words));
        if (!media.isEmpty()) {
            ArrayNode list = content.putArray("media");
            media.forEach(url -> list.addObject().put("url", url));
        }
    }

    /// One person.
    ///
    /// @param addresses phone numbers, or `whatsapp:` and one; tried in this order
    static ObjectNode recipient(List<String> addresses, Map<String, String> variables) {
        ObjectNode recipient = Api.JSON.createObjectNode();
        if (addresses.size() == 1) {
            address(addresses.getFirst(), recipient);
        } else {
            ArrayNode list = recipient.putArray("addresses");
            addresses.forEach(one -> address(one, list.addObject()));
        }
        if (!variables.isEmpty()) {
            variables.forEach(recipient.putObject("variables")::put);
        }
        return recipient;
    }

    private static void address(String text, ObjectNode into) {
        boolean whatsapp = text.toLowerCase(Locale.ROOT).startsWith(WHATSAPP);
        into.put("address", whatsapp ? text.substring(WHATSAPP.length()) : text);
        into.put("channel", whatsapp ? "WHATSAPP" : "PHONE");
    }
}
