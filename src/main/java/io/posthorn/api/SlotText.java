package io.posthorn.api;

import io.posthorn.message.RcsRules;
import io.posthorn.message.Slots;
import io.posthorn.message.WebUrl;
import org.jspecify.annotations.Nullable;

/// Texts of a content template, which may have slots.
final class SlotText {

    static final Shape<String> URL = upTo(WebUrl.MAX).then(SlotText::url);
    static final Shape<String> PHONE = upTo(20).then(SlotText::phone);

    private SlotText() {}

    static Shape<String> upTo(int max) {
        return TemplatedShape.text(max).then(SlotText::slots);
    }

    private static @Nullable String slots(String text, Place at, Findings findings) {
        if (!Slots.wellFormed(text)) {
            findings.add(
                    at.label()
                            + " has braces that are no slot; a slot is written {{1}} or {{name}}",
                    at);
            return null;
        }
        return text;
    }

    private static @Nullable String url(String text, Place at, Findings findings) {
        if (Slots.in(text).isEmpty() && WebUrl.parse(text).isEmpty()) {
            findings.add(
                    Code.INVALID_MEDIA_URL,
                    at.label() + " must be an absolute http or https URL",
                    at);
            return null;
        }
        return text;
    }

    private static @Nullable String phone(String text, Place at, Findings findings) {
        if (Slots.in(text).isEmpty() && !RcsRules.PHONE.matcher(text).matches()) {
            findings.add(at.label() + " must be a phone number such as +14155550123", at);
            return null;
        }
        return text;
    }
}
