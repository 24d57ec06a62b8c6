package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.AdjustableTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final Instant START = Instant.parse("2026-03-19T09:30:00Z");

    private final AdjustableTime time = new AdjustableTime(InstantSource.fixed(START));
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @Test
    void tasks_run_when_due_and_in_the_order_given() throws InterruptedException {
        try (Agenda agenda = new Agenda(time)) {
            agenda.at(START.plusSeconds(60), () -> done.add("late"));
            agenda.at(START.plusSeconds(10), () -> done.add("first"));
            agenda.at(START.plusSeconds(10), () -> done.add("second"));
            agenda.at(START, () -> done.add("at once"));
            assertThat(next(1)).containsExactly("at once");

            time.advance(Duration.ofSeconds(10));
            assertThat(next(2)).containsExactly("first", "second");
            assertThat(done).isEmpty();

            time.advance(Duration.ofSeconds(50));
            assertThat(next(1)).containsExactly("late");
        }
    }

    @Test
    void a_failing_task_does_not_stop_the_next() throws InterruptedException {
        try (Agenda agenda = new Agenda(time)) {
            agenda.at(
                    START,
                    () -> {
                        throw new IllegalStateException("on purpose");
                    });
            agenda.at(START, () -> done.add("next"));

            assertThat(next(1)).containsExactly("next");
        }
    }

    private List<String> next(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = done.poll(10, TimeUnit.SECONDS);
            assertThat(name).isNotNull();
            next.add(name);
        }
        return next;
    }
}
