package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.delivery.Ledger;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.PushUser;
import io.posthorn.message.PushUserId;
import io.posthorn.store.PushUserQuery;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/PushNotifications/Users`: the people devices belong to.
final class PushUsers {

    static final String PATH = "/PushNotifications/Users";

    private final Ledger ledger;
    private final Store store;

    PushUsers(Parts parts) {
        this.ledger = parts.ledger();
        this.store = parts.store();
    }

    /// A User as it is answered.
    ///
    /// @param deletedAt null: who was deleted is forgotten
    record View(PushUserId id, Instant createdAt, Instant updatedAt, Optional<Instant> deletedAt) {

        static View of(PushUser user) {
            return new View(user.id(), user.id().createdAt(), user.updatedAt(), Optional.empty());
        }
    }

    record ViewPage(
            List<View> users,
            Page.Pagination pagination,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextPageToken) {}

    private static final Shape<Page> QUERY =
            Shape.object(Page::of, Page.PAGE_TOKEN, Page.QUERY_SIZE);

    private Response list(Call<Page, Route.None> call) {
        Page page = call.query();
        List<PushUser> found =
                store.pushUsers(
                        new PushUserQuery(
                                call.account(),
                                Optional.empty(),
                                page.before().map(PushUserId::new),
                                page.size() + 1));
        Page.Cut<PushUser> cut = page.cut(found, user -> user.id().value());
        return Response.ok(
                new ViewPage(
                        cut.items().stream().map(View::of).toList(), cut.pagination(), cut.next()));
    }

    private Response fetch(Call<Route.None, Route.None> call) {
        return Response.ok(View.of(known(call)));
    }

    private Response delete(Call<Route.None, Route.None> call) throws InterruptedException {
        ledger.devices(List.of(new DeviceChange.Forgotten(call.account(), known(call).id())));
        return Response.noContent();
    }

    private PushUser known(Call<?, ?> call) {
        PushUserId id = call.id("userId", PushUserId::parse, "User");
        return store.pushUsers(PushUserQuery.one(call.account(), id)).stream()
                .findFirst()
                .orElseThrow(() -> Refused.notFound("User " + id));
    }

    List<Route<?, ?>> routes() {
        String one = PATH + "/{userId}";
        return List.of(
                Route.get(PATH, "List the people devices belong to")
                        .query(QUERY)
                        .answers(200, ViewPage.class)
                        .by(this::list),
                Route.get(one, "Fetch a user").answers(200, View.class).by(this::fetch),
                Route.delete(one, "Forget a user with all registrations")
                        .answersNothing(204, List.of())
                        .by(this::delete));
    }
}
