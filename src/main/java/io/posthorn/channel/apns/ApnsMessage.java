package io.posthorn.channel.apns;

import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.util.ApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import io.posthorn.channel.Notification;
import io.posthorn.channel.Submit;
import io.posthorn.message.Content;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A notification as Apple takes it (Apple, "Sending notification requests to APNs").
final class ApnsMessage {

    private ApnsMessage() {}

    static SimpleApnsPushNotification of(
            Submit submit, String token, String topic, Notification shown) {
        return new SimpleApnsPushNotification(
                token,
                topic,
                payload(shown),
                submit.expiresAt(),
                priority(shown.urgency()),
                PushType.ALERT,
                null,
                id(submit));
    }

    private static String payload(Notification shown) {
        ApnsPayloadBuilder payload =
                new SimpleApnsPayloadBuilder()
                        .setAlertBody(shown.body())
                        .setSound(shown.sound().orElse(ApnsPayloadBuilder.DEFAULT_SOUND_FILENAME));
        shown.title().ifPresent(payload::setAlertTitle);
        return payload.build();
    }

    /// 10: at once; 5: when it suits the battery.
    private static DeliveryPriority priority(Content.Urgency urgency) {
        return switch (urgency) {
            case HIGH -> DeliveryPriority.IMMEDIATE;
            case LOW -> DeliveryPriority.CONSERVE_POWER;
        };
    }

    /// The same for the same attempt.
    private static UUID id(Submit submit) {
        String attempt = submit.message() + "/" + submit.attempt();
        return UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8));
    }
}
