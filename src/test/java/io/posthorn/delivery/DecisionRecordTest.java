package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Channel;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.SenderPool.Member;
import io.posthorn.pool.Breaker;
import io.posthorn.pool.Candidate;
import io.posthorn.pool.Choice;
import io.posthorn.pool.Membership;
import io.posthorn.pool.Pool;
import io.posthorn.pool.Seat;
import io.posthorn.pool.Standing;
import io.posthorn.pool.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DecisionRecordTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00.123456789Z");
    private static final int KILOBYTE = 1_024;

    private record Wire(boolean up, int places, Breaker breaker) implements Seat.Wire {}

    private static Seat seat(long id) {
        var sender = ForesightTest.sender(id, 10);
        var member =
                new Member(new PoolId(1), sender.id(), 0.5, 1, false, OptionalDouble.empty(), NOW);
        var enabled =
                new Member(new PoolId(1), sender.id(), 0.5, 1, true, OptionalDouble.empty(), NOW);
        return new Seat(
                // the others' reason is the longest there is
                Membership.of(sender, id % 1_000 == 0 ? enabled : member),
                new Standing(sender),
                new Wire(true, 1_000, new Breaker()));
    }

    @Test
    void the_record_of_a_large_pool_says_why_and_stays_below_a_kilobyte() {
        var pool = new Pool();
        pool.seat(
                LongStream.rangeClosed(Long.MAX_VALUE - 9_999, Long.MAX_VALUE)
                        .mapToObj(DecisionRecordTest::seat)
                        .toList(),
                Policy.DEFAULT.choosing());
        var message =
                new Candidate(
                        1,
                        new Candidate.Target(Channel.SMS, "US", Optional.empty()),
                        1,
                        1,
                        Map.of(),
                        Instant.MIN,
                        NOW.minusSeconds(86_400),
                        Optional.empty());

        Choice choice = pool.choose(message, NOW, NOW);

        assertThat(choice).isInstanceOf(Choice.Use.class);
        Verdict verdict = ((Choice.Use) choice).verdict();
        String record = DecisionRecord.of(verdict, NOW);
        assertThat(record.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(KILOBYTE);
        JsonNode told = JsonMapper.shared().readTree(record);
        assertThat(told.get("sender").asString()).isEqualTo(verdict.winner().toString());
        assertThat(told.get("passedOver").size() + told.get("more").intValue()).isEqualTo(9_999);
    }
}
