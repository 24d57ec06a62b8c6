package io.posthorn.store.sqlite;

import io.posthorn.message.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// The content of an email, as the property `email` of its operation. `files` holds the
/// attachments: name, type and bytes of each in turn.
final class EmailDoc {

    private EmailDoc() {}

    static void write(JsonGenerator out, Content.Email email) {
        out.writeObjectPropertyStart("email");
        email.fromName().ifPresent(name -> out.writeStringProperty("from", name));
        out.writeStringProperty("subject", email.subject());
        out.writeStringProperty("html", email.html());
        email.text().ifPresent(text -> out.writeStringProperty("text", text));
        List<String> files = new ArrayList<>();
        email.attachments()
                .forEach(file ->
                        files.addAll(List.of(file.filename(), file.contentType(), file.base64())));
        Json.strings(out, "files", files);
        out.writeEndObject();
    }

    static Content.Email read(JsonParser in) {
        Map<String, String> texts = new HashMap<>();
        List<String> files = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("files")) {
                files = Json.strings(in);
            } else {
                texts.put(name, in.getString());
            }
        }
        return new Content.Email(
                Optional.ofNullable(texts.get("from")),
                texts.getOrDefault("subject", ""),
                texts.getOrDefault("html", ""),
                Optional.ofNullable(texts.get("text")),
                attachments(files));
    }

    private static List<Content.Attachment> attachments(List<String> parts) {
        List<Content.Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += 3) {
            attachments.add(
                    new Content.Attachment(parts.get(i), parts.get(i + 1), parts.get(i + 2)));
        }
        return attachments;
    }
}
