package io.posthorn.api;

import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Order;
import io.posthorn.message.Address;
import io.posthorn.message.DownstreamSid;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.Store;
import io.posthorn.store.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/Messages`, `/Emails` and `/PushNotifications`: sending, and looking at what was sent.
final class Messages {

    private static final int AT_ONCE = 16;

    private final Wording words;
    private final Inventory inventory;
    private final DevicesOfUsers devices;
    private final Intake intake;
    private final Explainer explainer;
    private final Store store;
    private final Supplier<Instant> now;

    /// @param words those of the kind it is about
    Messages(Parts parts, Wording words) {
        this.words = words;
        this.inventory = parts.inventory();
        this.devices = new DevicesOfUsers(parts.inventory(), parts.store());
        this.intake = parts.intake();
        this.explainer = parts.explainer();
        this.store = parts.store();
        this.now = parts.now();
    }

    /// The state of one recipient of a message; ours is the only schema there is.
    record Receipt(String address, Address.Kind channel, Status status, Instant updatedAt) {}

    record ReceiptPage(List<Receipt> receipts, Page.Pagination pagination) {}

    Response send(Call<Route.None, SendRequest> call) throws InterruptedException {
        Instant moment = now.get();
        Optional<Batch.IdempotencyKey> key = Idempotency.key(call, moment);
        Origin origin = call.body().from().origin(inventory, call.caller());
        Order order = resolved(call, origin).order(call.account(), origin, key, moment);
        return switch (intake.accept(order)) {
            case Written.Answer.Stored(OperationId id) -> accepted(call, id);
            case Written.Answer.Replayed(OperationId id) ->
                    accepted(call, id, Idempotency.REPLAYED);
            case Written.Answer.KeyReused _ -> throw Idempotency.reused();
        };
    }

    private Response accepted(Call<?, ?> call, OperationId id, Response.Header... moreHeaders) {
        return Accepted.operation(
                id,
                call.links().operation(words.kind(), id),
                call.links().list(words.kind()) + "?operationId=" + id,
                moreHeaders);
    }

    Response list(Call<MessageFilter.Paged, Route.None> call) {
        return page(call, call.query().filter(), call.query().page());
    }

    /// The page may stand in the query, as it once had to, or in the body.
    Response search(Call<Paging, MessageFilter.Paged> call) {
        Page page = call.query().given().orElse(call.body().page());
        return page(call, call.body().filter(), page);
    }

    /// A page in a query.
    record Paging(Optional<Page> given) {

        private static final Field<Optional<Integer>> SIZE =
                Field.optional("pageSize", new TextualInteger(1, Page.MAX_SIZE));

        static final Shape<Paging> SHAPE = Shape.object(Paging::of, Page.PAGE_TOKEN, SIZE);

        private static Paging of(Values values) {
            Optional<Long> before = values.get(Page.PAGE_TOKEN);
            Optional<Integer> size = values.get(SIZE);
            return new Paging(
                    before.isEmpty() && size.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Page(before, size.orElse(Page.USUAL_SIZE))));
        }
    }

    private Response page(Call<?, ?> call, MessageFilter filter, Page page) {
        List<MessageView> found =
                filter.query(call.account(), page)
                        .map(query -> read(query, call.links()))
                        .orElse(List.of());
        Page.Cut<MessageView> cut = page.cut(found, view -> view.id().value());
        List<MessageView> views = cut.items();
        return Response.ok(new MessageView.ViewPage(views, cut.pagination(), cut.next()), words);
    }

    /// A few at a time, for an email may have megabytes of attachments.
    private List<MessageView> read(MessageQuery query, Links links) {
        List<MessageView> views = new ArrayList<>();
        MessageQuery rest = query;
        int asked = 0;
        int answered = 0;
        while (asked == answered && views.size() < query.max()) {
            asked = Math.min(AT_ONCE, query.max() - views.size());
            List<Message> some = store.messages(rest.first(asked));
            some.forEach(message -> views.add(MessageView.metadata(message, links)));
            answered = some.size();
            rest = some.isEmpty() ? rest : query.before(some.getLast().id());
        }
        return views;
    }

    Response fetch(Call<Route.None, Route.None> call) {
        Message message = known(call);
        return Response.ok(MessageView.full(message, explainer.why(message), call.links()), words);
    }

    Response timeline(Call<Route.None, Route.None> call) {
        Message message = known(call);
        return Response.ok(
                Timeline.of(
                        message,
                        store.decisions(message.id()),
                        explainer.why(message),
                        call.links()),
                words);
    }

    /// With what it refers to: stored content, and the devices of people.
    private SendRequest resolved(Call<Route.None, SendRequest> call, Origin origin) {
        SendRequest body = devices.of(call.account(), origin, call.body());
        return body.with(
                ContentTemplates.resolved(body.content(), inventory.snapshot(), call.account()));
    }

    /// What `send` would do, and every problem it would find; nothing is stored.
    Response preview(Call<Route.None, SendRequest> call) {
        Origin origin = call.body().from().origin(inventory, call.caller());
        Order order =
                resolved(call, origin).order(call.account(), origin, Optional.empty(), now.get());
        return Response.ok(Preview.of(order, explainer, call.links()), words);
    }

    Response seek(Call<Route.None, Route.None> call) {
        DownstreamSid sid =
                call.id("sid", text -> DownstreamSid.parse("SM" + digits(text)), words.name());
        Message message =
                store.find(sid.message())
                        .filter(found -> isOf(call, found))
                        .filter(found -> sid.attempt() <= found.attempts().size())
                        .orElseThrow(() -> Refused.notFound(words.name() + " " + sid));
        return Response.movedTo(call.links().message(message));
    }

    /// `SM` and `MM` name the same attempt: with media it is an MMS.
    private static String digits(String sid) {
        return sid.startsWith("SM") || sid.startsWith("MM") ? sid.substring(2) : "";
    }

    Response receipts(Call<Route.None, Route.None> call) {
        Message message = known(call);
        List<Receipt> receipts =
                message.plan().to().addresses().stream()
                        .limit(1)
                        .map(address ->
                                new Receipt(
                                        address.value(),
                                        address.kind(),
                                        message.status(),
                                        message.updatedAt()))
                        .toList();
        return Response.ok(
                new ReceiptPage(receipts, new Page.Pagination(Optional.empty(), Optional.empty())),
                words);
    }

    private Message known(Call<?, ?> call) {
        MessageId id =
                call.id(words.idName(), text -> MessageId.parse(words.kind(), text), words.name());
        return store.find(id)
                .filter(found -> isOf(call, found))
                .orElseThrow(() -> Refused.notFound(words.name() + " " + id.as(words.kind())));
    }

    private boolean isOf(Call<?, ?> call, Message message) {
        Operation operation = message.plan().operation();
        return operation.account().equals(call.account()) && operation.kind() == words.kind();
    }
}
