package io.posthorn.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A bucket of requests per account: it holds one second's and fills at an even pace.
final class RateLimit {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long gap; // nanoseconds between two requests at an even pace; 0: no limit
    private final LongSupplier nanos;
    private final Map<String, AtomicLong> fullAgain = new ConcurrentHashMap<>();

    /// @param perSecond 0: no limit
    /// @param nanos a clock that never steps back
    RateLimit(int perSecond, LongSupplier nanos) {
        this.gap = perSecond == 0 ? 0 : SECOND / perSecond;
        this.nanos = nanos;
    }

    /// Takes one request; throws [Refused] with 429 when there is none.
    void take(Account account) {
        if (gap == 0) {
            return;
        }
        long now = nanos.getAsLong();
        AtomicLong full = fullAgain.computeIfAbsent(account.sid(), _ -> new AtomicLong(now));
        long before = full.getAndUpdate(at -> fits(at, now) ? Math.max(at, now) + gap : at);
        if (!fits(before, now)) {
            throw tooMany(before + gap - SECOND - now);
        }
    }

    private boolean fits(long fullAt, long now) {
        return Math.max(fullAt, now) + gap - now <= SECOND;
    }

    private static Refused tooMany(long waitNanos) {
        long seconds = Math.max(1, Math.ceilDiv(waitNanos, SECOND));
        return new Refused(
                429,
                Code.TOO_MANY_REQUESTS,
                "Too many requests; wait " + seconds + " s",
                new Response.Header("Retry-After", Long.toString(seconds)));
    }
}
