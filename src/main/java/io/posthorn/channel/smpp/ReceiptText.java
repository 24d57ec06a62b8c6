package io.posthorn.channel.smpp;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of a receipt (SMPP 3.4 appendix B), which is a custom, not a standard: `id:… sub:…
/// dlvrd:… submit date:… done date:… stat:… err:… text:…` with fields in any case and order, with
/// spaces, or missing.
record ReceiptText(Map<Field, String> fields) {

    enum Field {
        ID,
        SUB,
        DLVRD,
        SUBMIT_DATE,
        DONE_DATE,
        STAT,
        ERR,
        TEXT
    }

    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\p{Alnum}_])(?:(?<id>(?:message[ _]?)?id)|(?<sub>sub)|(?<dlvrd>dlvrd)"
                            + "|(?<submit>submit[ _]?date)|(?<done>done[ _]?date)"
                            + "|(?<stat>stat(?:us)?)|(?<err>err(?:or)?)|(?<text>text))\\s*:",
                    Pattern.CASE_INSENSITIVE);

    /// Reads what is there. The first field of a name counts: the message quoted at the end may
    /// look like a receipt itself.
    static ReceiptText of(String text) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        Matcher name = NAME.matcher(text);
        Field open = null;
        int from = 0;
        while (name.find()) {
            if (open != null) {
                fields.putIfAbsent(open, text.substring(from, name.start()).strip());
            }
            open = field(name);
            from = name.end();
        }
        if (open != null) {
            fields.putIfAbsent(open, text.substring(from).strip());
        }
        return new ReceiptText(fields);
    }

    private static Field field(Matcher name) {
        String found = name.group().toLowerCase(Locale.ROOT);
        if (name.group("id") != null) {
            return Field.ID;
        }
        return switch (found.charAt(0)) {
            case 's' -> name.group("stat") != null ? Field.STAT : submission(name);
            case 'd' -> name.group("dlvrd") != null ? Field.DLVRD : Field.DONE_DATE;
            case 'e' -> Field.ERR;
            default -> Field.TEXT;
        };
    }

    private static Field submission(Matcher name) {
        return name.group("sub") != null ? Field.SUB : Field.SUBMIT_DATE;
    }

    /// The first word of a field, without the comma some put behind it.
    Optional<String> word(Field field) {
        return Optional.ofNullable(fields.get(field))
                .map(value -> value.split("[\\s,;]", 2)[0])
                .filter(word -> !word.isEmpty());
    }

    Optional<MessageState> state() {
        return word(Field.STAT).flatMap(MessageState::ofWord);
    }

    /// Enough of it is there that no person wrote it.
    boolean looksLikeReceipt() {
        boolean detail =
                fields.containsKey(Field.SUB)
                        || fields.containsKey(Field.DLVRD)
                        || fields.containsKey(Field.SUBMIT_DATE)
                        || fields.containsKey(Field.DONE_DATE)
                        || fields.containsKey(Field.ERR);
        return detail && word(Field.ID).isPresent() && state().isPresent();
    }
}
