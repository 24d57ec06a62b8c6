package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.posthorn.event.CloudEvent;
import io.posthorn.event.EventFilter;
import io.posthorn.event.EventId;
import io.posthorn.event.Feed;
import io.posthorn.event.Follower;
import io.posthorn.event.Lanes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/Events`: what happened in the account, to read page by page or as it happens.
final class Events {

    static final String STREAM = "text/event-stream";
    static final String LAST_SEEN = "Last-Event-ID";

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MAX_PAGES = 20; // of the log, read for one answer

    private final Lanes lanes;

    Events(Lanes lanes) {
        this.lanes = lanes;
    }

    /// One event: CloudEvents 1.0.
    record Told(
            String specversion,
            String type,
            String source,
            String id,
            String time,
            String dataschema,
            String datacontenttype,
            String sequence,
            @JsonInclude(Include.NON_ABSENT) Optional<String> messagestatus,
            ObjectNode data) {

        private static Told of(CloudEvent event) {
            return new Told(
                    CloudEvent.SPEC_VERSION,
                    event.type().wireName(),
                    event.account(),
                    event.id().toString(),
                    event.time(),
                    event.type().dataSchema(),
                    CloudEvent.DATA_CONTENT_TYPE,
                    event.sequence(),
                    event.messageStatus(),
                    event.data());
        }
    }

    /// Events in order.
    ///
    /// @param next what to give as `after` to go on, also when there is nothing more yet
    record EventPage(List<Told> events, String next) {}

    /// Which events, and after which.
    ///
    /// @param after a position of the log
    /// @param last instead: how far before the end of the log
    record Filter(Optional<Long> after, Optional<Integer> last, List<String> types, int size) {

        private static final int FAR = 10_000;

        private static final Field<Optional<Long>> AFTER =
                Field.optional(
                        "after",
                        Shape.text(1, 40)
                                .then(Filter::position)
                                .described("The id of an event, or `next` of an earlier answer"));
        private static final Field<Optional<Integer>> LAST =
                Field.optional(
                        "last",
                        new TextualInteger(1, FAR)
                                .described(
                                        "Without `after`: begins this many events before the last,"
                                                + " those of other types counted"));
        private static final Field<List<String>> TYPES =
                Field.optionalOr(
                        "types",
                        Shape.text(1, 2000)
                                .then(Filter::types)
                                .described("Event types, or beginnings and `*`, with commas"),
                        WebhookForms.ALL_TYPES);

        static final Shape<Filter> PAGED =
                Shape.object(
                        values ->
                                new Filter(
                                        values.get(AFTER),
                                        values.get(LAST),
                                        values.get(TYPES),
                                        values.get(Page.QUERY_SIZE)),
                        AFTER,
                        LAST,
                        TYPES,
                        Page.QUERY_SIZE);
        static final Shape<Filter> STREAMED =
                Shape.object(
                        values ->
                                new Filter(
                                        values.get(AFTER), Optional.empty(), values.get(TYPES), 0),
                        AFTER,
                        TYPES);

        private static @Nullable Long position(String text, Place at, Findings findings) {
            Optional<Long> position = Events.position(text);
            if (position.isEmpty()) {
                findings.add(at.label() + " must be the id of an event or a position", at);
            }
            return position.orElse(null);
        }

        private static @Nullable List<String> types(String text, Place at, Findings findings) {
            List<String> types = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            boolean all =
                    types.stream()
                            .map(type ->
                                    type.isEmpty()
                                            ? Optional.<String>empty()
                                            : Optional.ofNullable(
                                                    WebhookForms.type(type, at, findings)))
                            .allMatch(Optional::isPresent);
            return all ? types : null;
        }
    }

    private static Optional<Long> position(String text) {
        return text.matches("[0-9]{1,18}")
                ? Optional.of(Long.valueOf(text))
                : EventId.parse(text).map(EventId::seq);
    }

    Response list(Call<Filter, Route.None> call) {
        Filter query = call.query();
        EventFilter filter = EventFilter.of(call.account(), query.types());
        List<CloudEvent> found = new ArrayList<>();
        long at = query.after().orElseGet(() -> begin(query));
        for (int i = 0; i < MAX_PAGES && found.size() < query.size(); i++) {
            Feed.Page page = lanes.feed().after(at, query.size() - found.size(), filter);
            found.addAll(page.events());
            if (page.readTo() == at) {
                break;
            }
            at = page.readTo();
        }
        List<Told> told = found.stream().map(Told::of).toList();
        return Response.ok(new EventPage(told, Long.toString(at)));
    }

    private long begin(Filter query) {
        return query.last().map(last -> Math.max(0, lanes.feed().end() - last)).orElse(0L);
    }

    /// Server-Sent Events (HTML Living Standard, section 9.2).
    Response stream(Call<Filter, Route.None> call) {
        long from =
                call.request()
                        .header("last-event-id")
                        .flatMap(Events::position)
                        .or(() -> call.query().after())
                        .orElseGet(lanes.feed()::end);
        EventFilter filter = EventFilter.of(call.account(), call.query().types());
        return Response.flowing(STREAM, out -> tell(from, filter, out));
    }

    private void tell(long from, EventFilter filter, OutputStream out)
            throws IOException, InterruptedException {
        try (Follower follower = lanes.follow(from, filter)) {
            write(out, ": these are the events\n\n");
            while (!follower.ended()) {
                List<CloudEvent> events = follower.next(HEARTBEAT);
                StringBuilder text = new StringBuilder(events.isEmpty() ? ": still here\n\n" : "");
                events.forEach(event -> append(text, event));
                write(out, text.toString());
            }
        }
    }

    private static void append(StringBuilder text, CloudEvent event) {
        text.append("id: ").append(event.id());
        text.append("\nevent: ").append(event.type().wireName());
        text.append("\ndata: ").append(new String(event.json(), StandardCharsets.UTF_8));
        text.append("\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
