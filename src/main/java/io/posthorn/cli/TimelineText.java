package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// A message's timeline, to read.
final class TimelineText {

    private final Common common;
    private final Style style;
    private final Map<String, String> addresses;

    /// @param addresses of senders, by id
    TimelineText(Common common, Map<String, String> addresses) {
        this.common = common;
        this.style = common.style();
        this.addresses = addresses;
    }

    void print(JsonNode message, JsonNode timeline) {
        common.out().println(style.strong(message.get("id").asString()));
        Table about = new Table("", "");
        about.row("status", style.status(message.get("status").asString()));
        about.row("to", ends(message.get("to")));
        if (message.path("from").has("address")) {
            about.row("from", end(message.get("from")));
        }
        if (!message.path("content").path("text").asString("").isEmpty()) {
            about.row("text", message.at("/content/text").asString().replace("\n", " / "));
        }
        message.get("tags")
                .properties()
                .forEach(tag -> about.row("tag " + tag.getKey(), tag.getValue().asString()));
        about.lines().stream().skip(1).forEach(common.out()::println);
        common.out().println();
        steps(timeline).lines().stream().skip(1).forEach(common.out()::println);
    }

    private static String ends(JsonNode list) {
        StringJoiner joined = new StringJoiner(", ");
        for (JsonNode one : list) {
            if (one.has("addresses")) {
                one.get("addresses").forEach(address -> joined.add(end(address)));
            } else {
                joined.add(end(one));
            }
        }
        return joined.toString();
    }

    private static String end(JsonNode one) {
        return one.path("address").asString(one.path("profileId").asString("?"))
                + (one.has("channel") ? " (" + one.get("channel").asString() + ")" : "");
    }

    private Table steps(JsonNode timeline) {
        Table table = new Table("", "", "");
        for (JsonNode entry : timeline.get("entries")) {
            List<String> lines = lines(entry);
            table.row(
                    style.faint(Moments.day(entry.path("at").asString(""))),
                    style.strong(entry.get("step").asString().toLowerCase(java.util.Locale.ROOT)),
                    lines.getFirst());
            lines.stream().skip(1).forEach(line -> table.row("", "", line));
        }
        return table;
    }

    private List<String> lines(JsonNode entry) {
        List<String> lines = new ArrayList<>();
        StringJoiner first = new StringJoiner("; ").setEmptyValue("");
        if (entry.has("attempt")) {
            first.add(attempt(entry.get("attempt")));
        }
        if (entry.has("status")) {
            String outcome = entry.path("outcome").asString("");
            first.add(
                    style.status(entry.get("status").asString())
                            + (outcome.isEmpty() ? "" : " " + outcome));
        }
        if (entry.has("waitingReason")) {
            first.add(waiting(entry));
        }
        lines.add(first.toString());
        if (entry.has("decision")) {
            lines.addAll(new DecisionText(this::sender).lines(entry.get("decision")));
        }
        if (entry.has("error")) {
            lines.add(style.bad(error(entry.get("error"))));
        }
        return lines;
    }

    private String attempt(JsonNode attempt) {
        return "attempt "
                + attempt.get("number").asInt()
                + " by "
                + sender(attempt.get("senderId").asString())
                + " ("
                + attempt.get("channel").asString()
                + ")"
                + (attempt.get("possibleDuplicate").asBoolean() ? ", possibly a duplicate" : "");
    }

    private static String waiting(JsonNode entry) {
        String until = Moments.day(entry.path("waitingUntil").asString(""));
        return "waits: "
                + entry.get("waitingReason").asString()
                + (until.isEmpty() ? "" : ", until " + until);
    }

    private static String error(JsonNode error) {
        String upstream = error.path("upstream").asString("");
        return error.get("code").asInt()
                + " "
                + error.get("message").asString()
                + (upstream.isEmpty() ? "" : " [" + upstream + "]");
    }

    private String sender(String id) {
        return addresses.getOrDefault(id, id);
    }
}
