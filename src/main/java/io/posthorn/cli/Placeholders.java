package io.posthorn.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Secrets stay out of files: `${NAME}` is filled from the environment, `$${` is `${` itself.
///
/// A text that is nothing but one unset variable is read as [#MASK]: "as it is". Whether that can
/// be is known later, when it is known which connections are there.
final class Placeholders {

    /// What the server shows instead of a secret, and takes as "as it is".
    static final String MASK = "********";

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Map<String, String> environment;
    private final List<String> missing = new ArrayList<>();
    private final Set<String> unset = new HashSet<>();

    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    /// `${CARRIER_A_PASSWORD}` for the password of the connection carrier-a.
    static String of(String connection, String setting) {
        String words = connection + "_" + setting.replaceAll("([A-Z])", "_$1");
        String name = words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        return "${" + (Character.isDigit(name.charAt(0)) ? "_" : "") + name + "}";
    }

    /// A text that says the same when it is read again.
    static String escaped(String text) {
        return text.replace("${", "$${");
    }

    /// Variables that are needed as part of a text and not set.
    List<String> missing() {
        return missing;
    }

    /// Variables that stand alone and are not set.
    Set<String> unset() {
        return unset;
    }

    JsonNode filled(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode filled = Api.JSON.createObjectNode();
                object.properties()
                        .forEach(one -> filled.set(one.getKey(), filled(one.getValue())));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = Api.JSON.createArrayNode();
                array.forEach(one -> filled.add(filled(one)));
                yield filled;
            }
            default ->
                    node.isString()
                            ? Api.JSON.getNodeFactory().stringNode(text(node.asString()))
                            : node;
        };
    }

    private String text(String text) {
        Matcher whole = VARIABLE.matcher(text);
        if (whole.matches() && whole.group(1) != null && !environment.containsKey(whole.group(1))) {
            unset.add(whole.group(1));
            return MASK;
        }
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(@org.jspecify.annotations.Nullable String name) {
        if (name == null) {
            return "${";
        }
        String value = environment.get(name);
        if (value == null) {
            missing.add("the environment variable " + name + " is not set");
        }
        return value == null ? "" : value;
    }
}
