package io.posthorn.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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
    private State state;
    private int step;
    private boolean changed;

    Life(Message before, Policy policy, Instant now) {
        this.before = before;
        this.policy = policy;
        this.now = now;
        this.attempts = new ArrayList<>(before.attempts());
        this.state = before.state();
        this.step = before.step();
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
                        now,
                        before.version() + 1);
        return Optional.of(new Change(before, after, events()));
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

    Attempt lastAttempt() {
        return attempts.getLast();
    }

    /// What the user is told when there is nobody left to try.
    Failure lastFailure() {
        return attempts.isEmpty()
                ? Failures.EXHAUSTED
                : lastAttempt().failure().orElse(Failures.EXHAUSTED);
    }

    Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(a -> a.number() == number).findFirst();
    }

    /// The connector's answer for this attempt is still news.
    boolean awaitsAnswer(int number) {
        return attempt(number).filter(Attempt::awaitsAnswer).isPresent();
    }

    /// The message's state follows this attempt: it is the last one and no other has succeeded.
    boolean hangsOn(int number) {
        if (lastAttempt().number() != number) {
            return false;
        }
        return switch (state) {
            case State.Sending _, State.Unsure _, State.Sent _ -> true;
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _ ->
                    false;
        };
    }

    /// A good receipt wins over everything but a better one.
    boolean improvable(Status better) {
        return switch (state) {
            case State.Read _ -> false;
            case State.Delivered _ -> better == Status.READ;
            case State.Scheduled _,
                    State.Queued _,
                    State.Waiting _,
                    State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _ ->
                    true;
        };
    }

    boolean hasOwnContent(Plan.Step next) {
        Content content = before.plan().operation().content();
        return content instanceof Content.Modules
                && !content.textFor(next.channel())
                        .equals(content.textFor(before.currentStep().channel()));
    }

    boolean hasOtherAddress(Plan.Step next) {
        return !next.to().equals(before.currentStep().to());
    }

    // What becomes true

    void enter(State next) {
        state = next;
        changed = true;
    }

    void begin(Fact.Chosen chosen) {
        attempts.add(
                new Attempt(
                        attempts.isEmpty() ? 1 : lastAttempt().number() + 1,
                        chosen.sender(),
                        chosen.address(),
                        chosen.connection(),
                        before.plan().steps().get(step),
                        now,
                        Status.QUEUED,
                        true,
                        attempts.stream().anyMatch(a -> !a.sure()),
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        now));
        changed = true;
    }

    void accepted(int number, Outcome.Accepted accepted) {
        replace(number, a -> a.accepted(accepted.receiptKeys(), now));
        announce(number, Status.SENT, Optional.empty());
    }

    void deliveredPart(int number, int part) {
        replace(number, a -> a.deliveredPart(part, now));
    }

    void reached(int number, Status status) {
        replace(number, a -> a.reached(status, now));
        announce(number, status, Optional.empty());
    }

    void ended(int number, Status status, Failure failure, OutcomeClass outcome) {
        replace(number, a -> a.ended(status, failure, outcome, now));
        announce(number, status, Optional.of(failure));
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

    /// Another sender of the same step, else the next step, else failed.
    void tryAgain(Failure failure) {
        if (mayTryAgain()) {
            enter(new State.Queued());
        } else {
            nextStep(failure, _ -> true);
        }
    }

    /// Whether the retry budget of the message and of its step has something left.
    boolean mayTryAgain() {
        long onStep =
                attempts.stream()
                        .filter(a -> a.step().equals(before.plan().steps().get(step)))
                        .count();
        return attempts.size() < MAX_ATTEMPTS && onStep < MAX_ATTEMPTS_PER_STEP && !expired();
    }

    void nextStep(Failure failure, Predicate<Plan.Step> usable) {
        nextStepOr(failure, usable, new State.Failed(failure, now));
    }

    void nextStepOr(Failure failure, Predicate<Plan.Step> usable, State otherwise) {
        if (!expired() && attempts.size() < MAX_ATTEMPTS) {
            for (int next = step + 1; next < before.plan().steps().size(); next++) {
                if (usable.test(before.plan().steps().get(next))) {
                    step = next;
                    enter(new State.Queued());
                    return;
                }
            }
        }
        enter(otherwise);
    }

    private void replace(int number, UnaryOperator<Attempt> by) {
        attempts.replaceAll(a -> a.number() == number ? by.apply(a) : a);
        changed = true;
    }

    private void announce(int number, Status status, Optional<Failure> failure) {
        news.add(new News(number, status, failure));
    }

    /// What the attempts announced, and the message's own status where no attempt announced it.
    private List<Event> events() {
        Status overall = state.status();
        if (overall != before.state().status()
                && news.stream().noneMatch(n -> n.status() == overall)) {
            announce(
                    0,
                    overall,
                    state instanceof State.Failed(Failure why, Instant _)
                            ? Optional.of(why)
                            : Optional.empty());
        }
        return news.stream()
                .map(n ->
                        new Event(
                                0, before.id(), n.attempt(), n.status(), overall, n.failure(), now))
                .toList();
    }

    private record News(int attempt, Status status, Optional<Failure> failure) {}
}
