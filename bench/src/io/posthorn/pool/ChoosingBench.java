package io.posthorn.pool;

import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Policy;
import io.posthorn.message.Policy.Choosing;
import io.posthorn.message.Policy.Selection;
import io.posthorn.message.Policy.Sticky;
import io.posthorn.message.Policy.StickyMode;
import io.posthorn.message.PoolId;
import io.posthorn.message.Sender;
import io.posthorn.message.SenderId;
import io.posthorn.message.SenderPool.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What choosing a sender for one message costs, with the gate's promise and its payment.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChoosingBench {

    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final Candidate.Target US =
            new Candidate.Target(Channel.SMS, "US", Optional.empty());

    @Param({"3", "100", "10000"})
    private int members;

    /// ALL_UP; THIRD_DOWN: every third is not connected; ALL_FULL: none has room.
    @Param({"ALL_UP", "THIRD_DOWN", "ALL_FULL"})
    private String situation = "";

    /// NONE: by share alone; HASH: by the recipient's own sender, waited for 5 s.
    @Param({"NONE", "HASH"})
    private StickyMode sticky = StickyMode.NONE;

    private final Pool pool = new Pool();
    private long micros;

    @Setup
    public void seat() {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            boolean connected = !situation.equals("THIRD_DOWN") || i % 3 != 0;
            seats.add(seat(i + 1, connected));
        }
        Choosing usual = Policy.DEFAULT.choosing();
        pool.seat(
                seats,
                new Choosing(
                        Selection.CAPACITY,
                        new Sticky(sticky, Optional.of(Duration.ofSeconds(5))),
                        usual.geoMatch(),
                        usual.kindOrder(),
                        usual.maxRungWait(),
                        usual.tierSpillAfter()));
    }

    private Seat seat(long id, boolean connected) {
        double rate = situation.equals("ALL_FULL") ? 1e-3 : 1e6;
        Sender sender = sender(id, rate);
        var standing = new Standing(sender);
        standing.gate().book(1, START, START.plusSeconds(9));
        var member =
                new Member(
                        new PoolId(1),
                        new SenderId(id),
                        1 + id % 3,
                        0,
                        true,
                        OptionalDouble.empty(),
                        START);
        return new Seat(Membership.of(sender, member), standing, new Wire(connected));
    }

    private record Wire(boolean up, Breaker breaker) implements Seat.Wire {
        Wire(boolean up) {
            this(up, new Breaker());
        }

        @Override
        public int places() {
            return 1;
        }
    }

    private static Sender sender(long id, double rate) {
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
                START,
                START);
    }

    @Benchmark
    public Choice choose() {
        Instant now = START.plusNanos(++micros * 1_000);
        long recipient = Rendezvous.recipient(Long.toString(micros));
        var message =
                new Candidate(1, US, recipient, recipient, Map.of(), START, now, Optional.empty());
        Choice choice = pool.choose(message, now, now.plusMillis(100));
        if (choice instanceof Choice.Use(Seat seat, Instant _, Verdict _)) {
            seat.gate().pass(1, now.plusNanos(100_000_000));
        }
        return choice;
    }

    @Benchmark
    public int room() {
        Instant now = START.plusNanos(++micros * 1_000);
        return pool.room(now, now.plusMillis(100), 2_000);
    }
}
