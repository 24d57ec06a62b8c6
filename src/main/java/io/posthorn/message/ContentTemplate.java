package io.posthorn.message;

import java.time.Instant;
import java.util.Map;

/// A content template that is kept, in the shape of Twilio's Content API.
///
/// @param name what people call it; no recipient sees it
/// @param defaults what stands in a slot for which a recipient brings no value
/// @param types its forms by type, such as `twilio/text`, as a JSON object
public record ContentTemplate(
        ContentId id,
        String account,
        String name,
        String language,
        Map<String, String> defaults,
        String types,
        Instant createdAt,
        Instant updatedAt) {

    public ContentTemplate {
        defaults = Map.copyOf(defaults);
    }

    /// What an operation keeps of it, so that it may change or go.
    public Content.Stored content() {
        return new Content.Stored(id.toString(), defaults, types);
    }
}
