package io.posthorn.delivery;

import io.posthorn.delivery.Ledger.Entry;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.Change;
import io.posthorn.message.Consent;
import io.posthorn.message.Decision;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.Event;
import io.posthorn.message.Fact;
import io.posthorn.message.Lifecycle;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy;
import io.posthorn.store.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One commit being prepared: facts about the same message become one change, with the events of
/// all.
final class Draft {

    private final HotMessages hot;
    private final Function<Origin, Policy> policies;
    private final SuppressionList suppressed;
    private final Instant now;
    private final Map<MessageId, Change> changes = new LinkedHashMap<>();
    private final List<Consent> consents = new ArrayList<>();
    private final List<DeviceChange> devices = new ArrayList<>();

    Draft(
            HotMessages hot,
            Function<Origin, Policy> policies,
            SuppressionList suppressed,
            Instant now) {
        this.hot = hot;
        this.policies = policies;
        this.suppressed = suppressed;
        this.now = now;
    }

    /// For each fact of the entry the message after it, or empty when it changed nothing.
    List<Optional<Message>> add(Entry entry) {
        return entry.facts().stream().map(this::add).toList();
    }

    /// Like `add` for the facts about `refused` messages, from what is stored; the other answers
    /// stay.
    List<Optional<Message>> addAgain(
            Entry entry, List<Optional<Message>> answers, Set<MessageId> refused) {
        List<Optional<Message>> results = new ArrayList<>(answers);
        for (int i = 0; i < results.size(); i++) {
            FactOn fact = entry.facts().get(i);
            if (refused.contains(fact.message())) {
                results.set(i, add(FactOn.of(fact.message(), fact.fact())));
            }
        }
        return results;
    }

    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    Batch batch(List<Entry> entries) {
        List<Batch> parts = new ArrayList<>();
        parts.add(Batch.of(changes()).withConsents(consents).withDevices(devices));
        entries.forEach(entry -> parts.add(entry.other()));
        return Batch.joined(parts);
    }

    private Optional<Message> add(FactOn fact) {
        Optional<Change> change = current(fact).flatMap(message -> change(fact.fact(), message));
        change.ifPresent(c -> changes.merge(fact.message(), c, Draft::join));
        return change.map(Change::after);
    }

    /// Consent is looked at here, where every attempt has to be written down before it begins.
    private Optional<Change> change(Fact fact, Message message) {
        DeviceChange.toldBy(fact, message).ifPresent(devices::add);
        consents.addAll(suppressed.toldBy(fact, message, now));
        return Lifecycle.on(
                suppressed.checked(fact, message),
                message,
                policies.apply(message.plan().operation().origin()),
                now);
    }

    private Optional<Message> current(FactOn fact) {
        Change drafted = changes.get(fact.message());
        return drafted != null
                ? Optional.of(drafted.after())
                : hot.get(fact.message(), fact.known());
    }

    private static Change join(Change first, Change second) {
        List<Event> events = new ArrayList<>(first.events());
        events.addAll(second.events());
        List<Decision> decisions = new ArrayList<>(first.decisions());
        decisions.addAll(second.decisions());
        return new Change(first.before(), second.after(), events, decisions);
    }
}
