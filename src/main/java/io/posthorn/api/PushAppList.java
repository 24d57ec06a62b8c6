package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.Nearest;
import io.posthorn.delivery.PushApps;
import io.posthorn.message.PushApp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/PushNotifications/Apps`: the apps an account notifies, ten at most. One is there from the
/// start; others come with their first credential.
final class PushAppList {

    /// What an app may be called.
    static final Shape<String> NAME =
            Shape.text(1, 64).matching("[A-Za-z0-9._-]+", "made of letters, digits and . _ - only");

    private static final String PATH = "/PushNotifications/Apps";

    private final PushApps apps;

    PushAppList(PushApps apps) {
        this.apps = apps;
    }

    /// An App as it is answered.
    record PushAppView(String name, boolean isDefault, Instant createdAt, Instant updatedAt) {

        static PushAppView of(PushApp app) {
            return new PushAppView(app.name(), app.isDefault(), app.createdAt(), app.updatedAt());
        }
    }

    /// All of them: there are never more than ten.
    record ViewPage(
            List<PushAppView> apps,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    private record Update(boolean isDefault) {

        private static final Field<Boolean> DEFAULT = Field.required("isDefault", Shape.bool());

        static final Shape<Update> SHAPE =
                Shape.object(values -> new Update(values.get(DEFAULT)), DEFAULT)
                        .named("PushAppUpdate");
    }

    private Response list(Call<Route.None, Route.None> call) {
        return Response.ok(
                new ViewPage(
                        apps.of(call.account()).stream().map(PushAppView::of).toList(),
                        new Page.Pagination(Optional.empty(), Optional.empty()),
                        Optional.empty()));
    }

    private Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(PushAppView.of(known(call)));
    }

    private Response update(Call<Route.None, Update> call) {
        PushApp app = known(call);
        if (call.body().isDefault) {
            return Response.ok(PushAppView.of(apps.makeDefault(call.account(), app.name())));
        }
        if (app.isDefault()) {
            throw Refused.invalid(
                    "One app is the default: make another one it",
                    Place.ROOT.property("isDefault"));
        }
        return Response.ok(PushAppView.of(app));
    }

    private PushApp known(Call<?, ?> call) {
        String name = call.path().getOrDefault("appName", "");
        return apps.app(call.account(), name)
                .orElseThrow(() -> Refused.notFound("App " + Nearest.shown(name)));
    }

    List<Route<?, ?>> routes() {
        String one = PATH + "/{appName}";
        return List.of(
                Route.get(PATH, "List apps").answers(200, ViewPage.class).by(this::list),
                Route.get(one, "Fetch an app").answers(200, PushAppView.class).by(this::fetch),
                Route.patch(one, "Make an app the default")
                        .body(Update.SHAPE)
                        .answers(200, PushAppView.class)
                        .mayConflict()
                        .by(this::update));
    }
}
