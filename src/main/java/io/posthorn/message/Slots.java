package io.posthorn.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The places of a stored template where values go: `{{1}}`, `{{ name }}`. They are no Liquid, in
/// which `{{1}}` is the number 1; a slot has a name and nothing else.
public final class Slots {

    /// The longest name of a slot.
    public static final int MAX_NAME = 16;

    private static final Pattern SLOT =
            Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]{1," + MAX_NAME + "})\\s*}}");

    private Slots() {}

    /// The names in `text`.
    public static Set<String> in(String text) {
        Set<String> names = new TreeSet<>();
        SLOT.matcher(text).results().forEach(slot -> names.add(slot.group(1)));
        return names;
    }

    /// Whether every `{{` of `text` begins a slot.
    public static boolean wellFormed(String text) {
        return !SLOT.matcher(text).replaceAll("").contains("{{");
    }

    /// A slot without a value is empty.
    static String fill(String text, Map<String, String> values) {
        return SLOT.matcher(text)
                .replaceAll(
                        slot -> Matcher.quoteReplacement(values.getOrDefault(slot.group(1), "")));
    }

    /// A recipient's values over the defaults.
    static Map<String, String> over(Map<String, String> defaults, Map<String, String> variables) {
        Map<String, String> values = new LinkedHashMap<>(defaults);
        values.putAll(variables);
        return values;
    }
}
