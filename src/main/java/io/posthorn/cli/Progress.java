package io.posthorn.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// How far a long job is, on stderr: one line that is written over while a person watches, a line
/// now and then otherwise.
final class Progress implements AutoCloseable {

    private static final Duration WATCHED = Duration.ofMillis(200);
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration RATE_OVER = Duration.ofSeconds(10);
    private static final int WIDTH = 24;

    /// @param done of `total`
    /// @param words what else there is to say
    record Step(String name, long done, long total, String words) {}

    private record Mark(long nanos, String name, long done) {}

    private final Terminal terminal;
    private final Supplier<Step> step;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final Future<?> ticking;

    Progress(Terminal terminal, Supplier<Step> step) {
        this.terminal = terminal;
        this.step = step;
        long every = (terminal.interactive() ? WATCHED : UNWATCHED).toMillis();
        this.ticking = ticks.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        String line = line(step.get(), System.nanoTime());
        if (terminal.interactive()) {
            terminal.err().print("\r" + line + "\u001b[K");
            terminal.err().flush();
        } else {
            terminal.err().println(line);
        }
    }

    /// Checking [####----] 50 % 1,000/2,000 500/s ETA 2 s
    String line(Step now, long nanos) {
        double part = now.total == 0 ? 0 : Math.min(1, now.done / (double) now.total);
        int full = (int) (part * WIDTH);
        double rate = rate(now, nanos);
        String eta =
                rate > 0 && now.done < now.total
                        ? "  ETA " + Moments.length(secondsLeft(now, rate))
                        : "";
        return String.format(
                        Locale.ROOT,
                        "%-10s [%s%s] %3d %%  %,d/%,d%s%s%s",
                        now.name,
                        "#".repeat(full),
                        "-".repeat(WIDTH - full),
                        (int) (part * 100),
                        now.done,
                        now.total,
                        rate > 0 ? String.format(Locale.ROOT, "  %,.0f/s", rate) : "",
                        eta,
                        now.words.isEmpty() ? "" : "  " + now.words)
                .stripTrailing();
    }

    private static Duration secondsLeft(Step now, double rate) {
        return Duration.ofMillis((long) ((now.total - now.done) / rate * 1000));
    }

    /// Over the last ten seconds of this step.
    private double rate(Step now, long nanos) {
        if (!marks.isEmpty() && !marks.getLast().name.equals(now.name)) {
            marks.clear();
        }
        marks.addLast(new Mark(nanos, now.name, now.done));
        while (nanos - marks.getFirst().nanos > RATE_OVER.toNanos()) {
            marks.removeFirst();
        }
        double seconds = (nanos - marks.getFirst().nanos) / 1e9;
        return seconds <= 0 ? 0 : (now.done - marks.getFirst().done) / seconds;
    }

    /// Leaves the last line as it stands then.
    @Override
    public void close() {
        ticking.cancel(true);
        ticks.shutdownNow();
        show();
        if (terminal.interactive()) {
            terminal.err().println();
        }
    }
}
