package io.posthorn.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Which events are worth a line.
///
/// @param pool an id
/// @param statuses of messages; empty: all
record EventFilter(
        Optional<String> pool,
        Set<String> statuses,
        Optional<String> channel,
        Map<String, String> tags) {

    private static final Pattern STATUS =
            Pattern.compile(
                    "com\\.twilio\\.comms-api\\.(?:message|email|push-notification)\\.(.+)");

    boolean wants(JsonNode event) {
        JsonNode data = event.path("data");
        return pool.map(data.path("sender_pool_id").asString("")::equals).orElse(true)
                && (statuses.isEmpty() || statuses.contains(status(event)))
                && channel.map(channelOf(data)::equals).orElse(true)
                && tags.entrySet().stream()
                        .allMatch(tag ->
                                data.path("tags")
                                        .path(tag.getKey())
                                        .asString("")
                                        .equals(tag.getValue()));
    }

    private static String channelOf(JsonNode data) {
        boolean inbound = data.has("session_id");
        return data.path(inbound ? "to" : "from").path("channel").asString("");
    }

    /// What a message came to by this event, which a later one may have overtaken; empty for events
    /// that are about something else.
    static String status(JsonNode event) {
        Matcher type = STATUS.matcher(event.path("type").asString(""));
        return type.matches()
                ? type.group(1).replace("-received", "").toUpperCase(Locale.ROOT)
                : "";
    }
}
