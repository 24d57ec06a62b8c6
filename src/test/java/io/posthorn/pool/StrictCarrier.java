package io.posthorn.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.DoubleSupplier;

/// How a carrier that refuses what is too much decides about a message at `time`, in seconds.
interface StrictCarrier {

    boolean takes(double time);

    /// So many in any second.
    static StrictCarrier slidingSecond(DoubleSupplier limit) {
        Deque<Double> taken = new ArrayDeque<>();
        return time -> {
            while (!taken.isEmpty() && taken.getFirst() + 1 <= time) {
                taken.removeFirst();
            }
            boolean takes = taken.size() < limit.getAsDouble();
            if (takes) {
                taken.addLast(time);
            }
            return takes;
        };
    }

    /// So many in each second of the clock.
    static StrictCarrier secondOfTheClock(DoubleSupplier limit) {
        return new StrictCarrier() {
            private long second = -1;
            private int taken;

            @Override
            public boolean takes(double time) {
                if (second != (long) time) {
                    second = (long) time;
                    taken = 0;
                }
                boolean takes = taken < limit.getAsDouble();
                taken += takes ? 1 : 0;
                return takes;
            }
        };
    }

    /// A bucket of `size` that fills at the limit.
    static StrictCarrier tokenBucket(DoubleSupplier limit, double size) {
        return new StrictCarrier() {
            private double tokens = size;
            private double last;

            @Override
            public boolean takes(double time) {
                tokens = Math.min(size, tokens + (time - last) * limit.getAsDouble());
                last = time;
                boolean takes = tokens >= 1;
                tokens -= takes ? 1 : 0;
                return takes;
            }
        };
    }

    /// Refuses a share of everything, whatever the rate.
    static StrictCarrier moody(double share, long seed) {
        Random random = new Random(seed);
        return _ -> random.nextDouble() >= share;
    }
}
