package io.posthorn.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A message while one fact is applied to it: the vocabulary `Lifecycle` writes its rules in.
/// Collects the new state, the changed attempts and the events, and is thrown away.
final class Life {

    private static final int MAX_ATTEMPTS = 8;
    private static final int MAX_ATTEMPTS_PER_STEP = 4;

    private final Message before;
    private final Policy policy;
    private final Instant now;
    private final List<Attempt> attempts;
    private final List<News> news = new ArrayList<>(2);
    private final List<Decision> decisions = new ArrayList<>(1);
    private State state;
    private int step;
    private boolean withdrawn;
    private boolean changed;

    Life(Message before, Policy policy, Instant now) {
        this.before = before;
        this.policy = policy;
        this.now = now;
        this.attempts = new ArrayList<>(before.attempts());
        this.state = before.state();
        this.step = before.step();
        this.withdrawn = before.withdrawn();
    }

    Optional<Change> change() {
        if (!changed) {
            return Optional.empty();
        }
        var after =
                new Message(
                        before.id(),
                        before.plan(),
                        state,
                        step,
                        attempts,
                        withdrawn,
                        now,
                        before.version() + 1);
        return Optional.of(new Change(before, after, events(after.status()), decisions));
    }

    // What is true

    State state() {
        return state;
    }

    Instant now() {
        return now;
    }

    Policy policy() {
        return policy;
    }

    Priority priority() {
        return before.plan().operation().priority();
    }

    boolean expired() {
        return before.expired(now);
    }

    boolean withdrawn() {
        return withdrawn;
    }

    /// What the user is told when there is nobody left to try.
    Failure lastFailure() {
        return attempts.isEmpty()
                ? Failures.EXHAUSTED
                : attempts.getLast().failure().orElse(Failures.EXHAUSTED);
    }

    Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(a -> a.number() == number).findFirst();
    }

    int lastNumber() {
        return attempts.isEmpty() ? 0 : attempts.getLast().number();
    }

    /// Whether what becomes of this attempt decides what becomes of the message.
    boolean hangsOn(Attempt attempt) {
        boolean last = attempt.number() == lastNumber();
        return switch (state) {
            case State.Sending _, State.Unsure _ -> last;
            case State.Queued _, State.Waiting _ -> // a late answer, before another try began
                    last && attempt.open() && attempt.step().equals(currentStep());
            case State.Sent _, State.Revoking _ -> attempt.status() == Status.SENT;
            case State.Awaiting(Status reached, Instant _, Instant _) ->
                    reached == Status.SENT && attempt.status() == Status.SENT;
            case State.Scheduled _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    false;
        };
    }

    /// Nothing is on its way, and the message waits for another try.
    boolean wouldTryAgain() {
        return switch (state) {
            case State.Queued _, State.Waiting _, State.Unsure _ -> true;
            case State.Scheduled _,
                    State.Sending _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    false;
        };
    }

    /// An attempt that the carrier has and has not said to have failed.
    Optional<Attempt> out() {
        return attempts.stream().filter(a -> a.status() == Status.SENT).findFirst();
    }

    /// Something may follow if the carrier reports that it failed.
    boolean mayFollow() {
        return !policy.failover().retryOnReceipt().isEmpty()
                || step + 1 < before.plan().steps().size();
    }

    /// A good receipt wins over everything but a better one.
    boolean improvable(Status better) {
        return switch (state) {
            case State.Read _ -> false;
            case State.Delivered _ -> better == Status.READ;
            case State.Awaiting(Status reached, Instant _, Instant _) ->
                    better.compareTo(reached) > 0;
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Revoking _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    true;
        };
    }

    boolean hasOwnContent(Plan.Step next) {
        return before.plan().operation().content().differs(next.channel(), currentStep().channel());
    }

    boolean hasOtherAddress(Plan.Step next) {
        return !next.to().equals(currentStep().to());
    }

    private Plan.Step currentStep() {
        return before.plan().steps().get(step);
    }

    /// Attempts of the current step that failed with a code nobody knows.
    long unmappedOnStep() {
        return attempts.stream()
                .filter(this::onCurrentStep)
                .flatMap(attempt -> attempt.failure().stream())
                .filter(failure -> policy.failover().isUnmapped(failure.upstream()))
                .count();
    }

    boolean onCurrentStep(Attempt attempt) {
        return attempt.step().equals(currentStep());
    }

    boolean revocable() {
        return currentStep().channel().revocable();
    }

    boolean expiresBefore(Instant moment) {
        return !moment.isBefore(before.plan().expiresAt());
    }

    /// Some step after the current one may still begin.
    boolean mayFallBack() {
        return mayBegin() && nextUsable(_ -> true).isPresent();
    }

    // What becomes true

    /// What a phone has is never ended worse.
    void enter(State next) {
        state = next.open() ? next : atBest(next);
        changed = true;
    }

    private State atBest(State end) {
        boolean arrived = end instanceof State.Delivered || end instanceof State.Read;
        return arrived ? end : Attempt.best(attempts).map(this::arrivedWith).orElse(end);
    }

    private State arrivedWith(Attempt best) {
        return best.status() == Status.READ ? new State.Read(now) : new State.Delivered(now);
    }

    /// The carrier has `attempt`: that is all, or all for the time its step has.
    void handedOver(Attempt attempt) {
        int of = before.plan().steps().indexOf(attempt.step());
        step = of < 0 ? step : of;
        Status reached = Attempt.best(attempts).map(Attempt::status).orElse(Status.SENT);
        enter(
                fallbackAt(reached)
                        .<State>map(at -> new State.Awaiting(reached, now, at))
                        .orElse(new State.Sent(now)));
    }

    /// A phone has `attempt`: that is all, unless its step wants it read in time.
    void arrived(Attempt attempt, Status reached) {
        Optional<Instant> fallbackAt =
                onCurrentStep(attempt) ? fallbackAfterArrival(reached) : Optional.empty();
        enter(
                fallbackAt
                        .<State>map(at -> new State.Awaiting(reached, now, at))
                        .orElseGet(() -> arrivedWith(Attempt.best(attempts).orElseThrow())));
    }

    private Optional<Instant> fallbackAfterArrival(Status reached) {
        return switch (state) {
            case State.Awaiting(Status _, Instant _, Instant at) ->
                    Optional.of(at).filter(_ -> isTooLittle(reached));
            case State.Sending _, State.Unsure _ -> fallbackAt(reached);
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sent _,
                    State.Revoking _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ ->
                    Optional.empty();
        };
    }

    /// When the next step begins, where `reached` is not enough and a next step may begin at all.
    private Optional<Instant> fallbackAt(Status reached) {
        Duration time = policy.failover().fallbackAfter().get(currentStep().channel());
        return Optional.ofNullable(time)
                .filter(_ -> isTooLittle(reached) && mayFallBack())
                .map(now::plus)
                .filter(at -> !expiresBefore(at));
    }

    private boolean isTooLittle(Status reached) {
        return policy.failover().successOf(currentStep().channel()).compareTo(reached) > 0;
    }

    /// The carrier had its time with what it has not confirmed.
    void giveUpUnconfirmed() {
        for (Attempt attempt : List.copyOf(attempts)) {
            if (attempt.status() == Status.SENT) {
                ended(
                        attempt.number(),
                        Status.UNDELIVERED,
                        Failures.UNCONFIRMED,
                        OutcomeClass.T8_EXPIRED);
            }
        }
    }

    void begin(Fact.Chosen chosen) {
        attempts.add(
                new Attempt(
                        lastNumber() + 1,
                        chosen.sender(),
                        chosen.address(),
                        chosen.connection(),
                        currentStep(),
                        now,
                        Status.QUEUED,
                        true,
                        attempts.stream().anyMatch(a -> !a.sure()),
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        now));
        decisions.add(new Decision(before.id(), lastNumber(), chosen.decision()));
        changed = true;
    }

    void withdraw() {
        withdrawn = true;
        changed = true;
    }

    void keyed(int number, List<String> keys) {
        replace(number, a -> a.keyed(keys, now));
    }

    void deliveredPart(int number, int part) {
        replace(number, a -> a.deliveredPart(part, now));
    }

    void reached(int number, Status status) {
        boolean twice = arrivesTwice(number, status);
        replace(number, a -> a.reached(status, now));
        if (twice) {
            news.add(News.duplicate(number));
        }
        if (!twice || status == Status.READ) {
            announce(number, status, Optional.empty());
        }
    }

    private boolean arrivesTwice(int number, Status status) {
        return status.compareTo(Status.DELIVERED) >= 0
                && attempt(number).filter(Attempt::arrived).isEmpty()
                && attempts.stream().anyMatch(Attempt::arrived);
    }

    void ended(int number, Status status, Failure failure, OutcomeClass outcome) {
        replace(number, a -> a.ended(status, failure, outcome, now));
        announce(number, status, Optional.of(failure));
    }

    void failed(int number, Outcome outcome) {
        ended(number, Status.FAILED, Failures.of(outcome), outcome.outcomeClass());
    }

    void unsure(int number, Failure failure) {
        replace(number, a -> a.unsure(failure, now));
    }

    /// As if it had not been tried: the carrier surely took nothing.
    void forget(int number) {
        attempts.removeIf(a -> a.number() == number);
        changed = true;
    }

    void fail(Failure failure) {
        enter(new State.Failed(failure, now));
    }

    /// Ready again, unless it was withdrawn meanwhile.
    void queueAgain() {
        enter(withdrawn ? new State.Canceled(now) : new State.Queued());
    }

    /// Ready again at `due`, unless it was withdrawn meanwhile.
    void queueAfter(Instant due, State.Reason reason) {
        enter(withdrawn ? new State.Canceled(now) : new State.Waiting(due, reason));
    }

    /// Another sender of the same step, else the next step, else failed.
    void tryAgain(Failure failure) {
        if (withdrawn || mayTryAgain()) {
            queueAgain();
        } else {
            nextStep(failure, _ -> true);
        }
    }

    /// Whether the retry budget of the message and of its step has something left.
    boolean mayTryAgain() {
        return mayBegin() && hasBudget(currentStep());
    }

    private boolean hasBudget(Plan.Step of) {
        return attempts.stream().filter(a -> a.step().equals(of)).count() < MAX_ATTEMPTS_PER_STEP;
    }

    private boolean mayBegin() {
        return !withdrawn && !expired() && attempts.size() < MAX_ATTEMPTS;
    }

    void nextStep(Failure failure, Predicate<Plan.Step> usable) {
        nextStepOr(usable, new State.Failed(failure, now));
    }

    void nextStepOr(Predicate<Plan.Step> usable, State otherwise) {
        OptionalInt next = mayBegin() ? nextUsable(usable) : OptionalInt.empty();
        next.ifPresent(index -> step = index);
        enter(next.isPresent() ? new State.Queued() : otherwise);
    }

    private OptionalInt nextUsable(Predicate<Plan.Step> usable) {
        List<Plan.Step> steps = before.plan().steps();
        return IntStream.range(step + 1, steps.size())
                .filter(next -> usable.test(steps.get(next)) && hasBudget(steps.get(next)))
                .findFirst();
    }

    private void replace(int number, UnaryOperator<Attempt> by) {
        attempts.replaceAll(a -> a.number() == number ? by.apply(a) : a);
        changed = true;
    }

    private void announce(int number, Status status, Optional<Failure> failure) {
        news.add(new News(number, status, failure, Event.Kind.STATUS));
    }

    /// What the attempts announced, and the message's own status where no attempt announced it.
    private List<Event> events(Status overall) {
        if (overall != before.status() && news.stream().noneMatch(n -> n.tells(overall))) {
            announce(0, overall, failure());
        }
        return news.stream().map(n -> n.event(before.id(), overall, now)).toList();
    }

    private Optional<Failure> failure() {
        return switch (state) {
            case State.Failed(Failure why, Instant _) -> Optional.of(why);
            case State.Undelivered(Failure why, Instant _) -> Optional.of(why);
            case State.Unaddressable(Failure why, Instant _) -> Optional.of(why);
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Delivered _,
                    State.Read _,
                    State.Canceled _,
                    State.Inbound _ ->
                    Optional.empty();
        };
    }

    private record News(int attempt, Status status, Optional<Failure> failure, Event.Kind kind) {

        static News duplicate(int attempt) {
            return new News(
                    attempt, Status.DELIVERED, Optional.empty(), Event.Kind.DUPLICATE_DELIVERY);
        }

        boolean tells(Status overall) {
            return kind == Event.Kind.STATUS && status == overall;
        }

        Event event(MessageId message, Status overall, Instant at) {
            return new Event(0, message, attempt, status, overall, failure, at, kind);
        }
    }
}
