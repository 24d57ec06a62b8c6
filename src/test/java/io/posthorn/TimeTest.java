package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TimeTest {

    private final Time time = Time.system();

    @Test
    void sleeping_ends_at_the_moment_and_not_before() throws InterruptedException {
        Instant moment = time.now().plusMillis(20);
        time.sleepUntil(moment);
        assertThat(time.now()).isAfterOrEqualTo(moment);
    }

    @Property(seed = "1", tries = 20)
    void a_moment_that_has_passed_is_not_waited_for(
            @ForAll @IntRange(max = 1_000_000) int secondsAgo) throws InterruptedException {
        Instant past = time.now().minusSeconds(secondsAgo);
        long before = time.nanos();
        time.sleepUntil(past);
        assertThat(Duration.ofNanos(time.nanos() - before)).isLessThan(Duration.ofSeconds(1));
    }
}
