package io.posthorn.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// All that one sender and one person write to each other. Shown as `comms_session_` and a ULID.
///
/// The number is made from the two, so that nothing has to be stored to know a message's session.
public record SessionId(long value) {

    private static final String PREFIX = "comms_session_";

    public static SessionId of(SenderId sender, Address person) {
        byte[] digest =
                sha256().digest(
                                (sender.value() + " " + person.kind() + " " + person.value())
                                        .getBytes(StandardCharsets.UTF_8));
        return new SessionId(ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE);
    }

    /// The session of a message, by its last attempt; empty before the first, when nobody knows who
    /// will send it.
    public static Optional<SessionId> of(Message message) {
        return message.attempts().isEmpty()
                ? Optional.empty()
                : Optional.of(of(message.attempts().getLast()));
    }

    static SessionId of(Attempt attempt) {
        return of(attempt.sender(), attempt.step().to());
    }

    /// Empty when the text is not the id of any session.
    public static Optional<SessionId> parse(String text) {
        var value = Ulid.parse(PREFIX, text);
        return value.isPresent() ? Optional.of(new SessionId(value.getAsLong())) : Optional.empty();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return Ulid.format(PREFIX, value);
    }
}
