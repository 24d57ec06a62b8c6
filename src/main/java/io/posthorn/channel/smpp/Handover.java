package io.posthorn.channel.smpp;

import io.posthorn.message.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is known about the parts of one message while they are handed over, and the one outcome
/// they add up to.
final class Handover {
    private final @Nullable Reply[] replies;
    private final UnaryOperator<String> recorded;
    private final Consumer<Outcome> late;
    private boolean told; // that nobody knows; from then on an answer is late

    /// @param recorded from the id in an answer to the key receipts are looked up by
    /// @param late told the outcome when late answers have made an unknown one known
    Handover(int parts, UnaryOperator<String> recorded, Consumer<Outcome> late) {
        this.replies = new Reply[parts];
        this.recorded = recorded;
        this.late = late;
    }

    /// The parts the carrier surely does not have, yet might take: all of them at first.
    synchronized List<Integer> open() {
        return IntStream.range(0, replies.length)
                .filter(part -> isOpen(replies[part]))
                .boxed()
                .toList();
    }

    private static boolean isOpen(@Nullable Reply reply) {
        return switch (reply) {
            case null -> true;
            case Reply.NeverWritten _ -> true;
            case Reply.Answered(Pdu.Response response, var _) ->
                    !response.ok() && isTemporary(Answers.outcome(response.status()));
            case Reply.TimedOut _, Reply.LostAfterWrite _ -> false;
        };
    }

    private static boolean isTemporary(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Throttled _, Outcome.Unreachable _, Outcome.NotSent _ -> true;
            case Outcome.Accepted _, Outcome.SenderBroken _, Outcome.Refused _, Outcome.Unknown _ ->
                    false;
        };
    }

    /// Notes what became of `parts`, in their order.
    synchronized void replied(List<Integer> parts, List<Reply> answers) {
        for (int i = 0; i < parts.size(); i++) {
            Reply known = replies[parts.get(i)];
            boolean answeredMeanwhile =
                    known instanceof Reply.Answered(var response, var _) && response.ok();
            if (!answeredMeanwhile) {
                replies[parts.get(i)] = answers.get(i);
            }
        }
    }

    /// Notes an answer that came after its part was given up.
    void answeredLate(int part, Reply.Answered answer) {
        Optional<Outcome> known;
        synchronized (this) {
            replies[part] = answer;
            known = told && !isUnsure() ? Optional.of(sum()) : Optional.empty();
        }
        known.ifPresent(late);
    }

    /// True when some parts were taken and others, which the carrier could take, were not: sending
    /// those again, and only those, completes the message.
    synchronized boolean isHalf() {
        boolean taken = Arrays.stream(replies).anyMatch(Handover::isTaken);
        return taken && !isUnsure() && refusal().isEmpty() && !open().isEmpty();
    }

    /// The outcome as far as it is known now.
    synchronized Outcome outcome() {
        Outcome outcome = isUnsure() ? new Outcome.Unknown(whyUnsure()) : sum();
        told = outcome instanceof Outcome.Unknown;
        return outcome;
    }

    private Outcome sum() {
        Optional<Outcome> refusal = refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean none = Arrays.stream(replies).noneMatch(Handover::isTaken);
        boolean all = Arrays.stream(replies).allMatch(Handover::isTaken);
        if (all) {
            return new Outcome.Accepted(keys());
        }
        Outcome first = firstFailure();
        return none ? first : new Outcome.Unknown("only some parts were taken: " + why(first));
    }

    private static boolean isTaken(@Nullable Reply reply) {
        return reply instanceof Reply.Answered(Pdu.Response response, var _) && response.ok();
    }

    private boolean isUnsure() {
        return Arrays.stream(replies)
                .anyMatch(reply ->
                        reply instanceof Reply.TimedOut || reply instanceof Reply.LostAfterWrite);
    }

    private String whyUnsure() {
        for (Reply reply : replies) {
            if (reply instanceof Reply.LostAfterWrite(String why)) {
                return why;
            }
        }
        return "no answer in time";
    }

    /// What no other try would change.
    private Optional<Outcome> refusal() {
        return Arrays.stream(replies)
                .map(Handover::failure)
                .flatMap(Optional::stream)
                .filter(outcome -> !isTemporary(outcome))
                .findFirst();
    }

    private Outcome firstFailure() {
        return Arrays.stream(replies)
                .map(Handover::failure)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new Outcome.NotSent("not connected"));
    }

    private static Optional<Outcome> failure(@Nullable Reply reply) {
        return switch (reply) {
            case null -> Optional.empty();
            case Reply.Answered(Pdu.Response response, var _) ->
                    response.ok()
                            ? Optional.empty()
                            : Optional.of(Answers.outcome(response.status()));
            case Reply.NeverWritten(String why) -> Optional.of(new Outcome.NotSent(why));
            case Reply.TimedOut _, Reply.LostAfterWrite _ -> Optional.empty();
        };
    }

    private static String why(Outcome failure) {
        return switch (failure) {
            case Outcome.Accepted _ -> "";
            case Outcome.Throttled(var _, String upstream) -> upstream;
            case Outcome.NotSent(String upstream) -> upstream;
            case Outcome.Unreachable(String upstream) -> upstream;
            case Outcome.SenderBroken(String upstream) -> upstream;
            case Outcome.Refused(var _, String upstream) -> upstream;
            case Outcome.Unknown(String upstream) -> upstream;
        };
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Reply reply : replies) {
            if (reply
                    instanceof Reply.Answered(Pdu.SubmitSmResp(int _, String id, Tlvs _), var _)) {
                keys.add(recorded.apply(id));
            }
        }
        return keys;
    }
}
