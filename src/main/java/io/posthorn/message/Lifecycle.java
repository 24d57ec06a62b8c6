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
import java.util.Optional;

/// Every rule about a message: what a fact makes of it. Pure: no clock, no I/O, no threads.
///
/// The classes and numbers are those of `routing.md` section 7.
public final class Lifecycle {

    private static final Duration PAIR_PAUSE = Duration.ofSeconds(6); // the pair rate's own period

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
            case State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _ -> {}
        }
    }

    /// The hold is over and nobody told: the policy decides.
    private static void decide(Life life) {
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

    private static void exhausted(Life life) {
        if (life.state() instanceof State.Queued) {
            life.nextStep(life.lastFailure(), _ -> true);
        }
    }

    private static void leaseLost(Life life) {
        if (life.state() instanceof State.Sending) {
            attempted(
                    life,
                    life.lastAttempt().number(),
                    new Unknown("the server stopped while it was sending"));
        }
    }

    private static void canceled(Life life) {
        switch (life.state()) {
            case State.Scheduled _, State.Queued _, State.Waiting _ ->
                    life.enter(new State.Canceled(life.now()));
            case State.Sending _,
                    State.Unsure _,
                    State.Sent _,
                    State.Delivered _,
                    State.Read _,
                    State.Undelivered _,
                    State.Failed _,
                    State.Unaddressable _,
                    State.Canceled _ -> {}
        }
    }

    private static void attempted(Life life, int number, Outcome outcome) {
        if (!life.awaitsAnswer(number)) {
            return;
        }
        boolean decides = life.hangsOn(number);
        switch (outcome) {
            case Accepted accepted -> {
                life.accepted(number, accepted);
                if (decides
                        || life.state() instanceof State.Queued
                        || life.state() instanceof State.Waiting) {
                    life.enter(new State.Sent(life.now())); // a late answer spares the second try
                }
            }
            case Throttled _, NotSent _ -> {
                life.forget(number);
                if (decides) {
                    life.enter(
                            new State.Queued()); // not the message's fault and nothing was taken:
                    // nothing is charged
                }
            }
            case Unreachable _, SenderBroken _ -> {
                Failure failure = Failures.of(outcome);
                life.ended(number, Status.FAILED, failure, outcome.outcomeClass());
                if (decides) {
                    life.tryAgain(failure);
                }
            }
            case Refused(Outcome.Scope scope, String _) ->
                    refused(life, number, scope, outcome, decides);
            case Unknown _ -> {
                life.unsure(number, Failures.of(outcome));
                if (decides && life.state() instanceof State.Sending) {
                    life.enter(new State.Unsure(life.now().plus(life.policy().unknownHold())));
                }
            }
        }
    }

    private static void refused(
            Life life, int number, Outcome.Scope scope, Outcome outcome, boolean decides) {
        Failure failure = Failures.of(outcome);
        if (scope == Outcome.Scope.PAIR_RATE) {
            life.forget(number);
            if (decides) {
                life.enter(new State.Waiting(life.now().plus(PAIR_PAUSE), State.Reason.PAIR_RATE));
            }
            return;
        }
        life.ended(number, Status.FAILED, failure, outcome.outcomeClass());
        if (!decides) {
            return;
        }
        switch (scope) {
            case OPTED_OUT -> life.fail(failure); // never by another sender
            case CHANNEL -> life.nextStep(failure, _ -> true);
            case CONTENT ->
                    life.nextStep(
                            failure,
                            life::hasOwnContent); // the same words elsewhere would be snowshoeing
            case DESTINATION -> life.nextStep(failure, life::hasOtherAddress);
            case PAIR_RATE -> throw new IllegalStateException("handled above");
        }
    }

    private static void receipt(Life life, int number, int part, Fact.Report report) {
        Optional<Attempt> found = life.attempt(number);
        if (found.isEmpty()) {
            return;
        }
        switch (report.status()) {
            case DELIVERED -> delivered(life, found.get(), part);
            case READ -> read(life, found.get());
            case UNDELIVERED -> undelivered(life, found.get(), report);
            case SENT -> stillUnderWay(life, number);
            case SCHEDULED, QUEUED, FAILED, CANCELED, GROUP, INBOUND -> {}
        }
    }

    /// An intermediate receipt settles one question: the carrier has it.
    private static void stillUnderWay(Life life, int number) {
        if (life.state() instanceof State.Unsure && life.hangsOn(number)) {
            life.reached(number, Status.SENT);
            life.enter(new State.Sent(life.now()));
        }
    }

    private static void delivered(Life life, Attempt attempt, int part) {
        life.deliveredPart(attempt.number(), part);
        boolean news = attempt.status() != Status.DELIVERED && attempt.status() != Status.READ;
        if (news && life.attempt(attempt.number()).orElseThrow().whole()) {
            life.reached(attempt.number(), Status.DELIVERED);
            if (life.improvable(Status.DELIVERED)) {
                life.enter(new State.Delivered(life.now()));
            }
        }
    }

    private static void read(Life life, Attempt attempt) {
        if (attempt.status() != Status.READ) {
            life.reached(attempt.number(), Status.READ);
            if (life.improvable(Status.READ)) {
                life.enter(new State.Read(life.now()));
            }
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
                boolean decides = life.hangsOn(attempt.number());
                life.ended(attempt.number(), Status.UNDELIVERED, failure, report.outcome());
                if (decides) {
                    afterBadReceipt(life, failure, report.outcome());
                }
            }
        }
    }

    private static void afterBadReceipt(Life life, Failure failure, OutcomeClass outcome) {
        if (life.policy().retryOnReceipt().contains(outcome) && life.mayTryAgain()) {
            life.enter(new State.Queued());
        } else if (outcome == OutcomeClass.T7_DESTINATION) {
            life.nextStepOr(
                    failure, life::hasOtherAddress, new State.Undelivered(failure, life.now()));
        } else if (outcome == OutcomeClass.T6_CONTENT) {
            life.nextStepOr(
                    failure, life::hasOwnContent, new State.Undelivered(failure, life.now()));
        } else {
            life.nextStepOr(failure, _ -> true, new State.Undelivered(failure, life.now()));
        }
    }
}
