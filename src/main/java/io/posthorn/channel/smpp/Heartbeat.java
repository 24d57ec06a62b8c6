package io.posthorn.channel.smpp;

import java.time.Duration;

/// Decides when a silent peer is asked for a sign of life and when it is given up. Only `heard` may
/// be called from another thread. Moments are nanoseconds of one clock.
final class Heartbeat {
    private static final int MISSES = 2;

    private final Duration silence;
    private final Duration answer;
    private volatile long heardAt;
    private long enquiredAt;
    private int enquiries;

    /// What to do now.
    enum Verdict {
        ALIVE,
        ENQUIRE,
        GONE
    }

    Heartbeat(SmppTimers timers, long now) {
        this.silence = timers.enquireLink();
        this.answer = timers.enquireLinkAnswer();
        this.heardAt = now;
    }

    void heard(long now) {
        heardAt = now;
    }

    Verdict at(long now) {
        if (now - heardAt < silence.toNanos()) {
            enquiries = 0;
            return Verdict.ALIVE;
        }
        if (enquiries > 0 && now - enquiredAt < answer.toNanos()) {
            return Verdict.ALIVE;
        }
        if (enquiries == MISSES) {
            return Verdict.GONE;
        }
        enquiries++;
        enquiredAt = now;
        return Verdict.ENQUIRE;
    }
}
