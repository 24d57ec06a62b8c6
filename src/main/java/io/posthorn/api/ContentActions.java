package io.posthorn.api;

import io.posthorn.message.RcsRules;
import java.util.List;

/// What can be tapped in a content template: answers, links and numbers to call.
final class ContentActions {

    private static final int MAX = 10;
    private static final int MAX_ID = 200;

    /// An action that was checked and is kept as it came.
    private record Checked() {}

    private enum Type {
        QUICK_REPLY,
        URL,
        PHONE_NUMBER
    }

    static final Shape<?> ANSWERS = list(Type.QUICK_REPLY);
    static final Shape<?> CALLS = list(Type.URL, Type.PHONE_NUMBER);
    static final Shape<?> ALL = list(Type.values());

    private ContentActions() {}

    private static Shape<List<Checked>> list(Type... types) {
        return Shape.list(action(List.of(types)), 1, MAX);
    }

    private static Shape<Checked> action(List<Type> types) {
        var type =
                types.size() == 1
                        ? Field.withDefault("type", Shape.choice(types), types.getFirst())
                        : Field.required("type", Shape.choice(types));
        var id = Field.optional("id", SlotText.upTo(MAX_ID));
        var url = Field.optional("url", SlotText.URL);
        var phone = Field.optional("phone", SlotText.PHONE);
        return Shape.object(
                        values ->
                                needed(
                                        values.get(type),
                                        values.get(url).isPresent(),
                                        values.get(phone).isPresent()),
                        type,
                        Field.required("title", SlotText.upTo(RcsRules.SUGGESTION_TEXT)),
                        id,
                        url,
                        phone)
                .then((missing, at, findings) -> {
                    if (!missing.isEmpty()) {
                        findings.add(missing + " is required", at.property(missing));
                    }
                    return missing.isEmpty() ? new Checked() : null;
                });
    }

    /// The property an action lacks; empty when it lacks none.
    private static String needed(Type type, boolean url, boolean phone) {
        return switch (type) {
            case QUICK_REPLY -> "";
            case URL -> url ? "" : "url";
            case PHONE_NUMBER -> phone ? "" : "phone";
        };
    }
}
