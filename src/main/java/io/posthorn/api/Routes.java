package io.posthorn.api;

import static io.posthorn.api.Route.delete;
import static io.posthorn.api.Route.get;
import static io.posthorn.api.Route.patch;
import static io.posthorn.api.Route.post;
import static io.posthorn.api.Route.put;

import io.posthorn.delivery.PushApps;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// The table of contents of the API: the router, `openapi.json` and the readable page are made from
/// it, so they cannot disagree.
public final class Routes {

    private static final List<String> LOCATION = List.of("Location");

    private final List<Route<?, ?>> all = new ArrayList<>();

    /// @param publicUrl what the paths of `openapi.json` stand on
    public Routes(Parts parts, Supplier<URI> publicUrl) {
        ConnectionForms forms = new ConnectionForms(parts.types());
        for (Resource resource : Resource.ALL) {
            all.addAll(messages(resource, new Messages(parts, resource.words())));
            all.addAll(operations(resource.words(), parts));
        }
        all.addAll(pools(new SenderPools(parts.inventory())));
        all.addAll(poolOperations(new PoolOperations(parts.inventory())));
        all.addAll(members(new PoolMembers(parts.inventory(), parts.senders())));
        all.addAll(senders(new Senders(parts.inventory(), forms, parts.senders())));
        all.addAll(new ContentTemplates(parts.inventory()).routes());
        PushApps apps = new PushApps(parts.inventory());
        all.addAll(new PushAppList(apps).routes());
        all.addAll(new PushCredentials(apps, forms).routes());
        all.addAll(new PushUsers(parts).routes());
        all.addAll(new DeviceRegistrations(parts, apps).routes());
        all.addAll(optOuts(new OptOuts(parts)));
        all.add(resolve(new Resolve(parts.inventory())));
        all.addAll(connections(new Connections(parts.inventory(), forms, parts.connections())));
        all.addAll(new Callbacks(parts.connectors()).routes());
        all.addAll(webhooks(new Webhooks(parts.webhooks()), new WebhookForms(parts.guard())));
        all.addAll(events(new Events(parts.webhooks())));
        all.addAll(new EventStreams(parts.webhooks(), parts.guard()).routes());
        all.addAll(new PoolInsight(parts).routes());
        all.addAll(new Assignments(parts).routes());
        all.addAll(new HealthEvents(parts).routes());
        all.addAll(new ServerPages(parts).routes());
        all.addAll(new ConsolePages().routes());
        all.add(
                Route.open("/openapi.json", "This API, to generate clients from")
                        .answers(200, ObjectNode.class)
                        .by(_ -> Response.ok(OpenApi.document(all, Links.root(publicUrl.get())))));
    }

    private static List<Route<?, ?>> messages(Resource resource, Messages messages) {
        Wording words = resource.words();
        String one = words.path() + "/{" + words.idName() + "}";
        return List.of(
                post(words.path(), "Send " + words.noun() + "s")
                        .header(
                                Idempotency.HEADER,
                                "Up to 255 characters; the same key and body again within 24 hours"
                                        + " is answered as the first time, with"
                                        + " Idempotent-Replayed: true")
                        .body(resource.request())
                        .startsOperation()
                        .mayConflict()
                        .by(messages::send),
                get(words.path(), "List " + words.noun() + "s")
                        .query(resource.list())
                        .answers(MessageView.ViewPage.class, words)
                        .by(messages::list),
                post(words.path() + "/Search", "Find " + words.noun() + "s")
                        .query(Messages.Paging.SHAPE)
                        .body(resource.search())
                        .answers(MessageView.ViewPage.class, words)
                        .by(messages::search),
                get(
                                words.path() + "/Seek/{sid}",
                                "Find the " + words.noun() + " of an attempt's SID")
                        .answersNothing(301, LOCATION)
                        .by(messages::seek),
                get(one, "Fetch " + words.aNoun())
                        .answers(MessageView.class, words)
                        .by(messages::fetch),
                get(one + "/Timeline", "Everything that happened to " + words.aNoun())
                        .answers(Timeline.class, words)
                        .by(messages::timeline),
                post(words.path() + "/Preview", "What a request to send would become")
                        .described("Nothing is stored or sent.")
                        .body(resource.request())
                        .answers(Preview.class, words)
                        .by(messages::preview),
                get(one + "/Receipts", "List the receipts of " + words.aNoun())
                        .answers(Messages.ReceiptPage.class, words)
                        .by(messages::receipts));
    }

    private static List<Route<?, ?>> operations(Wording words, Parts parts) {
        MessageOperations operations = new MessageOperations(parts, words);
        String all = words.path() + "/Operations";
        String one = all + "/{operationId}";
        return List.of(
                get(all, "List " + words.noun() + " operations")
                        .query(MessageOperations.Filter.SHAPE)
                        .answers(MessageOperations.ViewPage.class, words)
                        .by(operations::list),
                get(one, "Fetch " + words.aNoun() + " operation")
                        .answers(MessageOperations.View.class, words)
                        .by(operations::fetch),
                get(one + "/Errors", "List failed " + words.noun() + "s")
                        .query(MessageOperations.Pages.SHAPE)
                        .answers(MessageOperations.FailedMessagePage.class, words)
                        .by(operations::errors),
                post(one + "/Cancel", "Cancel what has not left")
                        .changesResource()
                        .mayConflict()
                        .by(operations::cancel),
                delete(one, "Cancel what has not left")
                        .changesResource()
                        .mayConflict()
                        .by(operations::cancel),
                patch(one, "Cancel what has not left")
                        .body(MessageOperations.Update.SHAPE)
                        .changesResource()
                        .mayConflict()
                        .by(operations::cancel));
    }

    private static List<Route<?, ?>> pools(SenderPools pools) {
        return List.of(
                get("/SenderPools", "List pools")
                        .query(SenderPools.Filter.SHAPE)
                        .answers(200, SenderPools.ViewPage.class)
                        .by(pools::list),
                post("/SenderPools", "Create a pool")
                        .body(SenderPools.Create.SHAPE)
                        .startsOperation()
                        .mayConflict()
                        .by(pools::create),
                get("/SenderPools/{senderPoolId}", "Fetch a pool")
                        .answers(200, SenderPools.View.class)
                        .by(pools::fetch),
                patch("/SenderPools/{senderPoolId}", "Change a pool")
                        .body(SenderPools.Update.SHAPE)
                        .changesResource()
                        .mayConflict()
                        .by(pools::update),
                delete("/SenderPools/{senderPoolId}", "Delete a pool; its senders stay")
                        .changesResource()
                        .mayConflict()
                        .by(pools::delete));
    }

    private static List<Route<?, ?>> poolOperations(PoolOperations operations) {
        return List.of(
                get("/SenderPools/Operations", "List pool operations")
                        .query(PoolOperations.Filter.SHAPE)
                        .answers(200, PoolOperations.ViewPage.class)
                        .by(operations::list),
                get("/SenderPools/Operations/{operationId}", "Fetch a pool operation")
                        .answers(200, PoolOperations.View.class)
                        .by(operations::fetch),
                get(
                                "/SenderPools/{senderPoolId}/Senders/Operations/{operationId}",
                                "Fetch an operation of a pool")
                        .answers(200, PoolOperations.View.class)
                        .by(operations::fetchOfPool));
    }

    private static List<Route<?, ?>> members(PoolMembers members) {
        return List.of(
                get("/SenderPools/{senderPoolId}/Senders", "List the senders of a pool")
                        .query(SenderQuery.SHAPE)
                        .answers(200, SenderView.Page.class)
                        .by(members::list),
                post("/SenderPools/{senderPoolId}/Senders", "Add senders to a pool")
                        .described("A list of up to 1,000, or a single object.")
                        .body(PoolMembers.ADD)
                        .startsOperation()
                        .mayConflict()
                        .by(members::add),
                patch("/SenderPools/{senderPoolId}/Senders/{senderId}", "Change a membership")
                        .body(PoolMembers.MemberUpdate.SHAPE)
                        .answers(200, SenderView.class)
                        .mayConflict()
                        .by(members::update),
                delete(
                                "/SenderPools/{senderPoolId}/Senders/{senderId}",
                                "Remove a sender from a pool")
                        .changesResource()
                        .mayConflict()
                        .by(members::remove));
    }

    private static List<Route<?, ?>> senders(Senders senders) {
        return List.of(
                get("/Senders", "List senders")
                        .query(SenderQuery.SHAPE)
                        .answers(200, SenderView.Page.class)
                        .by(senders::list),
                post("/Senders", "Create a sender")
                        .body(SenderCreate.SHAPE)
                        .answers(201, SenderView.class, LOCATION)
                        .mayConflict()
                        .by(senders::create),
                post("/Senders/Search", "Find senders by address")
                        .body(Senders.Search.SHAPE)
                        .answers(200, SenderView.Page.class)
                        .by(senders::search),
                get("/Senders/{senderId}", "Fetch a sender")
                        .answers(200, SenderView.class)
                        .by(senders::fetch),
                patch("/Senders/{senderId}", "Change a sender")
                        .body(SenderUpdate.SHAPE)
                        .answers(200, SenderView.class)
                        .mayConflict()
                        .by(senders::update),
                delete("/Senders/{senderId}", "Delete a sender and its memberships")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(senders::delete));
    }

    private static List<Route<?, ?>> optOuts(OptOuts optOuts) {
        return List.of(
                get("/OptOuts", "List opt-outs")
                        .query(OptOuts.Filter.SHAPE)
                        .answers(200, OptOuts.ViewPage.class)
                        .by(optOuts::list),
                post("/OptOuts", "Record that a person does not want to be written to")
                        .described(
                                "By the whole account, or by one pool or sender. One that is there"
                                        + " already is answered as it is.")
                        .body(OptOuts.Create.SHAPE)
                        .answers(201, OptOuts.View.class, LOCATION)
                        .mayConflict()
                        .by(optOuts::create),
                get("/OptOuts/{optOutId}", "Fetch an opt-out")
                        .answers(200, OptOuts.View.class)
                        .by(optOuts::fetch),
                delete("/OptOuts/{optOutId}", "Let a person be written to again")
                        .answersNothing(204, List.of())
                        .by(optOuts::delete));
    }

    private static Route<?, ?> resolve(Resolve resolve) {
        return post("/Senders/Resolve", "Find the senders that can reach a person, best first")
                .body(Resolve.Question.SHAPE)
                .answers(200, Resolve.Results.class)
                .by(resolve::resolve);
    }

    private static List<Route<?, ?>> connections(Connections connections) {
        return List.of(
                get("/Connections", "List connections")
                        .query(Connections.Filter.SHAPE)
                        .answers(200, Connections.ViewPage.class)
                        .by(connections::list),
                post("/Connections", "Create a connection")
                        .body(connections.createShape())
                        .answers(201, Connections.View.class, LOCATION)
                        .mayConflict()
                        .by(connections::create),
                get("/Connections/{connectionId}", "Fetch a connection")
                        .answers(200, Connections.View.class)
                        .by(connections::fetch),
                patch("/Connections/{connectionId}", "Change a connection")
                        .body(connections.updateShape())
                        .answers(200, Connections.View.class)
                        .mayConflict()
                        .by(connections::update),
                delete("/Connections/{connectionId}", "Delete a connection nobody uses")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(connections::delete));
    }

    private static List<Route<?, ?>> webhooks(Webhooks webhooks, WebhookForms forms) {
        return List.of(
                get("/Webhooks", "List webhooks")
                        .query(Webhooks.Filter.SHAPE)
                        .answers(200, Webhooks.ViewPage.class)
                        .by(webhooks::list),
                post("/Webhooks", "Create a webhook")
                        .described(
                                "It is told what happens from now on. The answer is the only one"
                                        + " that shows the secret.")
                        .body(forms.create())
                        .answers(201, Webhooks.View.class, LOCATION)
                        .by(webhooks::create),
                get("/Webhooks/{webhookId}", "Fetch a webhook")
                        .answers(200, Webhooks.View.class)
                        .by(webhooks::fetch),
                patch("/Webhooks/{webhookId}", "Change a webhook")
                        .described("A batch that waits for its next try is tried at once.")
                        .body(forms.update())
                        .answers(200, Webhooks.View.class)
                        .mayConflict()
                        .by(webhooks::update),
                delete("/Webhooks/{webhookId}", "Delete a webhook and its subscriptions")
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(webhooks::delete),
                post("/Webhooks/{webhookId}/Test", "Post one event that says nothing, now")
                        .answers(200, Webhooks.TestResult.class)
                        .by(webhooks::test),
                get("/Webhooks/{webhookId}/Deliveries", "List what waits, failed or was delivered")
                        .described(
                                "Everything that waits to be posted again or was given up, what is"
                                        + " being tried, and the last ten requests.")
                        .query(Deliveries.Filter.SHAPE)
                        .answers(200, Deliveries.DeliveryPage.class)
                        .by(webhooks::deliveries),
                post("/Webhooks/{webhookId}/Replay", "Tell events again")
                        .described(
                                "Since a moment: everything from there on, in order. By ids: these,"
                                        + " before what is next in order.")
                        .body(WebhookForms.Replay.SHAPE)
                        .changesResource()
                        .mayConflict()
                        .by(webhooks::replay));
    }

    private static List<Route<?, ?>> events(Events events) {
        return List.of(
                get("/Events", "List events, oldest first")
                        .query(Events.Filter.PAGED)
                        .answers(200, Events.EventPage.class)
                        .by(events::list),
                get("/Events/Stream", "Follow events as they happen")
                        .described("Server-Sent Events; each one's `data` is what the list shows.")
                        .query(Events.Filter.STREAMED)
                        .header(Events.LAST_SEEN, "Goes on after this event")
                        .answersText(Events.STREAM)
                        .by(events::stream));
    }

    /// The same with forecasts, of a server that can make them.
    public Routes with(Forecasts forecasts) {
        all.addAll(forecasts.routes());
        return this;
    }

    /// The same with the resources of the simulator; a server without one does not have them.
    public Routes with(Simulator simulator) {
        all.addAll(simulator(simulator));
        return this;
    }

    private static List<Route<?, ?>> simulator(Simulator simulator) {
        return List.of(
                get("/Simulator/Inbox", "List what the simulated phones received, newest first")
                        .described(
                                "With `wait`, an empty answer comes only after that time has passed"
                                        + " without a message.")
                        .query(Simulator.Filter.SHAPE)
                        .answers(200, Simulator.InboxView.class)
                        .by(simulator::inbox),
                post("/Simulator/Inbox", "Let a phone write to a sender, tap a suggestion or read")
                        .body(Simulator.ACTION)
                        .answersNothing(204, List.of())
                        .mayConflict()
                        .by(simulator::act),
                get("/Simulator/Behavior", "List how the simulated providers behave, and to whom")
                        .answers(200, Simulator.BehaviorsView.class)
                        .by(simulator::behaviors),
                put("/Simulator/Behavior", "Change how the simulated providers behave")
                        .described(
                                "It is for the messages that fit all it names. The most specific"
                                        + " one applies, as a whole: a phone's before a sender's,"
                                        + " a connection's, a channel's and everybody's.")
                        .body(BehaviorChange.SHAPE)
                        .answers(200, BehaviorView.class)
                        .by(simulator::behave),
                delete("/Simulator/Behavior", "Let the simulated providers behave as at the start")
                        .answersNothing(204, List.of())
                        .by(simulator::reset),
                post("/Simulator/Clock", "Move the server's clock forward")
                        .body(ClockAdvance.SHAPE)
                        .answers(200, Simulator.ClockView.class)
                        .by(simulator::advance));
    }

    List<Route<?, ?>> all() {
        return all;
    }
}
