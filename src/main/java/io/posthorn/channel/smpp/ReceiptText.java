package io.posthorn.channel.smpp;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /// Spellings of a field's name.
    private record Name(String spelling, Field field) {

        /// The longest first, where one is the end of another.
        private static final Name[] ALL = {
            new Name("message id", Field.ID),
            new Name("message_id", Field.ID),
            new Name("messageid", Field.ID),
            new Name("id", Field.ID),
            new Name("sub", Field.SUB),
            new Name("dlvrd", Field.DLVRD),
            new Name("submit date", Field.SUBMIT_DATE),
            new Name("submit_date", Field.SUBMIT_DATE),
            new Name("submitdate", Field.SUBMIT_DATE),
            new Name("done date", Field.DONE_DATE),
            new Name("done_date", Field.DONE_DATE),
            new Name("donedate", Field.DONE_DATE),
            new Name("stat", Field.STAT),
            new Name("status", Field.STAT),
            new Name("err", Field.ERR),
            new Name("error", Field.ERR),
            new Name("text", Field.TEXT),
        };

        /// The name that ends at `end`; null when none does.
        static @Nullable Name before(int end, String text) {
            for (Name name : ALL) {
                int start = end - name.spelling.length();
                if (text.regionMatches(true, start, name.spelling, 0, name.spelling.length())
                        && !continuesWord(text, start)) {
                    return name;
                }
            }
            return null;
        }

        private static boolean continuesWord(String text, int start) {
            return start > 0
                    && (isAsciiAlnum(text.charAt(start - 1)) || text.charAt(start - 1) == '_');
        }

        private static boolean isAsciiAlnum(char c) {
            return c < 128 && Character.isLetterOrDigit(c);
        }
    }

    /// Reads what is there. The first field of a name counts: the message quoted at the end may
    /// look like a receipt itself.
    static ReceiptText of(String text) {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        Field open = null;
        int from = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            int end = endOfWord(text, colon);
            Name name = Name.before(end, text);
            if (name != null) {
                if (open != null) {
                    fields.putIfAbsent(
                            open, text.substring(from, end - name.spelling.length()).strip());
                }
                open = name.field;
                from = colon + 1;
            }
        }
        if (open != null) {
            fields.putIfAbsent(open, text.substring(from).strip());
        }
        return new ReceiptText(fields);
    }

    /// Some write spaces between a name and its colon.
    private static int endOfWord(String text, int colon) {
        int end = colon;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /// The first word of a field, without the comma some put behind it.
    Optional<String> word(Field field) {
        return Optional.ofNullable(fields.get(field))
                .map(ReceiptText::firstWord)
                .filter(word -> !word.isEmpty());
    }

    private static String firstWord(String value) {
        int end = 0;
        while (end < value.length() && !endsWord(value.charAt(end))) {
            end++;
        }
        return value.substring(0, end);
    }

    private static boolean endsWord(char c) {
        return c == ',' || c == ';' || Character.isWhitespace(c);
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
