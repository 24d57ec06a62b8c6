package io.posthorn.pool;

import static io.posthorn.pool.Traffic.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Policy.Selection;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// `routing.md` section 8, requirement 14, and what else is promised of shares: they match the
/// weights, and who keeps a sender keeps it when another leaves.
class Requirement14SharesTest {

    private static final List<StickyMode> MODES = List.of(StickyMode.values());
    private static final int MESSAGES = 100_000;
    private static final double RATE = 100_000; // never what a choice waits for

    @Property(seed = "1", tries = 5, edgeCases = EdgeCasesMode.NONE)
    void shares_of_100_000_messages_match_random_weights_exactly_without_stickiness(
            @ForAll Random random) {
        double[] weights = weights(random);
        int[] given = given(pool(weights, StickyMode.NONE), 0, MESSAGES);
        double sum = sum(weights);
        for (int i = 0; i < weights.length; i++) {
            assertThat(Math.abs(given[i] - MESSAGES * weights[i] / sum))
                    .as("sender %d of weight %f", i, weights[i])
                    .isLessThanOrEqualTo(weights.length);
        }
        assertThat(chiSquare(given, weights)).isLessThan(highest(weights.length - 1));
    }

    @Property(seed = "1", tries = 5, edgeCases = EdgeCasesMode.NONE)
    void shares_of_100_000_recipients_match_random_weights_by_hash(@ForAll Random random) {
        double[] weights = weights(random);
        int first = random.nextInt(1_000_000);
        int[] given = given(pool(weights, StickyMode.HASH), first, MESSAGES);
        assertThat(chiSquare(given, weights)).isLessThan(highest(weights.length - 1));
    }

    @Test
    void a_share_one_point_off_would_be_found() {
        double[] weights = {1, 1};
        assertThat(chiSquare(new int[] {51_000, 49_000}, weights)).isGreaterThan(highest(1));
    }

    // Stickiness

    @Property(seed = "1", tries = 20, edgeCases = EdgeCasesMode.NONE)
    void a_sender_that_leaves_moves_its_own_recipients_and_no_others(@ForAll Random random) {
        Traffic traffic = traffic(weights(random));
        Pool pool = seated(traffic, StickyMode.HASH);
        Map<Integer, SenderId> before = owners(pool);
        List<Seat> remaining = new ArrayList<>(traffic.seats());
        SenderId gone = remaining.remove(random.nextInt(remaining.size())).sender().id();
        pool.seat(remaining, pool.rules());
        Map<Integer, SenderId> after = owners(pool);
        before.forEach((recipient, owner) -> {
            if (owner.equals(gone)) {
                assertThat(after.get(recipient)).isNotEqualTo(gone);
            } else {
                assertThat(after.get(recipient)).isEqualTo(owner);
            }
        });
        pool.seat(traffic.seats(), pool.rules());
        assertThat(owners(pool)).as("back").isEqualTo(before);
    }

    private static Map<Integer, SenderId> owners(Pool pool) {
        Map<Integer, SenderId> owners = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            Instant now = START.plusMillis(i);
            Choice.Use use = choose(pool, i, now);
            owners.put(i, use.seat().sender().id());
        }
        return owners;
    }

    // The same again

    @Property(seed = "1", tries = 20, edgeCases = EdgeCasesMode.NONE)
    void the_same_seed_makes_the_same_decisions(@ForAll long seed) {
        assertThat(decisions(seed)).isEqualTo(decisions(seed));
    }

    private static List<String> decisions(long seed) {
        var random = new Random(seed);
        Traffic traffic = new Traffic().windows(1 + random.nextInt(50));
        int members = 1 + random.nextInt(6);
        for (int i = 0; i < members; i++) {
            traffic.sender(1 + random.nextInt(50), 1 + random.nextInt(3), random.nextInt(2));
        }
        StickyMode mode = MODES.get(random.nextInt(MODES.size()));
        seated(traffic, mode);
        List<String> decisions = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int each = random.nextInt(members);
            switch (random.nextInt(20)) {
                case 0 -> traffic.down(each);
                case 1 -> traffic.up(each);
                default -> {}
            }
            Instant now = START.plusMillis(5L * i);
            Choice choice =
                    traffic.pool.choose(message(random.nextInt(100)), now, now.plusMillis(100));
            decisions.add(
                    choice instanceof Choice.Use(Seat _, Instant at, Verdict verdict)
                            ? at + " " + verdict
                            : choice.toString());
        }
        return decisions;
    }

    // A pool with room for everything

    private static double[] weights(Random random) {
        return random.doubles(2 + random.nextInt(9), 0.5, 20).toArray();
    }

    private static Traffic traffic(double[] weights) {
        Traffic traffic = new Traffic();
        for (double weight : weights) {
            traffic.sender(RATE, weight, 0);
        }
        return traffic;
    }

    private static Pool pool(double[] weights, StickyMode mode) {
        return seated(traffic(weights), mode);
    }

    private static Pool seated(Traffic traffic, StickyMode mode) {
        return traffic.seated(Traffic.rules(Selection.WEIGHTED, mode, Duration.ZERO)).pool;
    }

    private static int[] given(Pool pool, int first, int count) {
        int[] given = new int[pool.seats().size()];
        for (int i = 0; i < count; i++) {
            Choice.Use use = choose(pool, first + i, START.plusMillis(i));
            given[(int) use.seat().sender().id().value() - 1]++;
        }
        return given;
    }

    private static Choice.Use choose(Pool pool, int recipient, Instant now) {
        Choice choice = pool.choose(message(recipient), now, now.plusMillis(100));
        assertThat(choice).isInstanceOf(Choice.Use.class);
        Choice.Use use = (Choice.Use) choice;
        assertThat(use.seat().gate().pass(1, now)).isEmpty();
        return use;
    }

    private static Candidate message(int recipient) {
        String phone = "+1415%07d".formatted(recipient);
        return new Candidate(
                1,
                Traffic.US,
                Rendezvous.key(1, phone),
                Rendezvous.recipient(phone),
                Map.of(),
                Instant.MIN,
                START,
                Optional.empty());
    }

    // Statistics

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static double chiSquare(int[] given, double[] weights) {
        double sum = sum(weights);
        double chiSquare = 0;
        for (int i = 0; i < given.length; i++) {
            double expected = MESSAGES * weights[i] / sum;
            chiSquare += (given[i] - expected) * (given[i] - expected) / expected;
        }
        return chiSquare;
    }

    /// What chi-square exceeds with p = 0.01, by the cube root transformation (Wilson and Hilferty,
    /// 1931).
    private static double highest(int freedom) {
        double spread = 2.0 / (9 * freedom);
        return freedom * Math.pow(1 - spread + 2.3263 * Math.sqrt(spread), 3);
    }
}
