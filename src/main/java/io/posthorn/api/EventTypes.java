package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.Nearest;
import io.posthorn.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `/Types`: the types of events there are.
final class EventTypes {

    private EventTypes() {}

    record Filter(Optional<String> schemaId, ClassicPage page) {

        private static final Field<Optional<String>> SCHEMA =
                Field.optional("SchemaId", Shape.text(1, 200));

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(SCHEMA), ClassicPage.of(values)),
                        SCHEMA,
                        ClassicPage.PAGE,
                        ClassicPage.PAGE_SIZE,
                        ClassicPage.PAGE_TOKEN);
    }

    record EventTypeView(
            String type,
            @JsonProperty("schema_id") String schemaId,
            @JsonProperty("schema_version") int schemaVersion,
            String description,
            String status,
            String url) {

        private static EventTypeView of(EventType type, Links links) {
            return new EventTypeView(
                    type.wireName(),
                    type.schemaId(),
                    type.schemaVersion(),
                    type.schemaId(),
                    "available",
                    links.to("/Types/" + type.wireName()));
        }
    }

    record EventTypePage(List<EventTypeView> types, ClassicPage.Meta meta) {}

    static Response list(Call<Filter, Route.None> call) {
        Optional<String> schema = call.query().schemaId();
        List<EventType> all =
                Arrays.stream(EventType.values())
                        .filter(type -> schema.map(type.schemaId()::equals).orElse(true))
                        .toList();
        ClassicPage page = call.query().page();
        List<EventTypeView> views =
                page.of(all).stream().map(type -> EventTypeView.of(type, call.links())).toList();
        String url = call.links().to("/Types");
        return Response.ok(new EventTypePage(views, page.meta(url, "types", all.size())));
    }

    static Response fetch(Call<Route.None, Route.None> call) {
        String name = call.path().getOrDefault("type", "");
        EventType type =
                EventType.of(name)
                        .orElseThrow(() -> Refused.notFound("Type " + Nearest.shown(name)));
        return Response.ok(EventTypeView.of(type, call.links()));
    }
}
