package io.posthorn.channel.smpp;

import static io.posthorn.channel.smpp.Heartbeat.Verdict.ALIVE;
import static io.posthorn.channel.smpp.Heartbeat.Verdict.ENQUIRE;
import static io.posthorn.channel.smpp.Heartbeat.Verdict.GONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    @Test
    void a_silent_peer_is_asked_twice_and_then_given_up() {
        Heartbeat heartbeat = new Heartbeat(SmppTimers.DEFAULT, 0);

        assertThat(heartbeat.at(seconds(29))).isEqualTo(ALIVE);
        assertThat(heartbeat.at(seconds(30))).isEqualTo(ENQUIRE);
        assertThat(heartbeat.at(seconds(39))).isEqualTo(ALIVE);
        assertThat(heartbeat.at(seconds(40))).isEqualTo(ENQUIRE);
        assertThat(heartbeat.at(seconds(50))).isEqualTo(GONE);
    }

    @Test
    void any_sign_of_life_starts_it_anew() {
        Heartbeat heartbeat = new Heartbeat(SmppTimers.DEFAULT, 0);
        heartbeat.at(seconds(30));
        heartbeat.at(seconds(40));
        heartbeat.heard(seconds(49));

        assertThat(heartbeat.at(seconds(50))).isEqualTo(ALIVE);
        assertThat(heartbeat.at(seconds(79))).isEqualTo(ENQUIRE);
        assertThat(heartbeat.at(seconds(89))).isEqualTo(ENQUIRE);
        assertThat(heartbeat.at(seconds(99))).isEqualTo(GONE);
    }

    @Property(seed = "1")
    void a_silent_peer_is_found_out_within_twice_the_interval(
            @ForAll @IntRange(min = 1, max = 3_600) int interval) {
        SmppTimers timers = SmppTimers.DEFAULT.withEnquireLink(Duration.ofSeconds(interval));
        Heartbeat heartbeat = new Heartbeat(timers, 0);
        long now = 0;
        while (heartbeat.at(now) != GONE) {
            now += timers.tick().toNanos();
        }

        assertThat(now).isLessThanOrEqualTo(seconds(2L * interval));
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
