package io.posthorn.pool;

import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.GeoMatch;
import io.posthorn.message.Policy.Selection;
import io.posthorn.message.Policy.Sticky;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// A pool at work in virtual time: messages arrive evenly, are chosen for in order, and leave when
/// their sender's gate lets them; what a sender that goes down still holds is given back.
final class Traffic {

    static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final long STEP_MILLIS = 5;
    private static final long HORIZON_MILLIS = 100;

    final Pool pool = new Pool();
    private final List<Seat> seats = new ArrayList<>();
    private final Set<SenderId> down = new HashSet<>();
    private final List<Deque<Integer>> lines = new ArrayList<>();
    private final List<Integer> sent = new ArrayList<>();
    private final Deque<Integer> backlog = new ArrayDeque<>();
    private Instant now = START;
    private double arriving;
    private int places = Integer.MAX_VALUE;

    Traffic windows(int places) {
        this.places = places;
        return this;
    }

    /// A member set to `rate` segments per second.
    Traffic sender(double rate, double weight, int tier) {
        int index = seats.size();
        Sender sender = sender(index + 1, rate);
        Member member =
                new Member(
                        new PoolId(1),
                        sender.id(),
                        weight,
                        tier,
                        true,
                        OptionalDouble.empty(),
                        START);
        Deque<Integer> line = new ArrayDeque<>();
        lines.add(line);
        sent.add(0);
        seats.add(
                new Seat(
                        Membership.of(sender, member),
                        new Standing(sender),
                        new TestWire(sender.id(), line)));
        return seated(Selection.CAPACITY);
    }

    Traffic sender(double rate) {
        return sender(rate, 1, 0);
    }

    Traffic seated(Selection by) {
        return seated(rules(by, StickyMode.NONE, Duration.ZERO));
    }

    Traffic seated(Choosing by) {
        pool.seat(seats, by);
        return this;
    }

    static Choosing rules(Selection by, StickyMode sticky, Duration maxWait) {
        return new Choosing(
                by,
                new Sticky(sticky, Optional.of(maxWait)),
                GeoMatch.OFF,
                Map.of(),
                Duration.ofSeconds(2),
                Optional.empty());
    }

    private final class TestWire implements Seat.Wire {
        private final SenderId sender;
        private final Deque<Integer> line;
        private final Breaker breaker = new Breaker();

        TestWire(SenderId sender, Deque<Integer> line) {
            this.sender = sender;
            this.line = line;
        }

        @Override
        public boolean up() {
            return !down.contains(sender);
        }

        @Override
        public int places() {
            return places - line.size();
        }

        @Override
        public Breaker breaker() {
            return breaker;
        }
    }

    static Sender sender(long id, double rate) {
        return new Sender(
                new SenderId(id),
                "AC1",
                "+1206555%04d".formatted(id),
                Channel.SMS,
                new ConnectionId(9),
                Optional.empty(),
                Map.of(),
                Sender.Status.ACTIVATED,
                rate,
                OptionalInt.empty(),
                Sender.Limits.NONE,
                Set.of(),
                Sender.Kind.LONG_CODE,
                START,
                START);
    }

    static Candidate message(int segments) {
        return message(segments, Map.of(), Instant.MIN);
    }

    static Candidate message(int segments, Map<SenderId, Integer> tries, Instant notBefore) {
        return new Candidate(segments, US, 1, 1, tries, notBefore, START, Optional.empty());
    }

    static final Candidate.Target US = new Candidate.Target(Channel.SMS, "US", Optional.empty());

    Traffic down(int index) {
        down.add(seats.get(index).sender().id());
        Deque<Integer> line = lines.get(index);
        line.forEach(segments -> seats.get(index).gate().release(segments));
        backlog.addAll(line);
        line.clear();
        pool.lookAgain();
        return this;
    }

    Traffic up(int index) {
        down.remove(seats.get(index).sender().id());
        pool.lookAgain();
        return this;
    }

    /// `perSecond` messages of the given lengths in turn, for so long.
    Traffic run(double perSecond, double seconds, int... segments) {
        Instant end = now.plusMillis((long) (seconds * 1_000));
        int next = 0;
        while (now.isBefore(end)) {
            arriving += perSecond * STEP_MILLIS / 1_000;
            for (; arriving > 1 - 1e-6; arriving--) {
                backlog.add(segments.length == 0 ? 1 : segments[next++ % segments.length]);
            }
            step();
        }
        return this;
    }

    /// Nothing more arrives; until all has left.
    Traffic drain() {
        while (!backlog.isEmpty() || lines.stream().anyMatch(line -> !line.isEmpty())) {
            step();
        }
        return this;
    }

    private void step() {
        choose();
        leave();
        now = now.plusMillis(STEP_MILLIS);
    }

    private void choose() {
        while (!backlog.isEmpty()) {
            Choice choice =
                    pool.choose(message(backlog.getFirst()), now, now.plusMillis(HORIZON_MILLIS));
            if (!(choice instanceof Choice.Use(Seat seat, Instant _, Verdict _))) {
                return;
            }
            lines.get(seats.indexOf(seat)).add(backlog.removeFirst());
        }
    }

    private void leave() {
        for (int i = 0; i < seats.size(); i++) {
            Deque<Integer> line = lines.get(i);
            while (!line.isEmpty() && seats.get(i).gate().pass(line.getFirst(), now).isEmpty()) {
                sent.set(i, sent.get(i) + line.removeFirst());
            }
        }
    }

    /// Segments each has sent since this was asked last.
    List<Integer> sent() {
        List<Integer> since = List.copyOf(sent);
        sent.replaceAll(_ -> 0);
        return since;
    }

    List<Seat> seats() {
        return seats;
    }

    int waiting() {
        return backlog.size() + lines.stream().mapToInt(Deque::size).sum();
    }

    Instant now() {
        return now;
    }
}
