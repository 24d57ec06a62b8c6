package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Outcome.Scope;
import io.posthorn.message.Policy.OnUnknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/// What holds for every history; the rules themselves are in `Story`.
class LifecyclePropertiesTest {

    /// Something that happens, `later` after what happened before.
    record Moment(Duration later, Fact fact) {}

    @Property(seed = "1", tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void random_histories_keep_the_rules(
            @ForAll("policies") Policy policy,
            @ForAll("plans") List<Plan.Step> steps,
            @ForAll("histories") List<Moment> history) {
        Story story = Story.of(policy, steps.toArray(Plan.Step[]::new));
        history.forEach(moment -> story.after(moment.later()).told(moment.fact()));
    }

    @Property(seed = "1", tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void every_history_ends_when_what_is_due_is_done(
            @ForAll("policies") Policy policy,
            @ForAll("plans") List<Plan.Step> steps,
            @ForAll("histories") List<Moment> history) {
        Story story = Story.of(policy, steps.toArray(Plan.Step[]::new));
        history.forEach(moment -> story.after(moment.later()).told(moment.fact()));
        for (int i = 0; i < 40 && story.state().open(); i++) {
            story.due();
        }
        assertThat(story.state().open()).isFalse();
    }

    @Property(seed = "1", tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void requirement_10_any_permutation_of_upstream_statuses_ends_in_the_same_state(
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll("policies") Policy policy,
            @ForAll boolean mayGoOn,
            @ForAll("reports") List<Status> reports,
            @ForAll Random random) {
        List<Fact> facts = new ArrayList<>(List.of(accepted(parts)));
        reports.forEach(status -> facts.add(receipt(1, random.nextInt(parts), status)));
        String once = endOf(policy, parts, mayGoOn, facts);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(facts, random);
            assertThat(endOf(policy, parts, mayGoOn, facts)).as("%s", facts).isEqualTo(once);
        }
    }

    @Property(seed = "1", tries = 500)
    void a_message_is_delivered_exactly_when_every_part_is_or_it_was_read(
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll("reports") List<Status> reports,
            @ForAll Random random) {
        var story = Story.of(new Plan.Step(Channel.SMS, Story.PHONE, parts)).chosen();
        story.told(accepted(parts));
        boolean[] delivered = new boolean[parts];
        boolean read = false;
        boolean failed = false;
        for (Status status : reports) {
            int part = random.nextInt(parts);
            story.told(receipt(1, part, status));
            delivered[part] |= status == Status.DELIVERED;
            read |= status == Status.READ;
            failed |= status == Status.UNDELIVERED;
        }
        boolean whole = IntStream.range(0, parts).allMatch(i -> delivered[i]);
        Status expected =
                read
                        ? Status.READ
                        : whole ? Status.DELIVERED : failed ? Status.UNDELIVERED : Status.SENT;
        assertThat(story.status()).isEqualTo(expected);
    }

    private static String endOf(Policy policy, int parts, boolean mayGoOn, List<Fact> facts) {
        var step = new Plan.Step(Channel.SMS, Story.PHONE, parts);
        var story = mayGoOn ? Story.of(policy, step, Story.OTHER_SMS) : Story.of(policy, step);
        story.chosen();
        facts.forEach(story::told);
        Attempt attempt = story.attempt(1);
        return "%s %s %s".formatted(story.status(), attempt.status(), attempt.receiptKeys());
    }

    private static Fact accepted(int parts) {
        List<String> keys = IntStream.range(0, parts).mapToObj(i -> "k" + i).toList();
        return new Fact.Attempted(1, new Outcome.Accepted(keys));
    }

    private static Fact receipt(int number, int part, Status status) {
        return new Fact.Receipt(number, part, Story.report(status, OutcomeClass.T2_TRANSIENT));
    }

    @Provide
    Arbitrary<List<Status>> reports() {
        return Arbitraries.of(Status.SENT, Status.DELIVERED, Status.READ, Status.UNDELIVERED)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Combinators.combine(
                        Arbitraries.of(OnUnknown.class).optional(),
                        Arbitraries.of(
                                Set.<OutcomeClass>of(),
                                Set.of(OutcomeClass.T2_TRANSIENT),
                                Set.of(OutcomeClass.T2_TRANSIENT, OutcomeClass.T6_CONTENT)),
                        Arbitraries.of(
                                Policy.DEFAULT.failover().fallbackAfter(),
                                Map.of(
                                        Channel.RCS,
                                        Story.RCS_TIME,
                                        Channel.SMS,
                                        Duration.ofMinutes(1))),
                        Arbitraries.of(
                                Map.<Channel, Status>of(),
                                Map.of(Channel.RCS, Status.SENT, Channel.SMS, Status.READ),
                                Map.of(Channel.RCS, Status.READ)))
                .as((onUnknown, retry, fallbackAfter, success) ->
                        Policy.DEFAULT.with(
                                new Policy.Failover(
                                        onUnknown,
                                        Policy.DEFAULT.failover().unknownHold(),
                                        retry,
                                        Policy.DEFAULT.failover().outcomes(),
                                        fallbackAfter,
                                        success)));
    }

    @Provide
    Arbitrary<List<Plan.Step>> plans() {
        return Arbitraries.of(Story.SMS, Story.LONG_SMS, Story.RCS, Story.OTHER_SMS)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements();
    }

    @Provide
    Arbitrary<List<Moment>> histories() {
        Arbitrary<Duration> pauses =
                Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.just(Duration.ZERO)),
                        Tuple.of(4, Arbitraries.longs().between(1, 90).map(Duration::ofSeconds)),
                        Tuple.of(1, Arbitraries.longs().between(1, 20).map(Duration::ofMinutes)));
        return Combinators.combine(pauses, facts())
                .as(Moment::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(100);
    }

    /// Mostly what happens in life: a choice, an answer, a receipt, a deadline.
    private static Arbitrary<Fact> facts() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 4);
        Arbitrary<Fact> chosen =
                Arbitraries.longs()
                        .between(1, 5)
                        .map(sender ->
                                new Fact.Chosen(
                                        new SenderId(sender),
                                        "+12065550100",
                                        new ConnectionId(9),
                                        "{}",
                                        Story.START.plusSeconds(600)));
        Arbitrary<Fact> attempted =
                Combinators.combine(numbers, outcomes()).as(Fact.Attempted::new);
        Arbitrary<Fact> receipts =
                Combinators.combine(
                                numbers,
                                Arbitraries.integers().between(0, 2),
                                Arbitraries.of(
                                        Status.SENT,
                                        Status.SENT,
                                        Status.DELIVERED,
                                        Status.READ,
                                        Status.UNDELIVERED,
                                        Status.UNDELIVERED,
                                        Status.UNDELIVERED),
                                Arbitraries.of(OutcomeClass.class))
                        .as((number, part, status, outcome) ->
                                new Fact.Receipt(number, part, Story.report(status, outcome)));
        Arbitrary<Fact> rare =
                Arbitraries.of(
                        new Fact.Postponed(Story.START.plusSeconds(300), State.Reason.BACK_OFF),
                        new Fact.Exhausted(),
                        new Fact.OptedOut(),
                        new Fact.LeaseLost(),
                        new Fact.Canceled());
        return Arbitraries.frequencyOf(
                Tuple.of(14, chosen),
                Tuple.of(12, attempted),
                Tuple.of(2, receipts),
                Tuple.of(5, Arbitraries.just(new Fact.Due())),
                Tuple.of(1, rare));
    }

    private static Arbitrary<Outcome> outcomes() {
        Arbitrary<Outcome> kept =
                Arbitraries.of(
                        new Outcome.Accepted(List.of("a")),
                        new Outcome.Accepted(List.of("a", "b", "c")),
                        new Outcome.Accepted(List.of()),
                        new Outcome.Unreachable("x"),
                        new Outcome.Unreachable("x"),
                        new Outcome.Unreachable("x"),
                        new Outcome.Unreachable("x"),
                        new Outcome.Unreachable("x"),
                        new Outcome.Unreachable("x"),
                        new Outcome.SenderBroken("x"),
                        new Outcome.Unknown("x"),
                        new Outcome.Unknown("x"),
                        new Outcome.Unknown("x"),
                        new Outcome.Throttled(Optional.empty(), "x"),
                        new Outcome.NotSent("x"));
        return Arbitraries.oneOf(
                kept, Arbitraries.of(Scope.class).map(scope -> new Outcome.Refused(scope, "x")));
    }
}
