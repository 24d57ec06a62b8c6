package io.posthorn.channel.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A question to an answer: `$.status = 0 | ok`, `$.error != none`, or a selector alone, which asks
/// whether its value is there.
///
/// @param values in lower case; empty: any
record Condition(Selector selector, boolean wanted, List<String> values) {
    private static final Pattern FORM =
            Pattern.compile("(?s)\\s*(/.+/|\\$\\S*)\\s*(?:(!?=)\\s*(.+?))?\\s*");

    Condition {
        values = List.copyOf(values);
    }

    /// Throws `IllegalArgumentException`, with a sentence, for a text that is no condition.
    static Condition parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "must be a condition such as $.status = 0 | ok, or /^OK/");
        }
        Selector selector = Selector.parse(form.group(1));
        boolean wanted = !"!=".equals(form.group(2));
        String values = form.group(3);
        return new Condition(
                selector,
                wanted,
                values == null
                        ? List.of()
                        : Arrays.stream(values.split("\\|", -1))
                                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                                .toList());
    }

    /// Empty when the value asked about is not there, and something was asked about it.
    Optional<Boolean> test(Document document) {
        Optional<String> found = selector.find(document);
        if (values.isEmpty()) {
            return Optional.of(found.isPresent());
        }
        return found.map(value -> values.contains(value.toLowerCase(Locale.ROOT)) == wanted);
    }
}
