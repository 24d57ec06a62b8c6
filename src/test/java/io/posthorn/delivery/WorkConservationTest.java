package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
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
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Recipient;
import io.posthorn.message.Sender;
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
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// `routing.md` section 4: no sender with a token and a place is idle for more than 50 ms while a
/// message that it may carry is ready, whatever other messages wait for.
class WorkConservationTest {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final PoolId POOL = new PoolId(7);
    private static final int LONGEST_IDLE = 50; // milliseconds
    private static final int MILLIS = 5_000;
    private static final List<StickyMode> MODES = List.of(StickyMode.values());
    private static final List<Priority> LANES = List.of(Priority.values());
    private static final List<String> PHONES = List.of("+1415255%04d", "+4915112%06d");

    @Property(seed = "1", tries = 25, edgeCases = EdgeCasesMode.NONE)
    void no_sender_idles_while_a_message_it_may_carry_is_ready(@ForAll long seed) {
        new World(seed).run();
    }

    /// A dealer and its lines, a millisecond at a time.
    private static final class World {
        private final Random random;
        private final Pool pool = new Pool();
        private final Dealer dealer;
        private final Policy policy;
        private final List<Line> lines = new ArrayList<>();
        private final Map<MessageId, Message> waiting = new LinkedHashMap<>(); // not decided about
        private final List<Message> source = new ArrayList<>();
        private final PriorityQueue<PutBack> later = new PriorityQueue<>();
        private final double load; // messages in a millisecond
        private Instant now = START;
        private Instant nextDeal = START;
        private double arriving;
        private long numbers;

        private record PutBack(Instant at, Message message) implements Comparable<PutBack> {
            @Override
            public int compareTo(PutBack other) {
                return at.compareTo(other.at);
            }
        }

        World(long seed) {
            random = new Random(seed);
            policy = policy();
            int members = 1 + random.nextInt(6);
            for (int i = 0; i < members; i++) {
                lines.add(new Line(sender(i + 1), random));
            }
            pool.seat(lines.stream().map(line -> line.seat).toList(), policy.choosing());
            double capacity = lines.stream().mapToDouble(l -> l.seat.sender().throughput()).sum();
            load = capacity * (0.3 + 1.5 * random.nextDouble()) / 1_000;
            dealer =
                    new Dealer(
                            POOL.value(),
                            pool,
                            new Hand(this::claim, Duration.ofMinutes(5)),
                            () -> policy,
                            _ -> Optional.empty());
        }

        private Policy policy() {
            Policy.Choosing usual = Policy.DEFAULT.choosing();
            Duration wait = Duration.ofMillis(random.nextBoolean() ? 0 : 500);
            return Policy.DEFAULT.with(
                    new Policy.Choosing(
                            usual.selection(),
                            new Policy.Sticky(
                                    MODES.get(random.nextInt(MODES.size())), Optional.of(wait)),
                            usual.geoMatch(),
                            usual.kindOrder(),
                            usual.maxRungWait(),
                            usual.tierSpillAfter()));
        }

        private Sender sender(long id) {
            List<Set<String>> areas = List.of(Set.of(), Set.of("US"), Set.of("DE"));
            Sender usual = ForesightTest.sender(id, 5 + random.nextInt(100));
            return new Sender(
                    usual.id(),
                    usual.account(),
                    usual.address(),
                    Channel.SMS,
                    new ConnectionId(id),
                    Optional.empty(),
                    Map.of(),
                    usual.status(),
                    usual.throughput(),
                    OptionalInt.empty(),
                    Sender.Limits.NONE,
                    areas.get(random.nextInt(areas.size())),
                    usual.kind(),
                    START,
                    START);
        }

        private List<Message> claim(
                Priority lane, Set<EligibilityClass> except, int max, Instant at, Instant ends) {
            List<Message> got = new ArrayList<>();
            for (Iterator<Message> all = source.iterator(); all.hasNext() && got.size() < max; ) {
                Message each = all.next();
                if (lane(each) == lane && !except.contains(EligibilityClass.of(each))) {
                    got.add(each);
                    all.remove();
                }
            }
            return got;
        }

        private static Priority lane(Message message) {
            return message.plan().operation().priority();
        }

        void run() {
            for (int i = 0; i < MILLIS; i++) {
                boolean signalled = happens();
                if (signalled || !now.isBefore(nextDeal)) {
                    deal();
                }
                lines.forEach(line -> line.go(now));
                lines.forEach(this::watch);
                now = now.plusMillis(1);
            }
        }

        private boolean happens() {
            boolean more = false;
            for (arriving += load; arriving >= 1; arriving--) {
                arrive(message(numbers++));
                more = true;
            }
            while (!later.isEmpty() && !later.peek().at().isAfter(now)) {
                arrive(later.poll().message());
                more = true;
            }
            if (more) {
                dealer.mayHaveMore();
            }
            return turnOne() || more;
        }

        private void arrive(Message message) {
            source.add(message);
            waiting.put(message.id(), message);
        }

        private boolean turnOne() {
            if (random.nextInt(500) != 0) {
                return false;
            }
            lines.get(random.nextInt(lines.size())).turn(this::arrive);
            dealer.lookAgain();
            return true;
        }

        private void deal() {
            for (Dealer.Decision decision : dealer.deal(now)) {
                Message message = decision.message();
                waiting.remove(message.id());
                switch (decision.choice()) {
                    case Choice.Use(Seat seat, Instant _, Verdict _) ->
                            ((Line) seat.wire()).promised.add(message);
                    case Choice.Later(Instant at, Passed _) -> later.add(new PutBack(at, message));
                    case Choice.Unable(Instant until, Passed _) ->
                            later.add(new PutBack(until, message));
                    case Choice.Quiet(Instant until) -> later.add(new PutBack(until, message));
                    case Choice.BackOff(Instant until) -> later.add(new PutBack(until, message));
                    case Choice.NoSender(), Choice.Exhausted() -> {}
                }
            }
            Instant next = dealer.next(now);
            Instant least = now.plusMillis(2);
            Instant most = now.plusSeconds(1);
            nextDeal = next.isBefore(least) ? least : next.isAfter(most) ? most : next;
        }

        private void watch(Line line) {
            boolean idle = line.isFree() && waiting.values().stream().anyMatch(m -> takes(line, m));
            line.idle = idle ? line.idle + 1 : 0;
            assertThat(line.idle)
                    .as("ms that %s idles while %d messages wait", line.seat, waiting.size())
                    .isLessThanOrEqualTo(LONGEST_IDLE);
        }

        private boolean takes(Line line, Message message) {
            int segments = message.currentStep().segments();
            return line.mayCarry(message)
                    && line.seat.member().tier() == lowestTier(message)
                    && line.standing.gate().opens(segments, now).isEmpty()
                    && (!waitsForItsSender() || isKeeper(line, message));
        }

        private int lowestTier(Message message) {
            return lines.stream()
                    .filter(line -> line.mayCarry(message))
                    .mapToInt(line -> line.seat.member().tier())
                    .min()
                    .orElseThrow();
        }

        private boolean waitsForItsSender() {
            Policy.Sticky sticky = policy.choosing().sticky();
            return sticky.mode() != StickyMode.NONE
                    && sticky.maxWait().filter(Duration.ZERO::equals).isEmpty();
        }

        private boolean isKeeper(Line line, Message message) {
            Address to = message.currentStep().to();
            return dealer.owner(Channel.SMS, to, now)
                    .filter(line.seat.sender().id()::equals)
                    .isPresent();
        }

        private Message message(long number) {
            Priority lane = LANES.get(random.nextInt(LANES.size()));
            String pattern = PHONES.get(random.nextInt(PHONES.size()));
            var to = new Address(Address.Kind.PHONE, pattern.formatted(random.nextInt(10_000)));
            var operation =
                    new Operation(
                            new OperationId(number),
                            "AC1",
                            new Origin.FromPool(POOL),
                            Content.text("Hi"),
                            Map.of(),
                            lane,
                            Optional.empty(),
                            new MessageId(number),
                            1,
                            false,
                            now);
            var plan =
                    new Plan(
                            operation,
                            Recipient.phone(to.value()),
                            Map.of(),
                            List.of(new Plan.Step(Channel.SMS, to, 1 + random.nextInt(3))),
                            Optional.empty(),
                            now.plusSeconds(9_999));
            return new Message(
                    new MessageId(number), plan, new State.Queued(), 0, List.of(), false, now, 1);
        }
    }

    /// A sender on a connection of its own, whose carrier answers after a while.
    private static final class Line implements Seat.Wire {
        private final Seat seat;
        private final Standing standing;
        private final Breaker breaker = new Breaker();
        private final Deque<Message> promised = new ArrayDeque<>();
        private final Deque<Instant> answers = new ArrayDeque<>();
        private final int window;
        private final Duration latency;
        private boolean up = true;
        private int idle;

        Line(Sender sender, Random random) {
            window = 2 + random.nextInt(20);
            latency = Duration.ofMillis(1 + random.nextInt(100));
            standing = new Standing(sender);
            int tier = random.nextInt(2);
            var member =
                    new Member(POOL, sender.id(), 1, tier, true, OptionalDouble.empty(), START);
            seat = new Seat(Membership.of(sender, member), standing, this);
        }

        boolean mayCarry(Message message) {
            Set<String> countries = seat.sender().countries();
            return up
                    && (countries.isEmpty()
                            || countries.contains(
                                    EligibilityClass.country(message.currentStep().to())));
        }

        boolean isFree() {
            return up && promised.isEmpty() && answers.size() < window;
        }

        void go(Instant now) {
            while (!answers.isEmpty() && !answers.peek().isAfter(now)) {
                answers.remove();
            }
            while (!promised.isEmpty() && answers.size() < window && passes(now)) {
                promised.remove();
                answers.add(now.plus(latency));
            }
        }

        private boolean passes(Instant now) {
            int segments = promised.getFirst().currentStep().segments();
            return standing.gate().pass(segments, now).isEmpty();
        }

        void turn(Consumer<Message> giveBack) {
            up = !up;
            for (Message each : promised) {
                standing.gate().release(each.currentStep().segments());
                giveBack.accept(each);
            }
            promised.clear();
        }

        @Override
        public boolean up() {
            return up;
        }

        @Override
        public int places() {
            return 2 * window - answers.size() - promised.size();
        }

        @Override
        public Breaker breaker() {
            return breaker;
        }
    }
}
