package io.posthorn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// Why one sender was chosen and the others were not.
///
/// @param address of a sender's id
record DecisionText(UnaryOperator<String> address) {

    List<String> lines(JsonNode decision) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "because "
                        + reason(decision.path("by").asString(""))
                        + ", tier "
                        + decision.path("tier").asInt()
                        + waited(decision.path("waitedMillis").asLong()));
        passedOver(decision)
                .forEach((why, who) ->
                        lines.add(
                                "passed over: "
                                        + String.join(", ", who)
                                        + " ("
                                        + passed(why)
                                        + ")"));
        int more = decision.path("more").asInt();
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }

    private static String reason(String by) {
        return switch (by) {
            case "OWNER" -> "the recipient keeps this sender";
            case "SHARE" -> "it had been given the least of its share";
            default -> words(by);
        };
    }

    private static String passed(String why) {
        return switch (why) {
            case "NOT_OWNER" -> "the recipient keeps another sender";
            case "NOT_ENABLED" -> "disabled, deactivated or drained";
            case "FAILED_BEFORE", "FAILED_TWICE" -> "has failed this message";
            case "DOWN" -> "its connection is down";
            case "BREAKER" -> "its breaker is open";
            case "QUOTA" -> "its quota is used up";
            case "PAIR_RATE" -> "has just written to this recipient";
            case "TIER" -> "a lower tier can";
            case "RUNG" -> "one nearer or of a better kind can";
            case "DEGRADED" -> "degraded; gives this recipient up";
            case "RATE" -> "no room in its rate";
            case "WINDOW" -> "no room in its window";
            case "SHARE" -> "had been given more of its share";
            default -> words(why);
        };
    }

    /// A reason of a newer server.
    private static String words(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String waited(long millis) {
        return millis == 0
                ? ""
                : String.format(Locale.ROOT, ", after waiting %.1f s", millis / 1000.0);
    }

    private Map<String, List<String>> passedOver(JsonNode decision) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (JsonNode one : decision.path("passedOver")) {
            byReason.computeIfAbsent(one.path("why").asString(""), _ -> new ArrayList<>())
                    .add(address.apply(one.path("sender").asString("")));
        }
        return byReason;
    }
}
