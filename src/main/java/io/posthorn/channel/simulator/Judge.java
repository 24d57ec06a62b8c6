package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides what becomes of a submit, whatever its protocol: the connection's troubles first, then a
/// magic recipient, then chance.
final class Judge {
    private static final Duration MAGIC_DELAY = Duration.ofSeconds(2);
    private static final int MAGIC_THROTTLES = 3;
    private static final int MAGIC_MEMORY = 1_000;

    /// How often a text for [MagicNumber#THROTTLED] was turned away.
    private final Map<String, Integer> turnedAway =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > MAGIC_MEMORY;
                }
            };

    /// @param nanos when the submit was read
    Verdict judge(InForce inForce, Party party, String text, long nanos) {
        Behavior behavior = inForce.behavior();
        RandomGenerator random = inForce.nextChoices();
        Duration latency = behavior.answers().latency().pick(random);
        if (behavior.line().silence().muffles()) {
            return new Verdict.Ignore();
        }
        if (!inForce.admits(party.connection(), nanos)) {
            return new Verdict.Throttle(latency, behavior.answers().retryAfter());
        }
        Optional<Behavior.Errors> errors = behavior.answers().errors();
        if (errors.isPresent() && random.nextDouble() < errors.get().share()) {
            return new Verdict.Refuse(latency, new Refusal.Code(errors.get().status()));
        }
        return MagicNumber.of(party.phone())
                .or(() -> MagicMailbox.of(party.phone()).flatMap(MagicMailbox::phone))
                .or(() -> MagicNumber.ofDevice(party.phone()))
                .map(number -> judge(number, text, latency, behavior))
                .orElseGet(() -> accept(behavior.receipts(), latency, random));
    }

    private static Verdict accept(
            Behavior.Receipts receipts, Duration latency, RandomGenerator random) {
        Fate fate = Fate.pick(receipts.mix(), random);
        Duration delay = receipts.delay().pick(random);
        Behavior.Faults faults = receipts.faults();
        int copies =
                random.nextDouble() < faults.missing()
                        ? 0
                        : random.nextDouble() < faults.repeated() ? 2 : 1;
        return random.nextDouble() < faults.early()
                ? new Verdict.Accept(latency.plus(faults.lead()), latency, fate, copies)
                : new Verdict.Accept(latency, latency.plus(delay), fate, copies);
    }

    private Verdict judge(MagicNumber number, String text, Duration latency, Behavior behavior) {
        return switch (number) {
            case INVALID -> new Verdict.Refuse(latency, Refusal.Reason.RECIPIENT);
            case DELIVERED_AT_ONCE, NOT_RCS_CAPABLE -> reported(latency, Fate.DELIVERED);
            case DELIVERED_LATER ->
                    new Verdict.Accept(latency, latency.plus(MAGIC_DELAY), Fate.DELIVERED, 1);
            case NOT_MOBILE -> reported(latency, Fate.of(Fate.End.UNDELIVERED, 30006));
            case UNREACHABLE -> reported(latency, Fate.of(Fate.End.UNDELIVERED, 30003));
            case CONTENT_REJECTED -> reported(latency, Fate.of(Fate.End.REJECTED, 30007));
            case THROTTLED ->
                    turnAway(text)
                            ? new Verdict.Throttle(latency, behavior.answers().retryAfter())
                            : reported(latency, Fate.DELIVERED);
            case NO_ANSWER -> new Verdict.Ignore();
            case EARLY_RECEIPT -> {
                Duration lead = behavior.receipts().faults().lead();
                yield new Verdict.Accept(latency.plus(lead), latency, Fate.DELIVERED, 1);
            }
            case NO_RECEIPT -> new Verdict.Accept(latency, latency, Fate.DELIVERED, 0);
        };
    }

    private static Verdict reported(Duration latency, Fate fate) {
        return new Verdict.Accept(latency, latency, fate, 1);
    }

    /// Per text and whoever sends it, so that every message has its three refusals, also when it
    /// fails over.
    private synchronized boolean turnAway(String text) {
        int times = turnedAway.merge(text, 1, Integer::sum);
        if (times > MAGIC_THROTTLES) {
            turnedAway.remove(text);
        }
        return times <= MAGIC_THROTTLES;
    }
}
