package io.posthorn.api;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Text.
///
/// @param format what the text is, said when `pattern` does not match
/// @param tooShort the code for less than `min` characters
/// @param tooLong the code for more than `max` characters
/// @param unlike the code for text the pattern does not match
record TextShape(
        int min,
        int max,
        Optional<Pattern> pattern,
        String format,
        Code tooShort,
        Code tooLong,
        Code unlike)
        implements Shape<String> {

    static TextShape of(int min, int max) {
        return new TextShape(
                min,
                max,
                Optional.empty(),
                "",
                Code.INVALID_PARAMETER,
                Code.TOO_LONG,
                Code.INVALID_PARAMETER);
    }

    /// Text that `regex` matches in whole; `format` completes "must be …".
    TextShape matching(String regex, String format) {
        return new TextShape(
                min, max, Optional.of(Pattern.compile(regex)), format, tooShort, tooLong, unlike);
    }

    TextShape codes(Code forTooShort, Code forTooLong) {
        return new TextShape(min, max, pattern, format, forTooShort, forTooLong, unlike);
    }

    /// The code for text the pattern does not match.
    TextShape code(Code forUnlike) {
        return new TextShape(min, max, pattern, format, tooShort, tooLong, forUnlike);
    }

    @Override
    public @Nullable String read(JsonNode node, Place at, Findings findings) {
        if (!node.isString()) {
            findings.add(at.label() + " must be text", at);
            return null;
        }
        String text = node.asString();
        if (text.length() < min) {
            findings.add(tooShort, at.label() + tooShortText(), at);
        } else if (text.length() > max) {
            findings.add(
                    tooLong,
                    at.label()
                            + " has "
                            + text.length()
                            + " characters, at most "
                            + max
                            + " are allowed",
                    at);
        } else if (pattern.isPresent() && !pattern.get().matcher(text).matches()) {
            findings.add(unlike, at.label() + " must be " + format, at);
        } else if (hasHalfCharacter(text)) {
            findings.add(at.label() + " has half of a surrogate pair, which is no character", at);
        } else {
            return text;
        }
        return null;
    }

    /// JSON can name halves of surrogate pairs, UTF-8 and so the store cannot hold them.
    private static boolean hasHalfCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private String tooShortText() {
        return min == 1 ? " must not be empty" : " must have at least " + min + " characters";
    }

    @Override
    public ObjectNode schema(Schemas schemas) {
        ObjectNode schema = Schemas.type("string");
        if (min > 0) {
            schema.put("minLength", min);
        }
        if (max < Integer.MAX_VALUE) {
            schema.put("maxLength", max);
        }
        pattern.ifPresent(regex -> schema.put("pattern", "^(?:" + regex.pattern() + ")$"));
        return schema;
    }
}
