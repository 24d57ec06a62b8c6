package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Outcome.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The life of one message, told fact by fact; every change is held against the rules that no fact
/// may break.
final class Story {

    static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    static final Duration VALIDITY = Duration.ofHours(1);
    static final Duration RCS_TIME = Duration.ofMinutes(2);

    /// RCS is read within its time, or the next step begins.
    static final Policy WANTS_READ =
            waiting(Map.of(Channel.RCS, RCS_TIME), Map.of(Channel.RCS, Status.READ));

    private static final Instant EVER = START.plus(VALIDITY);
    static final Duration LEASE = Duration.ofMinutes(5);
    static final Failure CARRIER_SAID_NO = new Failure(30003, "Unreachable", "stat:UNDELIV");
    static final Address PHONE = new Address(Address.Kind.PHONE, "+14155550100");
    static final Address OTHER_PHONE = new Address(Address.Kind.PHONE, "+14155550199");
    static final Plan.Step SMS = new Plan.Step(Channel.SMS, PHONE, 1);
    static final Plan.Step LONG_SMS = new Plan.Step(Channel.SMS, PHONE, 3);
    static final Plan.Step RCS = new Plan.Step(Channel.RCS, PHONE, 1);
    static final Plan.Step OTHER_SMS = new Plan.Step(Channel.SMS, OTHER_PHONE, 1);

    private static final Map<Status, Set<Status>> MAY_BECOME =
            Map.of(
                    Status.SCHEDULED, Set.of(Status.QUEUED, Status.FAILED, Status.CANCELED),
                    Status.QUEUED,
                            Set.of(
                                    Status.SENT,
                                    Status.UNDELIVERED,
                                    Status.FAILED,
                                    Status.DELIVERED,
                                    Status.READ,
                                    Status.CANCELED),
                    Status.SENT,
                            Set.of(
                                    Status.QUEUED,
                                    Status.UNDELIVERED,
                                    Status.DELIVERED,
                                    Status.READ),
                    Status.UNDELIVERED, Set.of(Status.DELIVERED, Status.READ),
                    Status.FAILED, Set.of(Status.DELIVERED, Status.READ),
                    Status.CANCELED, Set.of(Status.DELIVERED, Status.READ),
                    Status.DELIVERED, Set.of(Status.READ),
                    Status.READ, Set.of());

    private final Policy policy;
    private final Set<Integer> mayHaveLeft = new HashSet<>();
    private final List<Event> events = new ArrayList<>();
    private Message message;
    private Instant now = START;

    private Story(Message message, Policy policy) {
        this.message = message;
        this.policy = policy;
    }

    static Story of(Plan.Step... steps) {
        return of(Policy.DEFAULT, steps);
    }

    static Story of(Policy policy, Plan.Step... steps) {
        return of(policy, Priority.NORMAL, Content.text("Hi"), steps);
    }

    static Story of(Policy policy, Priority priority, Content content, Plan.Step... steps) {
        return new Story(message(priority, content, new State.Queued(), steps), policy);
    }

    /// The usual policy with these times and successes.
    static Policy waiting(Map<Channel, Duration> fallbackAfter, Map<Channel, Status> success) {
        Policy.Failover usual = Policy.DEFAULT.failover();
        return Policy.DEFAULT.with(
                new Policy.Failover(
                        usual.onUnknown(),
                        usual.unknownHold(),
                        usual.retryOnReceipt(),
                        usual.outcomes(),
                        fallbackAfter,
                        success));
    }

    static Story in(State state, Plan.Step... steps) {
        return new Story(
                message(Priority.NORMAL, Content.text("Hi"), state, steps), Policy.DEFAULT);
    }

    private static Message message(
            Priority priority, Content content, State state, Plan.Step... steps) {
        var operation =
                new Operation(
                        new OperationId(1),
                        "AC1",
                        new Origin.FromPool(new PoolId(7)),
                        content,
                        Map.of(),
                        priority,
                        Optional.empty(),
                        new MessageId(2),
                        1,
                        false,
                        START);
        var plan =
                new Plan(
                        operation,
                        Recipient.phone(PHONE.value()),
                        Map.of(),
                        List.of(steps),
                        Optional.empty(),
                        START.plus(VALIDITY));
        return new Message(operation.firstMessage(), plan, state, 0, List.of(), false, START, 1);
    }

    // What happens

    Story at(Instant moment) {
        now = moment;
        return this;
    }

    Story after(Duration time) {
        return at(now.plus(time));
    }

    Story due() {
        return at(message.state().due(message.plan().expiresAt()).orElse(now)).told(new Fact.Due());
    }

    Story chosen() {
        return chosen(3);
    }

    Story chosen(long sender) {
        return told(
                new Fact.Chosen(
                        new SenderId(sender),
                        "+1206555010" + sender % 10,
                        new ConnectionId(9),
                        "{}",
                        now.plus(LEASE)));
    }

    Story answered(int number, Outcome outcome) {
        return told(new Fact.Attempted(number, outcome));
    }

    /// The last attempt is answered.
    Story answered(Outcome outcome) {
        return answered(message.attempts().getLast().number(), outcome);
    }

    Story accepted(String... keys) {
        return answered(new Outcome.Accepted(List.of(keys)));
    }

    Story delivered(int number) {
        return receipt(number, 0, Status.DELIVERED);
    }

    Story receipt(int number, int part, Status status) {
        return told(new Fact.Receipt(number, part, report(status, OutcomeClass.T2_TRANSIENT)));
    }

    Story undelivered(int number, OutcomeClass outcome) {
        return told(new Fact.Receipt(number, 0, report(Status.UNDELIVERED, outcome)));
    }

    static Fact.Report report(Status status, OutcomeClass ofFailure) {
        return status == Status.UNDELIVERED
                ? new Fact.Report(status, Optional.of(CARRIER_SAID_NO), ofFailure)
                : new Fact.Report(status, Optional.empty(), OutcomeClass.T0_ACCEPTED);
    }

    Story told(Fact fact) {
        Optional<Change> change = Lifecycle.on(fact, message, policy, now);
        change.ifPresent(c -> follow(fact, c));
        return this;
    }

    /// Asserts that the fact changes nothing.
    Story ignores(Fact fact) {
        assertThat(Lifecycle.on(fact, message, policy, now))
                .as("%s on %s", fact, message)
                .isEmpty();
        return this;
    }

    // What is so

    Message message() {
        return message;
    }

    State state() {
        return message.state();
    }

    Status status() {
        return message.status();
    }

    Attempt attempt(int number) {
        return message.attempts().stream()
                .filter(a -> a.number() == number)
                .findFirst()
                .orElseThrow();
    }

    Instant now() {
        return now;
    }

    private static String what(Event event) {
        return switch (event.kind()) {
            case STATUS -> event.status().name();
            case DUPLICATE_DELIVERY -> "DUPLICATE";
        };
    }

    /// All events so far, as "attempt STATUS/OVERALL".
    List<String> events() {
        return events.stream()
                .map(e -> "%d %s/%s".formatted(e.attempt(), what(e), e.overall()))
                .toList();
    }

    // What must always be so

    private void follow(Fact fact, Change change) {
        assertThat(change.before()).isSameAs(message);
        Message after = change.after();
        assertThat(after.version()).isEqualTo(message.version() + 1);
        assertThat(after.updatedAt()).isEqualTo(now);
        assertThat(what(after)).isNotEqualTo(what(message));
        mayBecome(after);
        announced(change);
        attemptsFit(after);
        agrees(after);
        remember(fact, after);
        message = after;
        events.addAll(change.events());
    }

    private static List<Object> what(Message message) {
        return List.of(message.state(), message.step(), message.attempts(), message.withdrawn());
    }

    private void mayBecome(Message after) {
        Status from = status();
        Status to = after.status();
        assertThat(to)
                .satisfiesAnyOf(
                        s -> assertThat(s).isEqualTo(from),
                        s -> assertThat(s).isIn(MAY_BECOME.get(from)));
        if (after.state().open() && !state().open()) {
            assertThat(state()).isInstanceOf(State.Sent.class);
        }
        if (waits(state()) && waits(after.state())) {
            assertThat(after.state().due(EVER)).as("T0 was").isEqualTo(state().due(EVER));
        }
        for (Attempt then : after.attempts()) {
            message.attempts().stream()
                    .filter(before -> before.number() == then.number())
                    .forEach(before ->
                            assertThat(then.status()).isGreaterThanOrEqualTo(before.status()));
        }
    }

    private static boolean waits(State state) {
        return state instanceof State.Awaiting;
    }

    private void announced(Change change) {
        Status overall = change.after().status();
        assertThat(change.events()).allMatch(e -> e.overall() == overall);
        assertThat(change.events()).allMatch(e -> e.at().equals(now));
        if (overall != status()) {
            assertThat(change.events()).filteredOn(e -> tells(e, overall)).hasSize(1);
        }
        long arrivals = events.stream().filter(e -> tells(e, Status.DELIVERED)).count();
        assertThat(change.events())
                .filteredOn(e -> tells(e, Status.DELIVERED))
                .as("DELIVERED once")
                .hasSizeLessThanOrEqualTo((int) (1 - arrivals));
        assertThat(change.events())
                .filteredOn(e -> e.kind() == Event.Kind.DUPLICATE_DELIVERY)
                .hasSize(doubles(change.after()) - doubles(change.before()));
        change.events().stream()
                .filter(e -> e.status() == Status.FAILED || e.status() == Status.UNDELIVERED)
                .forEach(e -> assertThat(e.failure()).isPresent());
    }

    private static boolean tells(Event event, Status status) {
        return event.kind() == Event.Kind.STATUS && event.status() == status;
    }

    private static int doubles(Message message) {
        return (int) Math.max(0, message.attempts().stream().filter(Attempt::arrived).count() - 1);
    }

    private void attemptsFit(Message after) {
        List<Attempt> attempts = after.attempts();
        assertThat(attempts).hasSizeLessThanOrEqualTo(8);
        for (Plan.Step step : after.plan().steps()) {
            assertThat(attempts).filteredOn(a -> a.step().equals(step)).hasSizeLessThan(5);
        }
        assertThat(attempts).extracting(Attempt::number).isSorted().doesNotHaveDuplicates();
    }

    private void agrees(Message after) {
        List<Status> attempts = after.attempts().stream().map(Attempt::status).toList();
        switch (after.state()) {
            case State.Sending _ -> {
                assertThat(attempts.getLast()).isEqualTo(Status.QUEUED);
                assertThat(after.attempts().getLast().at()).isBefore(after.plan().expiresAt());
            }
            case State.Unsure _ -> {
                assertThat(attempts.getLast()).isEqualTo(Status.QUEUED);
                assertThat(attempts).doesNotContain(Status.SENT);
            }
            case State.Sent _, State.Revoking _ ->
                    assertThat(attempts)
                            .contains(Status.SENT)
                            .doesNotContain(Status.DELIVERED, Status.READ);
            case State.Awaiting(Status reached, Instant _, Instant fallbackAt) -> {
                assertThat(attempts).contains(reached);
                assertThat(after.withdrawn()).isFalse();
                assertThat(fallbackAt).isBefore(after.plan().expiresAt());
                assertThat(after.status()).isEqualTo(reached);
            }
            case State.Delivered _ -> {
                assertThat(attempts).contains(Status.DELIVERED).doesNotContain(Status.READ);
            }
            case State.Read _ -> assertThat(attempts).contains(Status.READ);
            case State.Undelivered _ -> assertThat(attempts).contains(Status.UNDELIVERED);
            case State.Queued _, State.Waiting _ -> {
                assertThat(after.withdrawn()).isFalse();
                assertThat(attempts).doesNotContain(Status.SENT);
            }
            case State.Inbound _ -> throw new AssertionError("nothing sent came from a phone");
            case State.Failed _, State.Canceled _ ->
                    assertThat(attempts).doesNotContain(Status.DELIVERED, Status.READ);
            case State.Scheduled _, State.Unaddressable _ -> {}
        }
    }

    private void remember(Fact fact, Message after) {
        if (fact instanceof Fact.Chosen && after.state() instanceof State.Sending) {
            Attempt begun = after.attempts().getLast();
            assertThat(mayHaveLeft.add(begun.number())).as("reused %d", begun.number()).isTrue();
            assertThat(begun.possibleDuplicate())
                    .isEqualTo(message.attempts().stream().anyMatch(a -> !a.sure()));
        }
        if (fact instanceof Fact.Attempted(int number, Outcome outcome) && takenBack(outcome)) {
            mayHaveLeft.remove(number);
        }
    }

    private static boolean takenBack(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Throttled _, Outcome.NotSent _ -> true;
            case Outcome.Refused(Scope scope, String _) -> scope == Scope.PAIR_RATE;
            case Outcome.Accepted _,
                    Outcome.Unreachable _,
                    Outcome.SenderBroken _,
                    Outcome.Unknown _ ->
                    false;
        };
    }
}
