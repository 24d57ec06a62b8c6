package io.posthorn.channel.fcm;

import io.posthorn.channel.Notification;
import io.posthorn.message.Content;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The body of `projects.messages.send` (FCM REST reference v1, "Message"), for whatever runs on
/// the device: FCM reads the part made for it.
final class FcmMessage {
    private static final Duration LONGEST_LIFE = Duration.ofDays(28); // AndroidConfig, "ttl"
    private static final String DEFAULT_SOUND = "default";

    private FcmMessage() {}

    static ObjectNode of(String token, Notification shown, Instant expiresAt, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode message = body.putObject("message").put("token", token);
        ObjectNode notification = message.putObject("notification").put("body", shown.body());
        shown.title().ifPresent(title -> notification.put("title", title));
        Duration life = life(Duration.between(now, expiresAt));
        android(message.putObject("android"), shown, life);
        apple(message.putObject("apns"), shown, now.plus(life));
        web(message.putObject("webpush").putObject("headers"), shown, life);
        return body;
    }

    private static Duration life(Duration left) {
        Duration atLeast = left.isNegative() ? Duration.ZERO : left;
        return atLeast.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : atLeast;
    }

    private static void android(ObjectNode android, Notification shown, Duration life) {
        android.put(
                        "priority",
                        switch (shown.urgency()) {
                            case HIGH -> "HIGH";
                            case LOW -> "NORMAL";
                        })
                .put("ttl", life.toSeconds() + "s")
                .putObject("notification")
                .put("sound", shown.sound().orElse(DEFAULT_SOUND));
    }

    private static void apple(ObjectNode apple, Notification shown, Instant expiresAt) {
        apple.putObject("headers")
                .put("apns-priority", shown.urgency() == Content.Urgency.HIGH ? "10" : "5")
                .put("apns-expiration", Long.toString(expiresAt.getEpochSecond()));
        apple.putObject("payload")
                .putObject("aps")
                .put("sound", shown.sound().orElse(DEFAULT_SOUND));
    }

    /// RFC 8030 sections 5.2 and 5.3.
    private static void web(ObjectNode headers, Notification shown, Duration life) {
        headers.put("TTL", Long.toString(life.toSeconds()))
                .put("Urgency", shown.urgency() == Content.Urgency.HIGH ? "high" : "low");
    }
}
