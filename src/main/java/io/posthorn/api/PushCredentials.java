package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.PushApps;
import io.posthorn.delivery.PushApps.NewCredential;
import io.posthorn.message.CredentialId;
import io.posthorn.message.PushApp;
import io.posthorn.message.PushApp.Credential;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `/PushNotifications/Credentials`: what apps are known by to the push services. Each is a PUSH
/// sender and a connection too; nothing here ever answers a secret.
final class PushCredentials {

    private static final String PATH = "/PushNotifications/Credentials";
    private static final String SANDBOX = "https://api.sandbox.push.apple.com";

    private final PushApps apps;
    private final ConnectionForms forms;

    PushCredentials(PushApps apps, ConnectionForms forms) {
        this.apps = apps;
        this.forms = forms;
    }

    /// A Credential as it is answered.
    record View(
            CredentialId id,
            PushApp.Type credentialType,
            boolean isDefault,
            String appName,
            Instant createdAt,
            Instant updatedAt) {

        static View of(PushApp app, Credential credential) {
            return new View(
                    credential.id(),
                    credential.type(),
                    credential.isDefault(),
                    app.name(),
                    credential.createdAt(),
                    credential.updatedAt());
        }
    }

    record ViewPage(
            List<View> credentials,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    private record Create(
            PushApp.Type type,
            Map<String, String> settings,
            Optional<String> appName,
            boolean isDefault) {}

    private Shape<Create> createShape() {
        var type = Field.required("credentialType", Shape.choice(PushApp.Type.class));
        var content =
                Field.required(
                        "content",
                        forms.settings()
                                .described(
                                        "What a connection of type FCM or APNS takes; of FCM, the"
                                                + " key file itself will do"));
        var appName = Field.optional("appName", PushAppList.NAME);
        var isDefault = Field.withDefault("isDefault", Shape.bool(), false);
        return Shape.object(values -> values, type, content, appName, isDefault)
                .named("PushCredentialCreate")
                .then((values, at, findings) ->
                        new Create(
                                values.get(type),
                                settings(
                                        values.get(type),
                                        values.get(content),
                                        at.property("content"),
                                        findings),
                                values.get(appName),
                                values.get(isDefault)));
    }

    private Map<String, String> settings(
            PushApp.Type type, JsonNode given, Place at, Findings findings) {
        boolean keyFile = type == PushApp.Type.FCM && given.has("client_email");
        JsonNode content =
                keyFile
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put("serviceAccountJson", given.toString())
                        : given;
        Map<String, String> settings =
                new LinkedHashMap<>(forms.read(type.connection(), content, Map.of(), at, findings));
        if (type == PushApp.Type.APN_SANDBOX && !content.has("baseUrl")) {
            settings.put("baseUrl", SANDBOX);
        }
        return settings;
    }

    /// What a list is narrowed by.
    private record Filter(Optional<String> appName, Page page) {

        private static final Field<Optional<String>> APP =
                Field.optional("appName", PushAppList.NAME);

        static final Shape<Filter> SHAPE =
                Shape.object(
                        values -> new Filter(values.get(APP), Page.of(values)),
                        APP,
                        Page.PAGE_TOKEN,
                        Page.QUERY_SIZE);
    }

    private record Update(boolean isDefault) {

        private static final Field<Boolean> DEFAULT = Field.required("isDefault", Shape.bool());

        static final Shape<Update> SHAPE =
                Shape.object(values -> new Update(values.get(DEFAULT)), DEFAULT)
                        .named("PushCredentialUpdate");
    }

    private record Found(PushApp app, Credential credential) {
        View view() {
            return View.of(app, credential);
        }
    }

    private Response create(Call<Route.None, Create> call) {
        Create wanted = call.body();
        String app = wanted.appName.orElseGet(() -> apps.byDefault(call.account()).name());
        Credential made =
                apps.add(
                        new NewCredential(
                                call.account(),
                                app,
                                wanted.type,
                                wanted.settings,
                                wanted.isDefault));
        return Response.json(
                201,
                found(call, made.id()).view(),
                new Response.Header("Location", call.links().to(PATH + "/" + made.id())));
    }

    private Response list(Call<Filter, Route.None> call) {
        Stream<Found> all =
                apps.of(call.account()).stream()
                        .filter(app -> call.query().appName.map(app.name()::equals).orElse(true))
                        .flatMap(app ->
                                app.credentials().stream().map(each -> new Found(app, each)));
        Page.Cut<Found> cut = call.query().page.of(all, each -> each.credential.id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(Found::view).toList(),
                        cut.pagination(),
                        cut.next()));
    }

    private Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(known(call).view());
    }

    private Response update(Call<Route.None, Update> call) {
        Found found = known(call);
        if (!call.body().isDefault && found.credential.isDefault()) {
            throw Refused.invalid(
                    "One credential of a type is the default: make another one it",
                    Place.ROOT.property("isDefault"));
        }
        if (call.body().isDefault) {
            apps.makeDefault(call.account(), found.credential.id());
        }
        return Response.ok(known(call).view());
    }

    private Response delete(Call<Route.None, Route.None> call) {
        apps.delete(call.account(), known(call).credential.id());
        return Response.noContent();
    }

    private Found known(Call<?, ?> call) {
        return found(call, call.id("credentialId", CredentialId::parse, "Credential"));
    }

    private Found found(Call<?, ?> call, CredentialId id) {
        return apps.of(call.account(), id)
                .map(app -> new Found(app, app.credential(id).orElseThrow()))
                .orElseThrow(() -> Refused.notFound("Credential " + id));
    }

    List<Route<?, ?>> routes() {
        String one = PATH + "/{credentialId}";
        return List.of(
                Route.get(PATH, "List push credentials")
                        .query(Filter.SHAPE)
                        .answers(200, ViewPage.class)
                        .by(this::list),
                Route.post(PATH, "Make an app known to a push service")
                        .described(
                                "Makes a PUSH sender and its connection. The first credential of"
                                        + " its type is the app's default.")
                        .body(createShape())
                        .answers(201, View.class, List.of("Location"))
                        .mayConflict()
                        .by(this::create),
                Route.get(one, "Fetch a push credential").answers(200, View.class).by(this::fetch),
                Route.patch(one, "Make a push credential the default of its type")
                        .body(Update.SHAPE)
                        .answers(200, View.class)
                        .mayConflict()
                        .by(this::update),
                Route.delete(one, "Delete a push credential, its sender and its connection")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(this::delete));
    }
}
