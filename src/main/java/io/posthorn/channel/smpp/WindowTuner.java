package io.posthorn.channel.smpp;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Finds the window a carrier's delay asks for: twice what rate and 95th percentile of the answer
/// time need, never more than three seconds' worth, beyond which answers time out (`routing.md`
/// section 6). Moments are nanoseconds of one clock.
final class WindowTuner {
    private static final long EVERY = 1_000_000_000L;
    private static final int SAMPLES = 512;
    private static final int FLOOR = 10; // a pause of the machine must not cost rate
    private static final long FIRST_GUESS = 100_000_000; // before there was an answer
    private static final int CEILING = 2_000;

    private final OptionalDouble rate;
    private final long[] delays = new long[SAMPLES];
    private int answers;
    private long since;
    private int window;

    /// @param rate answers per second that are allowed; empty: as many as there are
    WindowTuner(OptionalDouble rate, long now) {
        this.rate = rate;
        this.since = now;
        this.window = rate.isPresent() ? within(rate.getAsDouble(), FIRST_GUESS) : FLOOR;
    }

    /// Takes note of an answer; the window for all sessions together from now on.
    synchronized int answered(long delay, long now) {
        delays[answers++ % SAMPLES] = delay;
        if (now - since >= EVERY) {
            window = tuned(now);
            answers = 0;
            since = now;
        }
        return window;
    }

    synchronized int window() {
        return window;
    }

    private int tuned(long now) {
        double perSecond = rate.orElse(answers * 1e9 / (now - since));
        return rate.isPresent()
                ? within(perSecond, percentile95())
                : Math.max(FLOOR, within(perSecond, percentile95()));
    }

    private static int within(double perSecond, long delay) {
        int most = (int) Math.clamp(Math.ceil(3 * perSecond), 1, CEILING);
        int needed = (int) Math.min(CEILING, Math.ceil(perSecond * delay / 1e9 * 2));
        return Math.clamp(needed, Math.min(FLOOR, most), most);
    }

    private long percentile95() {
        long[] sorted = Arrays.copyOf(delays, Math.min(answers, SAMPLES));
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) * 95 / 100];
    }
}
