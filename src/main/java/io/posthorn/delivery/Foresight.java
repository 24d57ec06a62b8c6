package io.posthorn.delivery;

import io.posthorn.delivery.Dealer.Decision;
import io.posthorn.delivery.Forecast.Share;
import io.posthorn.message.Content;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.Origin;
import io.posthorn.message.Plan;
import io.posthorn.message.Policy;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.message.State;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Membership;
import io.posthorn.pool.Passed;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.pool.Standing;
import io.posthorn.pool.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// One forecast under way: a dealer and its pool on a clock that jumps from event to event, with
/// senders that take whatever their gates let pass.
final class Foresight {

    private static final Duration LEASE = Duration.ofDays(3_650);
    private static final Duration STEP = Duration.ofMillis(20); // well inside the horizon
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ForecastRequest request;
    private final Policy policy;
    private final Instant start;
    private final Pool pool = new Pool();
    private final Dealer dealer;
    private final Operation operation;
    private final Map<SenderId, Line> lines = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Message> returned = new ArrayDeque<>();
    private final long[] waits; // milliseconds, by message that left
    private int claimed;
    private int left;
    private int unsent;
    private int failovers;
    private int leftSticky;
    private Instant last;

    /// Something that happens by itself: a line may go on, or goes down or up.
    private record Event(Instant at, Line line) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at.compareTo(other.at);
        }
    }

    private static final class Line implements Seat.Wire {
        private final Seat seat;
        private final List<ForecastRequest.Outage> outages;
        private final Deque<Message> promised = new ArrayDeque<>();
        private final Breaker breaker = new Breaker();
        private boolean down;
        private int sent;

        Line(Sender sender, Member member, List<ForecastRequest.Outage> outages) {
            this.outages = outages;
            this.seat = new Seat(Membership.of(sender, member), new Standing(sender), this);
        }

        boolean isOut(Duration since) {
            return outages.stream()
                    .anyMatch(o ->
                            since.compareTo(o.from()) >= 0
                                    && since.compareTo(o.from().plus(o.length())) < 0);
        }

        @Override
        public boolean up() {
            return !down;
        }

        @Override
        public int places() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Breaker breaker() {
            return breaker;
        }
    }

    Foresight(
            ForecastRequest request,
            List<Member> members,
            Snapshot snapshot,
            Policy policy,
            Instant start) {
        this.request = request;
        this.policy = policy;
        this.start = start;
        this.last = start;
        this.waits = new long[request.count()];
        this.operation = operation();
        seat(members, snapshot);
        this.dealer =
                new Dealer(
                        request.pool().value(),
                        pool,
                        new Hand(this::claim, LEASE),
                        () -> policy,
                        _ -> Optional.empty());
    }

    private void seat(List<Member> members, Snapshot snapshot) {
        List<Seat> seats = new ArrayList<>();
        for (Member member : members) {
            snapshot.sender(member.sender())
                    .ifPresent(sender -> {
                        var line = new Line(sender, member, outages(sender.id()));
                        lines.put(sender.id(), line);
                        seats.add(line.seat);
                    });
        }
        pool.seat(seats, policy.choosing());
        for (Line line : lines.values()) {
            for (ForecastRequest.Outage outage : line.outages) {
                events.add(new Event(start.plus(outage.from()), line));
                events.add(new Event(start.plus(outage.from()).plus(outage.length()), line));
            }
        }
    }

    private List<ForecastRequest.Outage> outages(SenderId sender) {
        return request.outages().stream().filter(o -> o.sender().equals(sender)).toList();
    }

    private Operation operation() {
        return new Operation(
                new OperationId(0),
                "",
                new Origin.FromPool(request.pool()),
                Content.text(""),
                Map.of(),
                request.priority(),
                Optional.empty(),
                new MessageId(0),
                request.count(),
                false,
                start);
    }

    // Messages

    private List<Message> claim(
            Priority lane, Set<EligibilityClass> except, int max, Instant now, Instant leaseEnds) {
        List<Message> got = new ArrayList<>();
        if (lane != request.priority()) {
            return got;
        }
        while (got.size() < max && !returned.isEmpty()) {
            got.add(returned.removeFirst());
        }
        while (got.size() < max && claimed < request.count() && !arrival(claimed).isAfter(now)) {
            got.add(message(claimed++));
        }
        return got;
    }

    private Instant arrival(int number) {
        return request.arrivalsPerSecond().isEmpty()
                ? start
                : start.plusNanos(
                        (long) (number / request.arrivalsPerSecond().getAsDouble() * 1e9));
    }

    private Message message(int number) {
        Instant arrival = arrival(number);
        var to = request.recipient().apply(number);
        var plan =
                new Plan(
                        operation,
                        new Recipient(List.of(to), Optional.empty(), Map.of()),
                        Map.of(),
                        List.of(new Plan.Step(request.channel(), to, request.segments())),
                        Optional.empty(),
                        arrival.plus(policy.validity()));
        var id = new MessageId(number);
        return new Message(id, plan, new State.Queued(), 0, List.of(), false, arrival, 1);
    }

    // The clock

    Forecast run() {
        Instant now = start;
        while (left + unsent < request.count() && now.isBefore(start.plus(LONGEST))) {
            happen(now);
            if (arrives(now)) {
                dealer.mayHaveMore();
            }
            for (Decision decision : dealer.deal(now)) {
                act(decision, now);
            }
            now = next(now);
        }
        return forecast();
    }

    private boolean arrives(Instant now) {
        return !returned.isEmpty() || (claimed < request.count() && !arrival(claimed).isAfter(now));
    }

    private Instant next(Instant now) {
        Instant next = dealer.next(now);
        if (!events.isEmpty() && events.peek().at().isBefore(next)) {
            next = events.peek().at();
        }
        if (claimed < request.count() && arrival(claimed).isAfter(now)) {
            next = arrival(claimed).isBefore(next) ? arrival(claimed) : next;
        }
        Instant least = now.plus(STEP);
        return next.isBefore(least) ? least : next;
    }

    private void happen(Instant now) {
        while (!events.isEmpty() && !events.peek().at().isAfter(now)) {
            Event event = events.poll();
            turn(event.line(), event.at());
            go(event.line(), event.at());
        }
    }

    private void turn(Line line, Instant at) {
        boolean down = line.isOut(Duration.between(start, at));
        if (down == line.down) {
            return;
        }
        line.down = down;
        failovers += line.promised.size();
        line.promised.forEach(m -> line.seat.standing().gate().release(request.segments()));
        returned.addAll(line.promised);
        line.promised.clear();
        dealer.lookAgain();
    }

    /// Lets leave what its gate lets pass by now.
    private void go(Line line, Instant at) {
        while (!line.promised.isEmpty()) {
            Optional<Instant> later = line.seat.standing().gate().pass(request.segments(), at);
            if (later.isPresent()) {
                events.add(new Event(later.get(), line));
                return;
            }
            leave(line, line.promised.removeFirst(), at);
        }
    }

    private void leave(Line line, Message message, Instant at) {
        waits[left++] = Duration.between(message.updatedAt(), at).toMillis();
        line.sent++;
        last = at;
    }

    private void act(Decision decision, Instant now) {
        Message message = decision.message();
        switch (decision.choice()) {
            case Choice.Use(Seat seat, Instant at, Verdict verdict) -> {
                Line line = (Line) seat.wire();
                line.promised.add(message);
                if (line.promised.size() == 1) {
                    events.add(new Event(at.isBefore(now) ? now : at, line));
                }
                if (isSticky() && !verdict.winner().equals(keeper(message))) {
                    leftSticky++;
                }
            }
            case Choice.Unable(Instant until, Passed _) -> putBack(message, until);
            case Choice.Later(Instant at, Passed _) -> putBack(message, at);
            case Choice.BackOff(Instant until) -> putBack(message, until);
            case Choice.Quiet(Instant until) -> putBack(message, until);
            case Choice.NoSender(), Choice.Exhausted() -> unsent++;
        }
    }

    private void putBack(Message message, Instant until) {
        if (message.expired(until)) {
            unsent++;
        } else {
            returned.add(message);
        }
    }

    private boolean isSticky() {
        return policy.choosing().sticky().mode() != StickyMode.NONE;
    }

    private SenderId keeper(Message message) {
        return pool.keeper(dealer.candidate(message, policy, start)).orElse(new SenderId(0));
    }

    private Forecast forecast() {
        long[] sorted = Arrays.copyOf(waits, left);
        Arrays.sort(sorted);
        List<Share> shares =
                pool.seats().stream()
                        .map(seat -> (Line) seat.wire())
                        .map(line ->
                                new Share(
                                        line.seat.sender().id(),
                                        line.sent,
                                        left == 0 ? 0 : (double) line.sent / left))
                        .toList();
        unsent = request.count() - left;
        return new Forecast(
                shares,
                Duration.between(start, last),
                new Forecast.Waits(
                        percentile(sorted, 0.5),
                        percentile(sorted, 0.95),
                        percentile(sorted, 0.99),
                        percentile(sorted, 1)),
                failovers,
                leftSticky,
                unsent);
    }

    private static Duration percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int place = (int) Math.ceil(share * sorted.length) - 1;
        return Duration.ofMillis(sorted[Math.max(0, place)]);
    }
}
