package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.Nearest;
import io.posthorn.event.EventSchema;
import io.posthorn.event.EventType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `/Schemas`: what the payloads of events look like. Of each schema there is the version that is
/// emitted.
final class EventSchemas {

    private EventSchemas() {}

    record Filter(ClassicPage page) {

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(ClassicPage.of(values)),
                        ClassicPage.PAGE,
                        ClassicPage.PAGE_SIZE,
                        ClassicPage.PAGE_TOKEN);
    }

    record SchemaLinks(String versions) {}

    /// A schema.
    ///
    /// @param lastCreated not known
    record SchemaView(
            String id,
            String url,
            @JsonProperty("last_created") Optional<Instant> lastCreated,
            @JsonProperty("last_version") int lastVersion,
            SchemaLinks links) {}

    /// A version of a schema.
    ///
    /// @param dateCreated not known
    /// @param raw where the JSON Schema is
    record SchemaVersion(
            String id,
            @JsonProperty("schema_version") int schemaVersion,
            @JsonProperty("date_created") Optional<Instant> dateCreated,
            String url,
            String raw) {

        private static SchemaVersion of(EventType type, Links links) {
            String url = home(type, links) + "/Versions/" + type.schemaVersion();
            return new SchemaVersion(
                    type.schemaId(), type.schemaVersion(), Optional.empty(), url, url + "/Raw");
        }
    }

    record SchemaVersionPage(
            @JsonProperty("schema_versions") List<SchemaVersion> schemaVersions,
            ClassicPage.Meta meta) {}

    static Response fetch(Call<Route.None, Route.None> call) {
        EventType type = known(call);
        String url = home(type, call.links());
        return Response.ok(
                new SchemaView(
                        type.schemaId(),
                        url,
                        Optional.empty(),
                        type.schemaVersion(),
                        new SchemaLinks(url + "/Versions")));
    }

    static Response versions(Call<Filter, Route.None> call) {
        EventType type = known(call);
        List<SchemaVersion> all = List.of(SchemaVersion.of(type, call.links()));
        ClassicPage page = call.query().page();
        String url = home(type, call.links()) + "/Versions";
        return Response.ok(
                new SchemaVersionPage(page.of(all), page.meta(url, "schema_versions", all.size())));
    }

    static Response version(Call<Route.None, Route.None> call) {
        return Response.ok(SchemaVersion.of(knownVersion(call), call.links()));
    }

    static Response raw(Call<Route.None, Route.None> call) {
        return Response.ok(EventSchema.of(knownVersion(call)));
    }

    private static EventType known(Call<?, ?> call) {
        String id = call.path().getOrDefault("schemaId", "");
        return Arrays.stream(EventType.values())
                .filter(type -> type.schemaId().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Schema " + Nearest.shown(id)));
    }

    private static EventType knownVersion(Call<?, ?> call) {
        EventType type = known(call);
        String version = call.path().getOrDefault("version", "");
        if (!version.equals(Integer.toString(type.schemaVersion()))) {
            throw Refused.notFound(
                    "Version " + Nearest.shown(version) + " of schema " + type.schemaId());
        }
        return type;
    }

    private static String home(EventType type, Links links) {
        return links.to("/Schemas/" + type.schemaId());
    }
}
