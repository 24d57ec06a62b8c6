package io.posthorn.api;

import io.posthorn.channel.ConnectionType;
import io.posthorn.delivery.Explainer;
import io.posthorn.delivery.Intake;
import io.posthorn.delivery.Inventory;
import io.posthorn.delivery.Ledger;
import io.posthorn.delivery.SuppressionList;
import io.posthorn.event.AddressGuard;
import io.posthorn.event.Lanes;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the API shows and drives.
///
/// @param types the connection types that may be configured
/// @param webhooks who is told the events
/// @param guard where events may be posted
/// @param notReady why the server cannot work now; empty when it can
/// @param metrics the text of `/metrics`, in Prometheus' format
/// @param now the time of day
public record Parts(
        Inventory inventory,
        Intake intake,
        Explainer explainer,
        SuppressionList suppressed,
        Ledger ledger,
        Store store,
        List<ConnectionType> types,
        Lanes webhooks,
        AddressGuard guard,
        ConnectionStates connections,
        Callbacks.Connectors connectors,
        Health.OfSenders senders,
        Supplier<Optional<String>> notReady,
        Supplier<String> metrics,
        Supplier<Instant> now) {}
