package io.posthorn.event;

import io.posthorn.message.WebhookId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An endpoint of an account, and what is posted to it. Stored as it is: the name of a component is
/// for ever.
///
/// @param url absolute, http or https, without user and fragment
/// @param types patterns of the types it takes by itself; its subscriptions add to them
/// @param secret `whsec_` and Base64
/// @param batchSize events in one request at most
public record Webhook(
        WebhookId id,
        String account,
        String url,
        List<String> types,
        Optional<String> description,
        String secret,
        int batchSize,
        Instant createdAt,
        Instant updatedAt)
        implements Endpoint {

    public Webhook {
        types = List.copyOf(types);
    }

    @Override
    public String toString() {
        return "Webhook[" + id + "]"; // the secret is one
    }
}
