package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SlidingSecondTest {
    private static final long SECOND = 1_000_000_000;

    @RepeatedTest(20)
    void no_second_holds_more_than_the_limit_and_none_is_wasted(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition()); // the failing number is the seed
        int limit = 1 + random.nextInt(50);
        SlidingSecond window = new SlidingSecond(limit);
        List<Long> admitted = new ArrayList<>();
        long now = random.nextLong(); // nanoTime may be negative
        for (int i = 0; i < 2_000; i++) {
            now += random.nextLong(SECOND / 25);
            long at = now;
            long recent = admitted.stream().filter(time -> at - time < SECOND).count();
            boolean taken = window.admit(now);
            assertThat(taken).isEqualTo(recent < limit);
            if (taken) {
                admitted.add(now);
            }
        }
    }

    @Test
    void a_burst_around_the_edge_of_a_second_is_no_loophole() {
        SlidingSecond window = new SlidingSecond(2);
        assertThat(window.admit(SECOND - 2)).isTrue();
        assertThat(window.admit(SECOND - 1)).isTrue();
        assertThat(window.admit(SECOND)).isFalse();
        assertThat(window.admit(2 * SECOND - 2)).isTrue();
        assertThat(window.admit(2 * SECOND - 2)).isFalse();
    }
}
