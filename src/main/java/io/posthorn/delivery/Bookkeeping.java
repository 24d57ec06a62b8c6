package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.Assignment;
import io.posthorn.message.Attempt;
import io.posthorn.message.Change;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.Origin;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.PoolId;
import io.posthorn.message.Quota;
import io.posthorn.message.Sender;
import io.posthorn.message.Usage;
import io.posthorn.pool.Allowance;
import io.posthorn.pool.Rendezvous;
import io.posthorn.store.Batch;
import io.posthorn.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What changes of messages mean beyond them, written with them: what senders used of their quotas,
/// and the senders that recipients keep from now on.
final class Bookkeeping {

    private final Inventory inventory;
    private final Origins origins;
    private final Store store;

    Bookkeeping(Inventory inventory, Origins origins, Store store) {
        this.inventory = inventory;
        this.origins = origins;
        this.store = store;
    }

    Batch complete(Batch batch) {
        List<Usage> usage = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>(batch.assignments());
        for (Change change : batch.changes()) {
            List<Attempt> before = change.before().attempts();
            List<Attempt> after = change.after().attempts();
            if (before.size() == after.size()) {
                continue;
            }
            for (Attempt begun : without(after, before)) {
                use(begun, 1, usage);
                assignment(change.after(), begun).ifPresent(assignments::add);
            }
            without(before, after).forEach(forgotten -> use(forgotten, -1, usage));
        }
        return usage.isEmpty() && assignments.isEmpty()
                ? batch
                : batch.withUsage(usage).withAssignments(assignments, batch.released());
    }

    private static List<Attempt> without(List<Attempt> some, List<Attempt> others) {
        return some.stream()
                .filter(a -> others.stream().noneMatch(b -> b.number() == a.number()))
                .toList();
    }

    private void use(Attempt attempt, int times, List<Usage> usage) {
        Optional<Sender> sender = inventory.snapshot().sender(attempt.sender());
        List<Quota> quotas = sender.map(s -> s.limits().all()).orElse(List.of());
        for (Quota.Period period : quotas.stream().map(Quota::period).collect(Collectors.toSet())) {
            usage.add(usage(attempt, times, period, sender.orElseThrow()));
        }
    }

    private static Usage usage(Attempt attempt, int times, Quota.Period period, Sender sender) {
        Address to = attempt.step().to();
        boolean countsRecipients =
                sender.limits().all().stream()
                        .anyMatch(q ->
                                q.kind() == Quota.Kind.UNIQUE_RECIPIENTS && q.period() == period);
        return new Usage(
                sender.id(),
                period,
                Allowance.period(period, sender.limits(), attempt.at()).toString(),
                EligibilityClass.country(to),
                times,
                times * attempt.step().segments(),
                countsRecipients ? Set.of(Rendezvous.recipient(to.value())) : Set.of());
    }

    private Optional<Assignment> assignment(Message message, Attempt begun) {
        Origin origin = message.plan().operation().origin();
        if (!(origin instanceof Origin.FromPool(PoolId pool))
                || origins.policy(origin).choosing().sticky().mode() != StickyMode.RECORDED) {
            return Optional.empty();
        }
        String address = begun.step().to().value();
        Optional<Assignment> known = store.assignment(pool, address);
        boolean another =
                known.isPresent()
                        && !known.get().sender().equals(begun.sender())
                        && inventory.snapshot().member(pool, known.get().sender()).isPresent();
        return another
                ? Optional.empty() // only while that sender cannot
                : Optional.of(
                        new Assignment(
                                pool,
                                address,
                                begun.sender(),
                                known.map(Assignment::reason).orElse(Assignment.Reason.RECORDED),
                                begun.at()));
    }
}
