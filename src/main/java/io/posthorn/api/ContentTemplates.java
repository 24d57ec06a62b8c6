package io.posthorn.api;

import static io.posthorn.api.Route.delete;
import static io.posthorn.api.Route.get;
import static io.posthorn.api.Route.post;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Snapshot;
import io.posthorn.message.Content;
import io.posthorn.message.ContentId;
import io.posthorn.message.ContentTemplate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `/Content`: content templates that are kept, the way Twilio's Content API has them.
final class ContentTemplates {

    private final Inventory inventory;

    ContentTemplates(Inventory inventory) {
        this.inventory = inventory;
    }

    /// A template as it is answered.
    ///
    /// @param variables what stands in a slot a recipient has no value for
    record View(
            String sid,
            @JsonProperty("account_sid") String accountSid,
            @JsonProperty("friendly_name") String friendlyName,
            String language,
            Map<String, String> variables,
            JsonNode types,
            @JsonProperty("date_created") Instant dateCreated,
            @JsonProperty("date_updated") Instant dateUpdated,
            String url) {

        private static View of(ContentTemplate template, Links links) {
            return new View(
                    template.id().toString(),
                    template.account(),
                    template.name(),
                    template.language(),
                    template.defaults(),
                    Json.read(template.types()),
                    template.createdAt(),
                    template.updatedAt(),
                    links.to("/Content/" + template.id()));
        }
    }

    record ViewPage(List<View> contents, ClassicPage.Meta meta) {}

    record Filter(ClassicPage page) {

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(ClassicPage.of(values)),
                        ClassicPage.PAGE,
                        ClassicPage.PAGE_SIZE,
                        ClassicPage.PAGE_TOKEN);
    }

    List<Route<?, ?>> routes() {
        return List.of(
                get("/Content", "List content templates")
                        .query(Filter.SHAPE)
                        .answers(200, ViewPage.class)
                        .by(this::list),
                post("/Content", "Create a content template")
                        .described(
                                "Its texts have slots such as `{{1}}`, which a recipient's"
                                        + " `variables` fill. Each channel shows the richest of its"
                                        + " types that it can. `whatsapp/template` names a template"
                                        + " WhatsApp has approved.")
                        .body(ContentForms.SHAPE)
                        .answers(201, View.class, List.of("Location"))
                        .by(this::create),
                get("/Content/{contentSid}", "Fetch a content template")
                        .answers(200, View.class)
                        .by(this::fetch),
                delete("/Content/{contentSid}", "Delete a content template")
                        .described("What was accepted with it is still sent.")
                        .answersNothing(204, List.of())
                        .by(this::remove));
    }

    private Response list(Call<Filter, Route.None> call) {
        List<ContentTemplate> all =
                inventory.snapshot().contents(call.account()).stream()
                        .sorted(Comparator.comparing(ContentTemplate::id).reversed())
                        .toList();
        ClassicPage page = call.query().page();
        List<View> views = page.of(all).stream().map(each -> View.of(each, call.links())).toList();
        return Response.ok(
                new ViewPage(
                        views, page.meta(call.links().to("/Content"), "contents", all.size())));
    }

    private Response create(Call<Route.None, ContentForms> call) {
        ContentTemplate template =
                inventory.addContent((id, now) -> call.body().template(id, call.account(), now));
        View view = View.of(template, call.links());
        return Response.json(201, view, new Response.Header("Location", view.url));
    }

    private Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call), call.links()));
    }

    private Response remove(Call<Route.None, Route.None> call) {
        inventory.deleteContent(known(call).id());
        return Response.noContent();
    }

    private ContentTemplate known(Call<?, ?> call) {
        ContentId id = call.id("contentSid", ContentId::parse, "Content");
        return inventory
                .snapshot()
                .content(call.account(), id)
                .orElseThrow(() -> Refused.notFound("Content " + id));
    }

    /// The content with what its template is at this moment. Throws [Refused] when there is no such
    /// template.
    static Content resolved(Content content, Snapshot now, String account) {
        if (!(content instanceof Content.Stored stored)) {
            return content;
        }
        return ContentId.parse(stored.contentId())
                .flatMap(id -> now.content(account, id))
                .map(ContentTemplate::content)
                .orElseThrow(() ->
                        new Refused(
                                400,
                                List.of(
                                        new Problem(
                                                Code.INVALID_CONTENT_ID,
                                                "there is no content template "
                                                        + stored.contentId(),
                                                "$.content.contentId"))));
    }
}
