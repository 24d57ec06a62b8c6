package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The `{{names}}` of exchanges: what they stand for, once it is known.
final class Unknowns {

    private static final Pattern NAME = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    private final Map<String, String> values = new HashMap<>();

    void learn(String name, String value) {
        values.put(name, value);
    }

    /// The text with what is known put in; the rest, such as Liquid, stays.
    String filled(String text) {
        return NAME.matcher(text)
                .replaceAll(name ->
                        Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    /// `actual` is what `expected` says; names not known yet take what is there.
    void match(String where, String expected, String actual) {
        StringBuilder pattern = new StringBuilder();
        Matcher name = NAME.matcher(expected);
        int end = 0;
        while (name.find()) {
            pattern.append(Pattern.quote(expected.substring(end, name.start())));
            pattern.append(pattern(name.group(1)));
            end = name.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher found = Pattern.compile(pattern.toString()).matcher(actual);
        assertThat(found.matches())
                .as("%s: expected %s but was %s", where, filled(expected), actual)
                .isTrue();
        found.namedGroups().keySet().forEach(group -> values.put(group, found.group(group)));
    }

    private String pattern(String name) {
        if (values.containsKey(name)) {
            return Pattern.quote(values.get(name));
        }
        return switch (name) {
            case "time" -> TIME;
            case "any" -> "(?s:.*)";
            default -> "(?<" + name + ">[^/?&\"\\s]+)";
        };
    }

    void match(String where, JsonNode expected, JsonNode actual) {
        if (expected.isString()) {
            match(where, expected.asString(), text(actual));
        } else if (expected.isObject()) {
            assertThat(actual.propertyNames()).as(where).isEqualTo(expected.propertyNames());
            expected.properties()
                    .forEach(each ->
                            match(
                                    where + "." + each.getKey(),
                                    each.getValue(),
                                    actual.get(each.getKey())));
        } else if (expected.isArray()) {
            assertThat(actual).as(where).hasSameSizeAs(expected);
            IntStream.range(0, expected.size())
                    .forEach(i -> match(where + "[" + i + "]", expected.get(i), actual.get(i)));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.asString() : node.toString();
    }
}
