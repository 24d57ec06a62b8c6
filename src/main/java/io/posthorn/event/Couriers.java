package io.posthorn.event;

import io.posthorn.Time;
import io.posthorn.message.WebhookId;
import java.util.List;
import java.util.Map;

/// Takes events to endpoints of every kind.
public final class Couriers implements AutoCloseable {

    private final Courier webhooks;
    private final KafkaCourier kafka;

    /// @param authTokens by account
    public Couriers(AddressGuard guard, Map<String, String> authTokens, Time time) {
        this.webhooks = new Courier(guard, authTokens, time);
        this.kafka = new KafkaCourier(guard, time);
    }

    /// Tries once; never throws for what the other side does.
    Courier.Answer deliver(Endpoint endpoint, List<CloudEvent> events) throws InterruptedException {
        return switch (endpoint) {
            case Webhook webhook -> webhooks.post(webhook, events);
            case KafkaSink sink -> kafka.write(sink, events);
        };
    }

    Courier.Answer deliver(Endpoint endpoint, TestEvent event) throws InterruptedException {
        return switch (endpoint) {
            case Webhook webhook -> webhooks.post(webhook, event.id().toString(), event.batch());
            case KafkaSink sink -> kafka.write(sink, event);
        };
    }

    /// Lets go of what is held for an endpoint.
    void release(WebhookId endpoint) {
        kafka.release(endpoint);
    }

    @Override
    public void close() {
        webhooks.close();
        kafka.close();
    }
}
