package io.posthorn.channel.simulator;

import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every simulated provider but the SMSC does with a message once it has read it: judges it as
/// the behaviour in force says, answers, hands it to the phone and reports.
final class Shop {
    private static final Duration SOON = Duration.ofMillis(50); // after the answer, as a rule
    private static final Duration FOREVER = Duration.ofHours(1); // longer than anybody waits
    private static final int OUT_MOST = 100_000; // then the oldest is no longer reported
    private static final int SUBMITS_KEPT = 10_000;

    private final Channel channel;
    private final World world;
    private final Judge judge = new Judge();
    private final Traffic traffic = new Traffic(SUBMITS_KEPT);

    /// Taken, and not reported yet.
    private final Map<String, Taken> out =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Taken> eldest) {
                    return size() > OUT_MOST;
                }
            };

    Shop(Channel channel, World world) {
        this.channel = channel;
        this.world = world;
    }

    /// A message as it was read.
    ///
    /// @param id what the provider calls it
    /// @param connection what the customer calls himself
    record Taken(String id, String connection, String from, String to, Screen screen) {
        @Override
        public String toString() {
            return "Taken[" + id + "]"; // a body never reaches a log
        }
    }

    /// How this provider says it; `A` is an answer of its protocol. What it reports it does not
    /// wait for.
    interface Words<A> {
        A accepted(Taken message);

        A throttled(Optional<Duration> retryAfter);

        A refused(Refusal why);

        void report(Taken message, Fate fate);

        /// The phone's owner has read it.
        void read(Taken message);

        /// What is sent in place of `answer`.
        A spoiled(A answer, Hostility how);
    }

    /// How a customer is met before anything he wants is read.
    enum Welcome {
        SERVED,
        /// He gets no answer, ever.
        UNHEARD,
        /// The line is cut.
        CUT,
        /// His credentials are refused.
        TURNED_OUT
    }

    /// What came in and went out.
    Traffic traffic() {
        return traffic;
    }

    Behavior behaviorTo(String connection, String phone) {
        return world.behaviors().of(new Party(channel, connection, "", phone)).behavior();
    }

    Welcome welcome(String connection) {
        InForce inForce = world.behaviors().of(Party.of(channel, connection));
        Behavior.Line line = inForce.behavior().line();
        if (inForce.isAway(connection, world.time().now())) {
            return Welcome.CUT;
        }
        if (line.silence().mutes()) {
            return Welcome.UNHEARD;
        }
        return line.credentials() == Behavior.Credentials.REFUSED
                ? Welcome.TURNED_OUT
                : Welcome.SERVED;
    }

    /// Waits for ever, as far as anybody is concerned.
    <A> Optional<A> never() throws InterruptedException {
        world.time().sleepUntil(world.time().now().plus(FOREVER));
        return Optional.empty();
    }

    /// The answer, when it is due; empty: the line is cut without one.
    <A> Optional<A> take(Taken message, Words<A> words) throws InterruptedException {
        Instant now = world.time().now();
        long nanos = world.time().nanos();
        Party party = new Party(channel, message.connection(), message.from(), message.to());
        InForce inForce = world.behaviors().of(party);
        boolean cut = inForce.hangsUp(message.connection(), now);
        Verdict verdict =
                cut
                        ? new Verdict.Ignore()
                        : atOnce(judge.judge(inForce, party, message.screen().text(), nanos));
        traffic.arrived(submitted(message, verdict, nanos, now), verdict);
        return cut ? Optional.empty() : act(verdict, new Job<>(message, words, inForce, now));
    }

    /// Providers that answer a request see at once what a carrier rejects later.
    private static Verdict atOnce(Verdict verdict) {
        return verdict instanceof Verdict.Accept accept && accept.fate().end() == Fate.End.REJECTED
                ? new Verdict.Refuse(accept.answer(), Refusal.Reason.CONTENT)
                : verdict;
    }

    /// One message with all that follows from it.
    private record Job<A>(Taken message, Words<A> words, InForce inForce, Instant arrived) {}

    private <A> Optional<A> act(Verdict verdict, Job<A> job) throws InterruptedException {
        return switch (verdict) {
            case Verdict.Ignore _ -> never();
            case Verdict.Throttle(Duration after, Optional<Duration> wait) ->
                    answer(job, after, job.words.throttled(wait));
            case Verdict.Refuse(Duration after, Refusal why) ->
                    answer(job, after, job.words.refused(why));
            case Verdict.Accept accept -> accept(accept, job);
        };
    }

    private <A> Optional<A> accept(Verdict.Accept accept, Job<A> job) throws InterruptedException {
        putOut(job.message);
        if (accept.end().equals(accept.answer())) {
            waitFor(job, accept.answer());
            handOver(accept.fate(), job);
            at(job, accept.end().plus(SOON), () -> report(accept, job));
        } else {
            at(
                    job,
                    accept.end(),
                    () -> {
                        handOver(accept.fate(), job);
                        report(accept, job);
                    });
        }
        return answer(job, accept.answer(), job.words.accepted(job.message));
    }

    private <A> Optional<A> answer(Job<A> job, Duration after, A answer)
            throws InterruptedException {
        waitFor(job, after);
        traffic.answered();
        return Optional.of(
                job.inForce.hostility().map(how -> job.words.spoiled(answer, how)).orElse(answer));
    }

    private void waitFor(Job<?> job, Duration after) throws InterruptedException {
        if (after.isPositive()) {
            world.time().sleepUntil(job.arrived.plus(after));
        }
    }

    private void at(Job<?> job, Duration after, Runnable task) {
        world.agenda().at(job.arrived.plus(after), task);
    }

    private void handOver(Fate fate, Job<?> job) {
        Taken message = job.message;
        if (fate.end() == Fate.End.DELIVERED && isOut(message.id())) {
            world.phones()
                    .receive(
                            new Received(
                                    channel,
                                    message.from(),
                                    message.to(),
                                    message.screen(),
                                    message.id(),
                                    world.time().now()));
        }
    }

    private void report(Verdict.Accept accept, Job<?> job) {
        if (accept.receipts() == 0 || !isOut(job.message.id())) {
            return;
        }
        takeBack(job.message.id());
        for (int i = 0; i < accept.receipts(); i++) {
            job.words.report(job.message, accept.fate());
        }
        boolean delivered = accept.fate().end() == Fate.End.DELIVERED;
        if (delivered && reads(job)) {
            at(job, accept.end().plus(SOON).plus(readingTime(job)), () -> read(job));
        }
    }

    private static boolean reads(Job<?> job) {
        double share = job.inForce.behavior().handsets().read();
        return share > 0 && job.inForce.nextChoices().nextDouble() < share;
    }

    private static Duration readingTime(Job<?> job) {
        return job.inForce.behavior().handsets().readAfter().pick(job.inForce.nextChoices());
    }

    private void read(Job<?> job) {
        if (world.phones().read(job.message.id(), world.time().now())) {
            job.words.read(job.message);
        }
    }

    private synchronized void putOut(Taken message) {
        out.put(message.id(), message);
    }

    private synchronized boolean isOut(String id) {
        return out.containsKey(id);
    }

    /// Whether it was taken and nothing was reported of it; from now on nothing will be.
    private synchronized boolean takeBack(String id) {
        @Nullable Taken message = out.remove(id);
        return message != null;
    }

    /// Takes a message off its phone; false when that was told to have it.
    boolean revoke(String id) {
        boolean still = takeBack(id);
        if (still) {
            world.phones().remove(id);
        }
        return still;
    }

    private static Submitted submitted(Taken message, Verdict verdict, long nanos, Instant now) {
        return new Submitted(
                nanos,
                now,
                message.connection(),
                message.from(),
                message.to(),
                message.screen().text(),
                status(verdict));
    }

    /// As HTTP has it, where the verdict says nothing closer.
    private static int status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Ignore _ -> Submitted.UNANSWERED;
            case Verdict.Throttle _ -> 429;
            case Verdict.Refuse(Duration _, Refusal.Code(int value)) -> value;
            case Verdict.Refuse(Duration _, Refusal.Reason _) -> 400;
            case Verdict.Accept _ -> 0;
        };
    }
}
