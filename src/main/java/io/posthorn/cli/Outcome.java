package io.posthorn.cli;

import tools.jackson.databind.JsonNode;

/// How far messages have come, of one operation or of many together.
record Outcome(
        long total,
        long scheduled,
        long queued,
        long sent,
        long delivered,
        long read,
        long undelivered,
        long failed,
        long canceled) {

    static final Outcome NOTHING = new Outcome(0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Outcome of(JsonNode operation) {
        JsonNode stats = operation.get("stats");
        return new Outcome(
                stats.get("total").asLong(),
                stats.get("scheduled").asLong(),
                stats.get("queued").asLong(),
                stats.get("sent").asLong(),
                stats.get("delivered").asLong(),
                stats.get("read").asLong(),
                stats.get("undelivered").asLong(),
                stats.get("failed").asLong() + stats.get("unaddressable").asLong(),
                stats.get("canceled").asLong());
    }

    Outcome plus(Outcome other) {
        return new Outcome(
                total + other.total,
                scheduled + other.scheduled,
                queued + other.queued,
                sent + other.sent,
                delivered + other.delivered,
                read + other.read,
                undelivered + other.undelivered,
                failed + other.failed,
                canceled + other.canceled);
    }

    long good() {
        return delivered + read;
    }

    long bad() {
        return failed + undelivered + canceled;
    }

    /// Nothing more will happen to so many.
    long ended() {
        return good() + bad();
    }

    /// Nothing more will happen to any.
    boolean isFinal() {
        return ended() == total;
    }
}
