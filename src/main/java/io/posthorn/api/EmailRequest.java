package io.posthorn.api;

import io.posthorn.message.Address;
import io.posthorn.message.Channel;
import io.posthorn.message.Content;
import io.posthorn.message.Recipient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of `POST /Emails`: a request to send in the form emails have.
final class EmailRequest {

    private static final int MAX_TAG_BYTES = 10_000;

    private static final Field<From> FROM =
            Field.required(
                    "from",
                    Shape.<From>oneOf(
                                    List.of(
                                            Shape.arm("address", From.Mailbox.SHAPE),
                                            Shape.arm("senderPoolId", From.Pool.SHAPE),
                                            Shape.arm(
                                                    "senderId",
                                                    From.SenderOn.shape(Channel.EMAIL))))
                            .named("EmailFrom"));

    private static final Field<String> ADDRESS =
            Field.required("address", Shape.text(1, Recipients.MAX_ADDRESS));

    private static final Field<Optional<String>> NAME =
            Field.optional(
                    "name", EmailContents.NAME.described("Shown with the address, as it is"));

    private static final Shape<Recipient> TO_ADDRESS =
            Shape.object(values -> values, ADDRESS, NAME, Recipients.VARIABLES)
                    .named("EmailAddress")
                    .then(EmailRequest::recipient);

    private static final Field<List<Recipient>> TO =
            Field.required(
                    "to",
                    Shape.list(
                                    Shape.oneOf(
                                                    List.of(
                                                            Shape.arm("address", TO_ADDRESS),
                                                            Shape.arm(
                                                                    "profileId",
                                                                    Recipients.OF_PROFILE)))
                                            .named("EmailRecipient"),
                                    1,
                                    SendRequest.MAX_RECIPIENTS)
                            .code(Code.TO_REQUIRED),
                    Code.TO_REQUIRED);

    private static final Field<Content.Email> CONTENT =
            Field.required("content", EmailContents.SHAPE);
    private static final Field<Map<String, String>> TAGS =
            Field.withDefault("tags", new TagTemplates().then(EmailRequest::tags), Map.of());
    private static final Field<Optional<String>> IP_POOL =
            Field.optional(
                    "ipPoolName",
                    Shape.text(2, 64)
                            .then(Contents::template)
                            .described(
                                    "Taken and not used: this server sends by its connections, and"
                                            + " pools of senders are what chooses among them"));

    static final Shape<SendRequest> SHAPE =
            Shape.object(
                            EmailRequest::of,
                            FROM,
                            TO,
                            CONTENT,
                            SendRequest.SCHEDULE,
                            TAGS,
                            IP_POOL,
                            SendRequest.PRIORITY,
                            SendRequest.VALIDITY,
                            SendRequest.ORDERING_KEY)
                    .named("EmailSendRequest");

    private EmailRequest() {}

    private static SendRequest of(Values values) {
        return new SendRequest(
                values.get(TO),
                values.get(FROM),
                named(values.get(CONTENT), values.get(FROM)),
                values.get(SendRequest.SCHEDULE),
                values.get(TAGS),
                values.get(SendRequest.PRIORITY),
                values.get(SendRequest.VALIDITY),
                values.get(SendRequest.ORDERING_KEY));
    }

    private static Content named(Content.Email content, From from) {
        return new Content.Email(
                from instanceof From.Mailbox mailbox ? mailbox.name() : Optional.empty(),
                content.subject(),
                content.html(),
                content.text(),
                content.attachments());
    }

    private static @Nullable Recipient recipient(Values values, Place at, Findings findings) {
        Address address = Recipients.address(values.get(ADDRESS), Address.Kind.EMAIL, at, findings);
        return address == null
                ? null
                : new Recipient(
                        List.of(address),
                        Optional.empty(),
                        values.get(Recipients.VARIABLES),
                        values.get(NAME));
    }

    private static @Nullable Map<String, String> tags(
            Map<String, String> tags, Place at, Findings findings) {
        int bytes =
                tags.entrySet().stream()
                        .mapToInt(tag -> utf8(tag.getKey()) + utf8(tag.getValue()))
                        .sum();
        if (bytes > MAX_TAG_BYTES) {
            findings.add(
                    Code.TOO_LONG,
                    "tags have "
                            + bytes
                            + " bytes together, at most "
                            + MAX_TAG_BYTES
                            + " are allowed",
                    at);
            return null;
        }
        return tags;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
