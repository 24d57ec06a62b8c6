package io.posthorn.api;

import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Device;
import io.posthorn.message.Priority;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Recipient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of `POST /PushNotifications`: a request to send in the form notifications have.
final class PushRequest {

    private static final int MAX_TITLE = 1_000;
    private static final int MAX_BODY = 4_000; // no service takes more than 4 KiB in all
    private static final int MAX_SOUND = 128;

    private static final Shape<Recipient> OF_DEVICE =
            Shape.object(
                            values -> values,
                            DeviceRegistrations.OfDevice.TOKEN,
                            DeviceRegistrations.OfDevice.PROVIDER,
                            Recipients.VARIABLES)
                    .named("PushDirectRecipient")
                    .then(PushRequest::device);

    private static final Field<Named<PushUserId>> USER =
            Field.required("userId", DeviceRegistrations.USER_ID);

    private static final Shape<Recipient> OF_USER =
            Shape.object(PushRequest::user, USER, Recipients.VARIABLES).named("PushUserRecipient");

    private static final Field<List<Recipient>> TO =
            Field.required(
                    "to",
                    Shape.list(
                                    Shape.oneOf(
                                                    List.of(
                                                            Shape.arm(
                                                                    List.of("token", "provider"),
                                                                    OF_DEVICE),
                                                            Shape.arm("userId", OF_USER)))
                                            .named("PushRecipient"),
                                    1,
                                    SendRequest.MAX_RECIPIENTS)
                            .code(Code.TO_REQUIRED),
                    Code.TO_REQUIRED);

    private static final Field<From> FROM =
            Field.optionalOr(
                    "from",
                    Shape.<From>oneOf(
                                    List.of(
                                            Shape.arm(
                                                    List.of("fcm", "apn"), From.Credentials.SHAPE),
                                            Shape.arm("senderPoolId", From.Pool.SHAPE),
                                            Shape.arm(
                                                    "senderId", From.SenderOn.shape(Channel.PUSH))))
                            .named("PushFrom"),
                    new From.DefaultApp());

    private static final Field<Optional<String>> TITLE =
            Field.optional("title", Shape.text(1, MAX_TITLE).then(Contents::template));
    private static final Field<String> BODY =
            Field.required(
                    "body", Shape.text(1, MAX_BODY).then(Contents::template), Code.BODY_REQUIRED);
    private static final Field<Content.Push> CONTENT =
            Field.required(
                    "content",
                    Shape.object(
                                    values ->
                                            new Content.Push(
                                                    values.get(TITLE),
                                                    values.get(BODY),
                                                    Content.Urgency.HIGH,
                                                    Optional.empty()),
                                    TITLE,
                                    BODY)
                            .named("PushContent"),
                    Code.BODY_REQUIRED);
    private static final Field<Content.Urgency> URGENCY =
            Field.withDefault(
                    "priority",
                    Shape.choice(Content.Urgency.class)
                            .described("HIGH may wake a device, LOW saves its battery"),
                    Content.Urgency.HIGH);
    private static final Field<Optional<String>> SOUND =
            Field.optional(
                    "sound",
                    Shape.text(1, MAX_SOUND)
                            .described("By the name the app knows; left out, its default"));

    static final Shape<SendRequest> SHAPE =
            Shape.object(
                            PushRequest::of,
                            FROM,
                            TO,
                            CONTENT,
                            URGENCY,
                            SOUND,
                            SendRequest.SCHEDULE,
                            SendRequest.TAGS,
                            SendRequest.VALIDITY,
                            SendRequest.ORDERING_KEY)
                    .named("PushSendRequest");

    private PushRequest() {}

    private static SendRequest of(Values values) {
        Content.Push content = values.get(CONTENT);
        Content.Urgency urgency = values.get(URGENCY);
        return new SendRequest(
                values.get(TO),
                values.get(FROM),
                new Content.Push(content.title(), content.body(), urgency, values.get(SOUND)),
                values.get(SendRequest.SCHEDULE),
                values.get(SendRequest.TAGS),
                urgency == Content.Urgency.HIGH ? Priority.NORMAL : Priority.BULK,
                values.get(SendRequest.VALIDITY),
                values.get(SendRequest.ORDERING_KEY));
    }

    private static @Nullable Recipient device(Values values, Place at, Findings findings) {
        Device device = DeviceRegistrations.OfDevice.read(values, at, findings);
        return device == null
                ? null
                : new Recipient(
                        List.of(device.address()),
                        Optional.empty(),
                        values.get(Recipients.VARIABLES));
    }

    private static Recipient user(Values values) {
        return new Recipient(
                List.of(),
                Optional.of(new Recipient.Profile(values.get(USER).text(), "")),
                values.get(Recipients.VARIABLES));
    }
}
