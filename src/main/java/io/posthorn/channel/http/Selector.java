package io.posthorn.channel.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Names one value of an answer: `$.messages[0].id` in JSON, or `/OK: (\w+)/`, a regular expression
/// whose first group, or whole match, it is.
sealed interface Selector {

    /// The value in a document; empty when it is not there.
    Optional<String> find(Document document);

    /// Throws `IllegalArgumentException`, with a sentence, for a text that is no selector.
    static Selector parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("/") && trimmed.endsWith("/") && trimmed.length() > 2) {
            return new Match(regex(trimmed.substring(1, trimmed.length() - 1)));
        }
        return Path.parse(trimmed);
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "has a wrong regular expression: " + e.getDescription(), e);
        }
    }

    record Match(Pattern pattern) implements Selector {
        @Override
        public Optional<String> find(Document document) {
            Matcher matcher = pattern.matcher(document.text());
            if (!matcher.find()) {
                return Optional.empty();
            }
            return Optional.ofNullable(
                            matcher.groupCount() > 0 ? matcher.group(1) : matcher.group())
                    .filter(found -> !found.isEmpty());
        }
    }

    /// Steps from the root: names of properties, numbers of items.
    record Path(List<String> steps) implements Selector {
        private static final Pattern WHOLE =
                Pattern.compile("\\$(\\.[\\w-]+|\\[[0-9]{1,4}]|\\['[^']+'])*");
        private static final Pattern STEP =
                Pattern.compile("\\.([\\w-]+)|\\[([0-9]+)]|\\['([^']+)']");

        public Path {
            steps = List.copyOf(steps);
        }

        static Path parse(String text) {
            if (!WHOLE.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "must be a path such as $.messages[0].id, or a regular expression such as"
                                + " /OK: (\\w+)/");
            }
            List<String> steps = new ArrayList<>();
            Matcher step = STEP.matcher(text);
            while (step.find()) {
                steps.add(
                        step.group(1) != null
                                ? step.group(1)
                                : step.group(2) != null ? step.group(2) : step.group(3));
            }
            return new Path(steps);
        }

        @Override
        public Optional<String> find(Document document) {
            return node(document.json())
                    .filter(JsonNode::isValueNode)
                    .filter(node -> !node.isNull())
                    .map(JsonNode::asString)
                    .filter(found -> !found.isEmpty());
        }

        /// What is there, of any kind.
        Optional<JsonNode> node(JsonNode root) {
            @Nullable JsonNode at = root;
            for (String step : steps) {
                at = at == null ? null : at.isArray() ? item(at, step) : at.get(step);
            }
            return Optional.ofNullable(at);
        }

        private static @Nullable JsonNode item(JsonNode list, String step) {
            return step.matches("[0-9]{1,4}") ? list.get(Integer.parseInt(step)) : null;
        }
    }
}
