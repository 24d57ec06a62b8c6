package io.posthorn.channel.simulator;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long something takes: anything from `least` to `most`, each equally likely.
public record Delay(Duration least, Duration most) {
    public static final Delay NONE = of(Duration.ZERO);

    public Delay {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("a delay from " + least + " to " + most);
        }
    }

    public static Delay of(Duration fixed) {
        return new Delay(fixed, fixed);
    }

    public static Delay ofMillis(long least, long most) {
        return new Delay(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    Duration pick(RandomGenerator random) {
        long spread = most.minus(least).toNanos();
        return spread == 0 ? least : least.plusNanos(random.nextLong(spread + 1));
    }
}
