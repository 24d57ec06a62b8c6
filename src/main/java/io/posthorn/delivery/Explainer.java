package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.delivery.PoolStatus.MemberStatus;
import io.posthorn.delivery.PoolStatus.Queue;
import io.posthorn.message.Address;
import io.posthorn.message.Area;
import io.posthorn.message.Assignment;
import io.posthorn.message.Channel;
import io.posthorn.message.GeoRung;
import io.posthorn.message.Message;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.message.State;
import io.posthorn.message.Waiting;
import io.posthorn.pool.Candidate;
import io.posthorn.pool.Gate;
import io.posthorn.pool.Membership;
import io.posthorn.pool.Standing;
import io.posthorn.store.Backlog;
import io.posthorn.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers what people ask about routing, and changes nothing.
public final class Explainer {

    private final Delivery delivery;
    private final Inventory inventory;
    private final Origins origins;
    private final Store store;
    private final Time time;

    public Explainer(
            Delivery delivery, Inventory inventory, Origins origins, Store store, Time time) {
        this.delivery = delivery;
        this.inventory = inventory;
        this.origins = origins;
        this.store = store;
        this.time = time;
    }

    /// What a message waits for at this moment; empty when it does not wait.
    public Optional<Waiting> why(Message message) {
        return message.state() instanceof State.Queued
                ? delivery.explain(message)
                        .map(WaitingRules::of)
                        .or(() -> Waiting.of(message.state()))
                : Waiting.of(message.state());
    }

    /// The sender a recipient keeps.
    ///
    /// @param record what is stored of it; empty: a hash says so
    public record Keeper(SenderId sender, Optional<Assignment> record) {}

    /// The sender a recipient keeps in a pool, as its stickiness has it; empty when none.
    public Optional<Keeper> keeper(SenderPool pool, Address to) {
        return switch (pool.policy().choosing().sticky().mode()) {
            case NONE -> Optional.empty();
            case HASH -> byHash(pool.id(), to);
            case RECORDED -> byRecord(pool.id(), to);
            case HYBRID -> byRecord(pool.id(), to).or(() -> byHash(pool.id(), to));
        };
    }

    private Optional<Keeper> byRecord(PoolId pool, Address to) {
        return store.assignment(pool, to.value())
                .map(record -> new Keeper(record.sender(), Optional.of(record)));
    }

    private Optional<Keeper> byHash(PoolId pool, Address to) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.reaches() == to.kind())
                .flatMap(channel -> delivery.owner(pool, channel, to).stream())
                .findFirst()
                .map(sender -> new Keeper(sender, Optional.empty()));
    }

    /// The messages an order would become; nothing is stored or sent.
    public List<Message> preview(Order order) {
        return new Planner(origins).plan(order, 0, time.now()).messages();
    }

    /// A sender that may carry a message, with what it is ranked by.
    public record Ranked(Sender sender, int tier, GeoRung near) {}

    /// Who may carry one step of a message, best first: as the pool ranks them, then by their share
    /// (routing.md, section 4).
    public List<Ranked> senders(Origin origin, Plan.Step step) {
        Policy.Choosing rules = origins.policy(origin).choosing();
        Candidate.Target target = Dealer.target(step, rules.geoMatch());
        return origins.members(origin).stream()
                .flatMap(member ->
                        inventory
                                .snapshot()
                                .sender(member.sender())
                                .map(sender -> Membership.of(sender, member))
                                .stream())
                .filter(each -> each.never(target, rules.geoMatch()).isEmpty())
                .sorted(
                        Comparator.<Membership, Membership.Rank>comparing(
                                        each -> each.rank(target, rules))
                                .thenComparing(
                                        each -> each.weight(rules.selection()),
                                        Comparator.reverseOrder())
                                .thenComparing(each -> each.sender().id()))
                .map(each -> ranked(each, Area.of(step.to())))
                .toList();
    }

    private static Ranked ranked(Membership of, Area to) {
        return new Ranked(of.sender(), of.member().tier(), of.home().rung(to));
    }

    /// How a pool is doing at this moment.
    public PoolStatus status(PoolId pool) {
        List<Queue> queues = queues(pool);
        List<MemberStatus> members =
                inventory.snapshot().members(pool).stream()
                        .sorted(Comparator.comparing(Member::sender))
                        .flatMap(member -> status(member).stream())
                        .toList();
        return new PoolStatus(
                queues,
                queues.stream().map(Queue::oldest).min(Comparator.naturalOrder()),
                members,
                drain(queues, members));
    }

    private record Place(Channel channel, Priority lane) {}

    private List<Queue> queues(PoolId pool) {
        return store.backlog().stream()
                .filter(backlog -> backlog.queue() == pool.value())
                .collect(
                        Collectors.groupingBy(backlog ->
                                new Place(backlog.eligibility().channel(), backlog.lane())))
                .entrySet()
                .stream()
                .map(each -> queue(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Queue::channel).thenComparing(Queue::lane))
                .toList();
    }

    private static Queue queue(Place place, List<Backlog> classes) {
        return new Queue(
                place.channel,
                place.lane,
                classes.stream().mapToLong(Backlog::depth).sum(),
                classes.stream()
                        .map(Backlog::oldest)
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH));
    }

    private Optional<MemberStatus> status(Member member) {
        return inventory.snapshot().sender(member.sender()).map(sender -> status(member, sender));
    }

    private MemberStatus status(Member member, Sender sender) {
        Instant now = time.now();
        Optional<Link> link = delivery.link(sender.connection());
        boolean sends =
                member.enabled()
                        && sender.status() == Sender.Status.ACTIVATED
                        && link.filter(Link::up).isPresent();
        Optional<Standing> standing = delivery.standing(sender.id());
        Optional<Gate> gate = standing.map(Standing::gate).filter(_ -> sends);
        return new MemberStatus(
                member,
                sender,
                sender.throughput(),
                gate.map(each -> each.rate(now)).orElse(0.0),
                standing.map(each -> each.gate().leftLastSecond(now)).orElse(0),
                gate.map(each -> each.room(now, now)).orElse(0),
                link.map(Link::inFlight).orElse(0),
                standing.map(each -> each.allowance().balances(now)).orElse(List.of()));
    }

    private static Optional<Duration> drain(List<Queue> queues, List<MemberStatus> members) {
        long depth = queues.stream().mapToLong(Queue::depth).sum();
        double rate =
                members.stream()
                        .filter(each -> each.member().weight() > 0)
                        .mapToDouble(MemberStatus::rate)
                        .sum();
        if (depth == 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate > 0
                ? Optional.of(Duration.ofMillis((long) Math.ceil(depth * 1000 / rate)))
                : Optional.empty();
    }
}
