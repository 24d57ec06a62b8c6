package io.posthorn.message;

import io.posthorn.message.Outcome.Accepted;
import io.posthorn.message.Outcome.NotSent;
import io.posthorn.message.Outcome.Refused;
import io.posthorn.message.Outcome.SenderBroken;
import io.posthorn.message.Outcome.Throttled;
import io.posthorn.message.Outcome.Unknown;
import io.posthorn.message.Outcome.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Every rule about a message: what a fact makes of it. Pure: no clock, no I/O, no threads.
///
/// The classes and numbers are those of `routing.md` section 7.
public final class Lifecycle {

    private static final Duration PAIR_PAUSE = Duration.ofSeconds(6); // the pair rate's own period
    private static final Duration REVOCATION =
            Duration.ofSeconds(10); // for the receipt of what arrived before it was taken back

    private Lifecycle() {}

    /// The change `fact` causes, or empty when it does not concern the message any more.
    public static Optional<Change> on(Fact fact, Message message, Policy policy, Instant now) {
        var life = new Life(message, policy, now);
        switch (fact) {
            case Fact.Due() -> due(life);
            case Fact.Chosen chosen -> chosen(life, chosen);
            case Fact.Attempted(int number, Outcome outcome) -> attempted(life, number, outcome);
            case Fact.Postponed(Instant until, State.Reason reason) ->
                    postponed(life, until, reason);
            case Fact.Receipt(int number, int part, Fact.Report report) ->
                    receipt(life, number, part, report);
            case Fact.OptedOut() -> optedOut(life);
            case Fact.Exhausted() -> exhausted(life);
            case Fact.LeaseLost() -> leaseLost(life);
            case Fact.Canceled() -> canceled(life);
        }
        return life.change();
    }

    private static void due(Life life) {
        switch (life.state()) {
            case State.Scheduled(Instant due) -> {
                if (!life.now().isBefore(due)) {
                    life.enter(new State.Queued());
                }
            }
            case State.Waiting(Instant due, State.Reason _) -> {
                if (life.expired()) {
                    life.fail(Failures.EXPIRED);
                } else if (!life.now().isBefore(due)) {
                    life.enter(new State.Queued());
                }
            }
            case State.Queued() -> {
                if (life.expired()) {
                    life.fail(Failures.EXPIRED);
                }
            }
            case State.Sending(Instant leaseEnds) -> {
                if (!life.now().isBefore(leaseEnds)) {
                    leaseLost(life);
                }
            }
            case State.Unsure(Instant decideAt) -> {
                if (!life.now().isBefore(decideAt)) {
                    decide(life);
                }
            }
            case State.Awaiting awaiting -> {
                if (!life.now().isBefore(awaiting.fallbackAt())) {
                    fallBack(life, awaiting);
                }
            }
            case State.Revoking(Instant _, Instant until) -> {
                if (!life.now().isBefore(until)) {
                    revoked(life);
                }
            }
            case State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ -> {}
        }
    }

    /// The step's time is over. What can be taken back is, before another carrier gets the message:
    /// a phone should not show it twice.
    private static void fallBack(Life life, State.Awaiting awaiting) {
        Instant until = life.now().plus(REVOCATION);
        boolean revokes = awaiting.reached() == Status.SENT && life.revocable();
        if (!life.mayFallBack() || (revokes && life.expiresBefore(until))) {
            rest(life, awaiting);
        } else if (revokes) {
            life.enter(new State.Revoking(awaiting.since(), until));
        } else {
            life.giveUpUnconfirmed();
            life.nextStep(Failures.UNCONFIRMED, _ -> true);
        }
    }

    private static void rest(Life life, State.Awaiting awaiting) {
        life.enter(
                awaiting.reached() == Status.SENT
                        ? new State.Sent(awaiting.since())
                        : new State.Delivered(awaiting.since()));
    }

    private static void revoked(Life life) {
        life.giveUpUnconfirmed();
        life.nextStepOr(_ -> true, new State.Undelivered(Failures.UNCONFIRMED, life.now()));
    }

    /// The hold is over and nobody told: the policy decides.
    private static void decide(Life life) {
        if (life.withdrawn()) {
            life.fail(Failures.UNKNOWN); // not CANCELED: it may have been sent
            return;
        }
        switch (life.policy().onUnknownFor(life.priority())) {
            case FAIL -> life.fail(Failures.UNKNOWN);
            case RETRY -> life.tryAgain(Failures.UNKNOWN);
        }
    }

    private static void chosen(Life life, Fact.Chosen chosen) {
        if (!(life.state() instanceof State.Queued)) {
            return;
        }
        if (life.expired()) {
            life.fail(Failures.EXPIRED);
            return;
        }
        life.begin(chosen);
        life.enter(new State.Sending(chosen.leaseEnds()));
    }

    private static void postponed(Life life, Instant until, State.Reason reason) {
        if (life.state() instanceof State.Queued) {
            life.enter(new State.Waiting(until, reason));
        }
    }

    /// Nothing more begins. What is under way may still tell that it arrived.
    private static void optedOut(Life life) {
        switch (life.state()) {
            case State.Scheduled _, State.Queued _, State.Waiting _ ->
                    life.fail(Failures.OPTED_OUT);
            case State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Awaiting _,
                    State.Revoking _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ -> {}
        }
    }

    private static void exhausted(Life life) {
        if (life.state() instanceof State.Queued) {
            life.nextStep(life.lastFailure(), _ -> true);
        }
    }

    private static void leaseLost(Life life) {
        if (life.state() instanceof State.Sending) {
            attempted(
                    life,
                    life.lastNumber(),
                    new Unknown("the server stopped while it was sending"));
        }
    }

    private static void canceled(Life life) {
        switch (life.state()) {
            case State.Scheduled _, State.Queued _, State.Waiting _ ->
                    life.enter(new State.Canceled(life.now()));
            case State.Sending _, State.Unsure _ -> withdraw(life);
            case State.Sent _ -> {
                if (life.mayFollow()) {
                    withdraw(life);
                }
            }
            case State.Awaiting awaiting -> {
                withdraw(life);
                rest(life, awaiting);
            }
            case State.Revoking(Instant since, Instant _) -> {
                withdraw(life);
                life.enter(new State.Sent(since));
            }
            case State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _,
                    State.Inbound _ -> {}
        }
    }

    /// What is under way cannot be called back; it is the last.
    private static void withdraw(Life life) {
        if (!life.withdrawn()) {
            life.withdraw();
        }
    }

    private static void attempted(Life life, int number, Outcome told) {
        Outcome outcome = life.policy().failover().read(told);
        Optional<Attempt> found = life.attempt(number);
        if (found.isEmpty()) {
            return;
        }
        Attempt attempt = found.get();
        if (outcome instanceof Accepted(List<String> keys)) {
            accepted(life, attempt, keys);
        } else if (attempt.open()) {
            notAccepted(life, attempt, outcome);
        }
    }

    private static void accepted(Life life, Attempt attempt, List<String> keys) {
        if (attempt.status() == Status.FAILED) {
            return; // it was answered before
        }
        if (attempt.receiptKeys().isEmpty() && !keys.isEmpty()) {
            life.keyed(attempt.number(), keys);
        }
        taken(life, attempt);
        deliveredWhenWhole(life, attempt.number());
    }

    /// The carrier has it. A late answer spares the next try.
    private static void taken(Life life, Attempt attempt) {
        if (!attempt.open()) {
            return;
        }
        boolean settles = life.hangsOn(attempt) || life.wouldTryAgain();
        life.reached(attempt.number(), Status.SENT);
        if (settles) {
            life.handedOver(attempt);
        }
    }

    private static void notAccepted(Life life, Attempt attempt, Outcome outcome) {
        int number = attempt.number();
        boolean decides = life.hangsOn(attempt);
        switch (outcome) {
            case Accepted _ -> throw new IllegalStateException("handled above");
            case Throttled _, NotSent _ -> life.forget(number); // nothing was taken
            case Unreachable _, SenderBroken _ -> life.failed(number, outcome);
            case Refused(Outcome.Scope scope, String _) -> {
                if (scope == Outcome.Scope.PAIR_RATE) {
                    life.forget(number);
                } else {
                    life.failed(number, outcome);
                }
            }
            case Unknown _ -> {
                if (attempt.sure()) {
                    life.unsure(number, Failures.of(outcome));
                }
            }
        }
        if (decides) {
            life.out()
                    .ifPresentOrElse(
                            life::handedOver, // an earlier attempt was taken after all
                            () -> goOn(life, outcome));
        }
    }

    private static void goOn(Life life, Outcome outcome) {
        switch (outcome) {
            case Accepted _ -> throw new IllegalStateException("handled above");
            case Throttled _, NotSent _ ->
                    life.queueAgain(); // not the message's fault: nothing is charged
            case Unreachable _ -> unreachable(life, Failures.of(outcome));
            case SenderBroken _ -> life.tryAgain(Failures.of(outcome));
            case Refused(Outcome.Scope scope, String _) ->
                    refused(life, scope, Failures.of(outcome));
            case Unknown _ -> {
                if (life.state() instanceof State.Sending) {
                    life.enter(
                            new State.Unsure(
                                    life.now().plus(life.policy().failover().unknownHold())));
                }
            }
        }
    }

    /// A code that nobody knows is worth one more try.
    private static void unreachable(Life life, Failure failure) {
        if (life.unmappedOnStep() > 1) {
            life.nextStep(failure, _ -> true);
        } else {
            life.tryAgain(failure);
        }
    }

    private static void refused(Life life, Outcome.Scope scope, Failure failure) {
        switch (scope) {
            case OPTED_OUT -> life.fail(failure); // never by another sender
            case PAIR_RATE -> life.queueAfter(life.now().plus(PAIR_PAUSE), State.Reason.PAIR_RATE);
            case CHANNEL, WINDOW, EXPIRED -> life.nextStep(failure, _ -> true);
            case CONTENT ->
                    life.nextStep(
                            failure,
                            life::hasOwnContent); // the same words elsewhere would be snowshoeing
            case DESTINATION -> life.nextStep(failure, life::hasOtherAddress);
        }
    }

    private static void receipt(Life life, int number, int part, Fact.Report report) {
        Optional<Attempt> found = life.attempt(number);
        if (found.isEmpty()) {
            return;
        }
        Attempt attempt = found.get();
        switch (report.status()) {
            case SENT -> taken(life, attempt);
            case DELIVERED -> delivered(life, attempt, part);
            case READ -> reached(life, attempt, Status.READ);
            case UNDELIVERED -> undelivered(life, attempt, life.policy().failover().read(report));
            case SCHEDULED, QUEUED, FAILED, CANCELED, GROUP, INBOUND -> {}
        }
    }

    private static void delivered(Life life, Attempt attempt, int part) {
        if (!attempt.hasDelivered(part)) {
            life.deliveredPart(attempt.number(), part);
            deliveredWhenWhole(life, attempt.number());
        }
    }

    private static void deliveredWhenWhole(Life life, int number) {
        life.attempt(number)
                .filter(Attempt::whole)
                .ifPresent(attempt -> reached(life, attempt, Status.DELIVERED));
    }

    /// A good receipt repairs a bad one and the message with it.
    private static void reached(Life life, Attempt attempt, Status good) {
        if (attempt.status().compareTo(good) >= 0) {
            return;
        }
        life.reached(attempt.number(), good);
        if (life.improvable(good)) {
            life.arrived(attempt, good);
        }
    }

    private static void undelivered(Life life, Attempt attempt, Fact.Report report) {
        switch (attempt.status()) {
            case DELIVERED,
                    READ,
                    UNDELIVERED,
                    FAILED -> {} // a late bad receipt never undoes a good one
            case SCHEDULED, QUEUED, SENT, CANCELED, GROUP, INBOUND -> {
                Failure failure = report.failure().orElse(Failures.UNDELIVERED);
                boolean decides = life.hangsOn(attempt);
                life.ended(attempt.number(), Status.UNDELIVERED, failure, report.outcome());
                if (decides) {
                    afterBadReceipt(life, failure, report.outcome());
                }
            }
        }
    }

    private static void afterBadReceipt(Life life, Failure failure, OutcomeClass outcome) {
        Optional<Attempt> out = life.out();
        if (out.isPresent()) {
            if (life.state().status() != Status.SENT) {
                life.handedOver(out.get());
            }
            return;
        }
        if (Failures.isOptOut(failure)) {
            life.enter(new State.Undelivered(failure, life.now()));
            return;
        }
        if (life.policy().failover().retryOnReceipt().contains(outcome) && life.mayTryAgain()) {
            life.queueAgain();
            return;
        }
        life.nextStepOr(usableAfter(life, outcome), new State.Undelivered(failure, life.now()));
    }

    private static Predicate<Plan.Step> usableAfter(Life life, OutcomeClass outcome) {
        return switch (outcome) {
            case T6_CONTENT -> life::hasOwnContent;
            case T7_DESTINATION -> life::hasOtherAddress;
            case T0_ACCEPTED,
                    T1_THROTTLED,
                    T2_TRANSIENT,
                    T3_SENDER,
                    T4_PAIR,
                    T5_CHANNEL,
                    T8_EXPIRED,
                    T9_UNKNOWN ->
                    _ -> true;
        };
    }
}
