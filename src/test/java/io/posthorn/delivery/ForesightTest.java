package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Policy;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForesightTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final PoolId POOL = new PoolId(77);

    private final Map<SenderId, Sender> senders = new HashMap<>();

    private List<Member> members(int count, double rate) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(i -> {
                    var sender = sender(i, rate);
                    senders.put(sender.id(), sender);
                    return new Member(POOL, sender.id(), 1, 0, true, OptionalDouble.empty(), NOW);
                })
                .toList();
    }

    static Sender sender(long id, double rate) {
        return new Sender(
                new SenderId(id),
                "AC1",
                "+1206555%04d".formatted(id),
                Channel.SMS,
                new ConnectionId(9),
                Optional.empty(),
                Map.of(),
                Sender.Status.ACTIVATED,
                rate,
                OptionalInt.empty(),
                Sender.Limits.NONE,
                Set.of(),
                Sender.Kind.LONG_CODE,
                NOW,
                NOW);
    }

    private Forecast forecast(
            List<Member> members,
            Policy policy,
            OptionalDouble arrivals,
            int count,
            ForecastRequest.Outage... outages) {
        var request =
                new ForecastRequest(
                        POOL,
                        count,
                        i ->
                                new Address(
                                        Address.Kind.PHONE,
                                        "+1%d%07d".formatted(212 + i % 7, i % 10_000_000)),
                        Channel.SMS,
                        1,
                        Priority.NORMAL,
                        arrivals,
                        List.of(outages),
                        1);
        var snapshot =
                new Snapshot(
                        Map.of(), senders, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
                        List.of());
        return new Foresight(request, members, snapshot, policy, NOW).run();
    }

    private static Policy sticky(Policy.StickyMode mode, Duration wait) {
        Policy.Choosing usual = Policy.DEFAULT.choosing();
        return Policy.DEFAULT.with(
                new Policy.Choosing(
                        usual.selection(),
                        new Policy.Sticky(mode, Optional.of(wait)),
                        usual.geoMatch(),
                        usual.kindOrder(),
                        usual.maxRungWait(),
                        usual.tierSpillAfter()));
    }

    private static final Policy UNSTICKY = sticky(Policy.StickyMode.NONE, Duration.ZERO);

    @Test
    void a_backlog_drains_at_the_sum_of_the_rates_in_equal_shares() {
        Forecast forecast = forecast(members(3, 10), UNSTICKY, OptionalDouble.empty(), 3_000);

        assertThat(forecast.drain().toMillis()).isCloseTo(100_000, within(1_000L));
        assertThat(forecast.shares()).allMatch(share -> Math.abs(share.share() - 1 / 3.0) < 0.01);
        assertThat(forecast.unsent()).isZero();
    }

    @Test
    void the_outage_experiment_waits_as_little_as_routing_promises() {
        List<Member> members = members(10, 10);
        var outage =
                new ForecastRequest.Outage(
                        members.getFirst().sender(), Duration.ofMinutes(2), Duration.ofMinutes(2));
        int messages = 85 * 600;

        Forecast free = forecast(members, UNSTICKY, OptionalDouble.of(85), messages, outage);
        Forecast spilling =
                forecast(
                        members,
                        sticky(Policy.StickyMode.HASH, Duration.ofSeconds(5)),
                        OptionalDouble.of(85),
                        messages,
                        outage);

        assertThat(free.waits().p95()).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(spilling.waits().p95()).isLessThanOrEqualTo(Duration.ofMillis(1_500));
        assertThat((double) spilling.leftSticky() / messages).isLessThanOrEqualTo(0.03);
    }

    @Test
    void the_same_request_has_the_same_answer() {
        Policy hash = sticky(Policy.StickyMode.HASH, Duration.ofSeconds(5));
        assertThat(forecast(members(5, 20), hash, OptionalDouble.of(90), 10_000))
                .isEqualTo(forecast(members(5, 20), hash, OptionalDouble.of(90), 10_000));
    }
}
