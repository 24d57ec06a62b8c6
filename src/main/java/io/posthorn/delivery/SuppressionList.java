package io.posthorn.delivery;

import io.posthorn.message.Address;
import io.posthorn.message.Consent;
import io.posthorn.message.Fact;
import io.posthorn.message.Ids;
import io.posthorn.message.Keyword;
import io.posthorn.message.Message;
import io.posthorn.message.Operation;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOut.Reach;
import io.posthorn.message.OptOutId;
import io.posthorn.message.Origin;
import io.posthorn.message.Outcome;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.store.OptOutQuery;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may not be written to by whom, and what makes it so: a person's word, a request, a carrier's
/// answer.
///
/// An opt-out of a pool closes that pool and, used alone, each of its senders; one of a sender
/// closes that sender and every pool it is in: whoever said STOP to a number hears no more from it
/// by another door. Senders of the whole account used together are closed by any opt-out.
public final class SuppressionList {

    private static final int CHUNK = 10_000;

    private final Store store;
    private final Inventory inventory;
    private final Ids ids;
    private final AddressFilter known = new AddressFilter();

    public SuppressionList(Store store, Inventory inventory, Ids ids) {
        this.store = store;
        this.inventory = inventory;
        this.ids = ids;
    }

    /// Reads whom it concerns.
    void load() {
        Optional<OptOutId> before = Optional.empty();
        List<OptOut> page;
        do {
            page = store.optOuts(OptOutQuery.all(before, CHUNK));
            page.forEach(each -> known.add(each.account(), each.address()));
            before = page.stream().map(OptOut::id).reduce((_, last) -> last);
        } while (page.size() == CHUNK);
    }

    /// Whether nothing may be sent: one of the recipient's addresses is opted out of the origin.
    boolean suppresses(Message message) {
        Operation operation = message.plan().operation();
        return message.plan().to().addresses().stream()
                .anyMatch(address -> suppresses(operation.account(), address, operation.origin()));
    }

    boolean suppresses(String account, Address person, Origin origin) {
        return of(account, person).stream().anyMatch(each -> closes(each.reach(), origin));
    }

    /// What is written down instead of `fact`: nobody who may not be written to is sent to, and
    /// none of his messages goes on waiting.
    Fact checked(Fact fact, Message message) {
        boolean begins = fact instanceof Fact.Chosen || fact instanceof Fact.Postponed;
        return begins && suppresses(message) ? new Fact.OptedOut() : fact;
    }

    /// What a carrier's refusal tells about consent.
    List<Consent> toldBy(Fact fact, Message message, Instant now) {
        return fact instanceof Fact.Attempted(int number, Outcome.Refused(var scope, _))
                        && scope == Outcome.Scope.OPTED_OUT
                ? refused(message, number, now)
                : List.of();
    }

    private List<Consent> refused(Message message, int attempt, Instant now) {
        return message.attempts().stream()
                .filter(each -> each.number() == attempt)
                .flatMap(each ->
                        withdrawals(
                                message.plan().operation().account(),
                                each.step().to(),
                                refusedReach(message.plan().operation().origin(), each.sender()),
                                OptOut.Source.CARRIER,
                                now)
                                .stream())
                .toList();
    }

    private Set<Reach> refusedReach(Origin origin, SenderId sender) {
        return origin instanceof Origin.FromPool(PoolId pool)
                ? inventory
                        .snapshot()
                        .pool(pool)
                        .map(SuppressionList::reach)
                        .orElse(Set.of(new Reach.OfSender(sender)))
                : reachOf(sender);
    }

    /// What the person's word to `sender` changes; empty when it changes nothing.
    List<Consent> saidTo(Sender sender, Address person, Keyword word, Instant now) {
        Set<Reach> reach = reachOf(sender.id());
        return switch (word) {
            case STOP -> withdrawals(sender.account(), person, reach, OptOut.Source.KEYWORD, now);
            case START -> {
                Set<Reach> given = new HashSet<>(reach);
                given.add(new Reach.OfSender(sender.id()));
                boolean any =
                        of(sender.account(), person).stream()
                                .anyMatch(each -> given.contains(each.reach()));
                yield any ? List.of(new Consent.Given(sender.account(), person, given)) : List.of();
            }
            case HELP -> List.of();
        };
    }

    /// What the carrier changes by telling that the person wants no more from `sender`.
    List<Consent> toldOf(Sender sender, Address person, Instant now) {
        return withdrawals(
                sender.account(), person, reachOf(sender.id()), OptOut.Source.CARRIER, now);
    }

    /// Whether words to this sender mean anything: not when all its pools leave consent to others.
    boolean heeds(SenderId sender) {
        return !reachOf(sender).isEmpty();
    }

    /// How far a STOP to this sender reaches: the pools it is in, the account when one of them says
    /// so, itself when it is in none.
    private Set<Reach> reachOf(SenderId sender) {
        Snapshot now = inventory.snapshot();
        List<Member> memberships = now.memberships(sender);
        if (memberships.isEmpty()) {
            return Set.of(new Reach.OfSender(sender));
        }
        Set<Reach> reach = new HashSet<>();
        for (Member member : memberships) {
            now.pool(member.pool()).map(SuppressionList::reach).ifPresent(reach::addAll);
        }
        Reach whole = new Reach.WholeAccount();
        return reach.contains(whole) ? Set.of(whole) : reach;
    }

    private static Set<Reach> reach(SenderPool pool) {
        return switch (pool.policy().optOut()) {
            case POOL -> Set.of(new Reach.OfPool(pool.id()));
            case ACCOUNT -> Set.of(new Reach.WholeAccount());
            case OFF -> Set.of();
        };
    }

    private List<Consent> withdrawals(
            String account, Address person, Set<Reach> reaches, OptOut.Source source, Instant now) {
        List<Reach> already = of(account, person).stream().map(OptOut::reach).toList();
        List<Consent> withdrawals = new ArrayList<>();
        for (Reach reach : reaches) {
            if (!already.contains(reach)) {
                withdrawals.add(withdrawal(account, person, reach, source, now));
            }
        }
        return withdrawals;
    }

    /// One opt-out more. It is looked for from now on, and holds when it is stored.
    public Consent.Withdrawn withdrawal(
            String account, Address person, Reach reach, OptOut.Source source, Instant now) {
        known.add(account, person);
        var id = new OptOutId(ids.next(now));
        return new Consent.Withdrawn(new OptOut(id, account, person, reach, source));
    }

    /// Everything a person is opted out of.
    public List<OptOut> of(String account, Address person) {
        return known.mayContain(account, person)
                ? store.optOuts(OptOutQuery.of(account, person))
                : List.of();
    }

    private boolean closes(Reach reach, Origin origin) {
        Snapshot now = inventory.snapshot();
        return switch (origin) {
            case Origin.AutoReply _, Origin.Inbound _ -> false;
            case Origin.FromInventory _ -> true;
            case Origin.FromPool(PoolId pool) ->
                    switch (reach) {
                        case Reach.WholeAccount() -> true;
                        case Reach.OfPool(PoolId closed) -> closed.equals(pool);
                        case Reach.OfSender(SenderId closed) ->
                                now.member(pool, closed).isPresent();
                    };
            case Origin.FromSender(SenderId sender) ->
                    switch (reach) {
                        case Reach.WholeAccount() -> true;
                        case Reach.OfPool(PoolId closed) -> now.member(closed, sender).isPresent();
                        case Reach.OfSender(SenderId closed) -> closed.equals(sender);
                    };
        };
    }
}
