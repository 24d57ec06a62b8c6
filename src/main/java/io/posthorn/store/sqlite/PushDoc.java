package io.posthorn.store.sqlite;

import io.posthorn.message.Content;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// The content of a notification, as the property `push` of its operation.
final class PushDoc {

    private PushDoc() {}

    static void write(JsonGenerator out, Content.Push push) {
        out.writeObjectPropertyStart("push");
        push.title().ifPresent(title -> out.writeStringProperty("title", title));
        out.writeStringProperty("body", push.body());
        out.writeStringProperty("urgency", push.urgency().name());
        push.sound().ifPresent(sound -> out.writeStringProperty("sound", sound));
        out.writeEndObject();
    }

    static Content.Push read(JsonParser in) {
        Map<String, String> texts = new HashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            texts.put(name, in.getString());
        }
        return new Content.Push(
                Optional.ofNullable(texts.get("title")),
                texts.getOrDefault("body", ""),
                Content.Urgency.valueOf(texts.getOrDefault("urgency", "HIGH")),
                Optional.ofNullable(texts.get("sound")));
    }
}
