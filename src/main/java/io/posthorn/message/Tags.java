package io.posthorn.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for tags, the names and values a caller attaches to find and count things by.
public final class Tags {

    public static final int MAX_TAGS = 10;
    public static final int MAX_KEY = 128;
    public static final int MAX_VALUE = 256;

    private static final String ALLOWED = "letters, digits and . _ ~ -";
    private static final Pattern WORD = Pattern.compile("[a-zA-Z0-9._~-]+");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-zA-Z0-9._~-]");

    private Tags() {}

    /// What is wrong with the tag `key`; the message does not repeat its value.
    public record Problem(String key, String message) {}

    /// Everything wrong with tags that are kept as they are.
    public static List<Problem> problems(Map<String, String> tags) {
        return problems(tags, Tags::valueProblem);
    }

    /// Everything wrong with tags of a message, whose values may be Liquid: a template must be well
    /// formed, what it will render is not yet known.
    public static List<Problem> templateProblems(Map<String, String> tags) {
        return problems(tags, Tags::templateProblem);
    }

    /// The tags for one recipient. A rendered value is brought into the rules: other characters
    /// become `_`, it is cut at [#MAX_VALUE], and a tag without a value is left out.
    ///
    /// @throws Template.Unrenderable when these variables make a template fail
    public static Map<String, String> render(
            Map<String, String> tags, Map<String, String> variables) {
        if (tags.values().stream().noneMatch(Template::isTemplated)) {
            return tags;
        }
        Map<String, String> rendered = new LinkedHashMap<>();
        tags.forEach((key, value) -> {
            String text = render(value, variables);
            if (!text.isEmpty()) {
                rendered.put(key, text);
            }
        });
        return rendered;
    }

    private static String render(String value, Map<String, String> variables) {
        if (!Template.isTemplated(value)) {
            return value;
        }
        String text = Template.parse(value).render(variables);
        String word = NOT_ALLOWED.matcher(text).replaceAll("_");
        return word.length() > MAX_VALUE ? word.substring(0, MAX_VALUE) : word;
    }

    /// Tags to look for, all of them, as `key:value;key:value;`. The last `;` may be missing. Empty
    /// when `query` is not of that form or names more than [#MAX_TAGS].
    public static Optional<Filter> filter(String query) {
        String list = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
        Set<Map.Entry<String, String>> pairs = new LinkedHashSet<>();
        for (String pair : list.split(";", -1)) {
            String[] parts = pair.split(":", -1);
            if (parts.length != 2 || !isWord(parts[0]) || !isWord(parts[1])) {
                return Optional.empty();
            }
            pairs.add(Map.entry(parts[0], parts[1]));
        }
        return pairs.size() > MAX_TAGS ? Optional.empty() : Optional.of(new Filter(pairs));
    }

    /// A set of tags that must all be there; one key with two values matches nothing.
    public record Filter(Set<Map.Entry<String, String>> pairs) {

        public boolean matches(Map<String, String> tags) {
            return tags.entrySet().containsAll(pairs);
        }
    }

    private interface ValueRule {
        Optional<String> problem(String value);
    }

    private static List<Problem> problems(Map<String, String> tags, ValueRule values) {
        List<Problem> problems = new ArrayList<>();
        if (tags.size() > MAX_TAGS) {
            problems.add(new Problem("", "at most " + MAX_TAGS + " tags are possible"));
        }
        tags.forEach((key, value) -> {
            keyProblem(key).ifPresent(message -> problems.add(new Problem(key, message)));
            values.problem(value).ifPresent(message -> problems.add(new Problem(key, message)));
        });
        return problems;
    }

    private static Optional<String> keyProblem(String key) {
        return key.length() > MAX_KEY
                ? Optional.of("a tag's key has at most " + MAX_KEY + " characters")
                : isWord(key) ? Optional.empty() : Optional.of("a tag's key is made of " + ALLOWED);
    }

    private static Optional<String> valueProblem(String value) {
        return value.length() > MAX_VALUE
                ? Optional.of("a tag's value has at most " + MAX_VALUE + " characters")
                : isWord(value)
                        ? Optional.empty()
                        : Optional.of("a tag's value is made of " + ALLOWED);
    }

    private static Optional<String> templateProblem(String value) {
        if (!Template.isTemplated(value)) {
            return valueProblem(value);
        }
        try {
            Template.parse(value);
            return Optional.empty();
        } catch (Template.Malformed e) {
            return Optional.of(
                    "Liquid: %s at line %d, column %d"
                            .formatted(e.getMessage(), e.line(), e.column()));
        }
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }
}
