package io.posthorn.event;

import io.posthorn.Time;
import io.posthorn.delivery.Conflict;
import io.posthorn.message.DeliveryId;
import io.posthorn.message.Ids;
import io.posthorn.message.SubscriptionId;
import io.posthorn.message.WebhookId;
import io.posthorn.store.Setting.Kind;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Endpoints, their subscriptions and what is kept for them: in memory, changed through the store,
/// always as the store has them.
public final class Endpoints {

    private static final int MAX_DEAD = 100; // a hundred days of being dead

    private final Store store;
    private final Ids ids;
    private final Time time;
    private final Documents<Webhook> webhooks;
    private final Documents<KafkaSink> kafkaSinks;
    private final Documents<Subscription> subscriptions;
    private final Documents<Parcel> parcels;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// Reads all of them.
    public Endpoints(Store store, Ids ids, Time time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.webhooks = new Documents<>(store, Kind.WEBHOOK, Webhook.class);
        this.kafkaSinks = new Documents<>(store, Kind.KAFKA_SINK, KafkaSink.class);
        this.subscriptions = new Documents<>(store, Kind.SUBSCRIPTION, Subscription.class);
        this.parcels = new Documents<>(store, Kind.DELIVERY, Parcel.class);
    }

    /// Makes a resource of its new id and the time.
    @FunctionalInterface
    public interface Make<I, T> {
        T of(I id, Instant now);
    }

    /// Makes what a resource becomes of what it is and the time.
    @FunctionalInterface
    public interface Alter<T> {
        T apply(T before, Instant now);
    }

    /// `listener` runs after every change of an endpoint or subscription, on the thread that made
    /// it.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    // Endpoints

    /// Oldest first.
    public List<Endpoint> all() {
        return Stream.<Endpoint>concat(webhooks.all().stream(), kafkaSinks.all().stream())
                .sorted(Comparator.comparing(Endpoint::id))
                .toList();
    }

    public List<Endpoint> all(String account) {
        return in(all(), endpoint -> endpoint.account().equals(account));
    }

    public Optional<Endpoint> endpoint(String account, WebhookId id) {
        return webhook(account, id)
                .<Endpoint>map(webhook -> webhook)
                .or(() -> kafkaSinks.get(id.toString()).filter(s -> s.account().equals(account)));
    }

    public List<Webhook> webhooks(String account) {
        return in(webhooks.all(), webhook -> webhook.account().equals(account));
    }

    public Optional<Webhook> webhook(String account, WebhookId id) {
        return webhooks.get(id.toString()).filter(w -> w.account().equals(account));
    }

    /// Is told what happens from now on.
    public Webhook addWebhook(Make<WebhookId, Webhook> make) {
        Webhook webhook = make(make);
        webhooks.add(webhook.id().toString(), webhook);
        changed();
        return webhook;
    }

    /// Is told what happens from now on.
    public KafkaSink addKafkaSink(Make<WebhookId, KafkaSink> make) {
        KafkaSink sink = make(make);
        kafkaSinks.add(sink.id().toString(), sink);
        changed();
        return sink;
    }

    private <E extends Endpoint> E make(Make<WebhookId, E> make) {
        Instant now = time.now();
        E endpoint = make.of(new WebhookId(ids.next(now)), now);
        store.advance(Cursor.name(endpoint.id()), 0, store.lastSeq());
        return endpoint;
    }

    public Webhook updateWebhook(WebhookId id, Alter<Webhook> change) {
        Webhook after = webhooks.update(id.toString(), w -> change.apply(w, time.now()));
        changed();
        return after;
    }

    public KafkaSink updateKafkaSink(WebhookId id, Alter<KafkaSink> change) {
        KafkaSink after = kafkaSinks.update(id.toString(), s -> change.apply(s, time.now()));
        changed();
        return after;
    }

    /// With its subscriptions and all that is kept for it.
    public void delete(WebhookId id) {
        webhooks.delete(id.toString());
        kafkaSinks.delete(id.toString());
        subscriptionsOf(id).forEach(s -> subscriptions.delete(s.id().toString()));
        parcelsOf(id).forEach(p -> parcels.delete(p.id().toString()));
        changed();
    }

    /// What an endpoint takes: its own types and those of its subscriptions.
    EventFilter filter(Endpoint endpoint) {
        List<String> types = new ArrayList<>(endpoint.types());
        subscriptionsOf(endpoint.id())
                .forEach(s -> s.types().forEach(subscribed -> types.add(subscribed.type())));
        return EventFilter.of(endpoint.account(), types);
    }

    // Subscriptions

    public List<Subscription> subscriptions(String account) {
        return in(subscriptions.all(), s -> s.account().equals(account));
    }

    public Optional<Subscription> subscription(String account, SubscriptionId id) {
        return subscriptions.get(id.toString()).filter(s -> s.account().equals(account));
    }

    public List<Subscription> subscriptionsOf(WebhookId webhook) {
        return in(subscriptions.all(), s -> s.webhook().equals(webhook));
    }

    /// Throws [Conflict] when its endpoint was deleted meanwhile.
    public Subscription addSubscription(Make<SubscriptionId, Subscription> make) {
        Instant now = time.now();
        Subscription subscription = make.of(new SubscriptionId(ids.next(now)), now);
        if (endpoint(subscription.account(), subscription.webhook()).isEmpty()) {
            throw new Conflict(subscription.webhook() + " was deleted meanwhile");
        }
        subscriptions.add(subscription.id().toString(), subscription);
        changed();
        return subscription;
    }

    public Subscription updateSubscription(SubscriptionId id, Alter<Subscription> change) {
        Subscription after = subscriptions.update(id.toString(), s -> change.apply(s, time.now()));
        changed();
        return after;
    }

    public void deleteSubscription(SubscriptionId id) {
        subscriptions.delete(id.toString());
        changed();
    }

    // What is kept for them

    /// Newest first.
    List<Parcel> parcelsOf(WebhookId webhook) {
        return in(parcels.all(), p -> p.webhook().equals(webhook)).reversed();
    }

    long givenUp(WebhookId webhook) {
        return parcelsOf(webhook).stream()
                .filter(parcel -> parcel.status() == Parcel.Status.DEAD)
                .count();
    }

    /// A parcel nobody keeps yet.
    Parcel parcel(WebhookId webhook, List<EventId> events) {
        Instant now = time.now();
        return new Parcel(
                new DeliveryId(ids.next(now)),
                webhook,
                events,
                Parcel.Status.PENDING,
                0,
                now,
                now,
                0,
                "");
    }

    /// Stores it, over an earlier state of it. Of those given up the oldest are forgotten when
    /// there are too many.
    void keep(Parcel parcel) {
        parcels.put(parcel.id().toString(), parcel);
        parcelsOf(parcel.webhook()).stream()
                .filter(each -> each.status() == Parcel.Status.DEAD)
                .skip(MAX_DEAD)
                .forEach(this::forget);
    }

    void forget(Parcel parcel) {
        parcels.delete(parcel.id().toString());
    }

    private static <T> List<T> in(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).toList();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
