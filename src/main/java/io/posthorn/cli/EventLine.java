package io.posthorn.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One event on one line, in columns.
final class EventLine {

    private static final int STATUS_WIDTH = 21; // sender health-changed is the longest
    private static final int ADDRESS_WIDTH = 16;
    private static final List<String> IDS =
            List.of("message_id", "email_id", "push_notification_id");
    private static final String PREFIX = "com.twilio.comms-api.";

    private final Style style;

    EventLine(Style style) {
        this.style = style;
    }

    String of(JsonNode event) {
        JsonNode data = event.path("data");
        String what = what(event);
        return (style.faint(Moments.time(event.path("time").asString("")))
                        + "  "
                        + style.status(what)
                        + pad(what, STATUS_WIDTH)
                        + detail(data))
                .stripTrailing();
    }

    /// The status a message came to, or what else happened.
    private static String what(JsonNode event) {
        String status = EventFilter.status(event);
        return status.isEmpty()
                ? event.path("type").asString("").replace(PREFIX, "").replace('.', ' ')
                : status;
    }

    private String detail(JsonNode data) {
        Optional<String> id =
                IDS.stream().filter(data::has).findFirst().map(name -> data.get(name).asString());
        if (id.isPresent()) {
            return message(data, id.get());
        }
        if (data.has("sender_id")) {
            return data.path("sender_id").asString("")
                    + "  "
                    + data.path("from").asString("")
                    + " -> "
                    + data.path("to").asString("")
                    + "  "
                    + data.path("reason").asString("");
        }
        return data.path("operation_id").asString("");
    }

    private String message(JsonNode data, String id) {
        String to = data.path("to").path("address").asString("");
        JsonNode from = data.path("from");
        String by = from.path("address").asString("");
        String code = data.path("error_code").asString("");
        return to
                + pad(to, ADDRESS_WIDTH)
                + by
                + pad(by, ADDRESS_WIDTH)
                + from.path("channel").asString("")
                + "  "
                + id
                + (code.isEmpty() ? "" : "  " + style.bad(code))
                + tags(data.path("tags"));
    }

    private String tags(JsonNode tags) {
        return tags.isEmpty()
                ? ""
                : "  "
                        + style.faint(
                                tags.properties().stream()
                                        .map(tag -> tag.getKey() + "=" + tag.getValue().asString())
                                        .collect(Collectors.joining(" ")));
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length() + 1));
    }
}
