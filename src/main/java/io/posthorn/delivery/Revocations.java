package io.posthorn.delivery;

import io.posthorn.message.Attempt;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Status;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks providers to take back what they did not confirm in time, once, while the message waits for
/// a receipt that crosses. Whatever they answer, only that receipt changes what follows.
final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final Function<ConnectionId, Optional<Link>> links;

    Revocations(Function<ConnectionId, Optional<Link>> links) {
        this.links = links;
    }

    /// Returns at once.
    void begin(Message message) {
        for (Attempt attempt : message.attempts()) {
            if (attempt.status() == Status.SENT) {
                Thread.ofVirtual()
                        .name("revoke " + message.id())
                        .start(() -> revoke(message.id(), attempt));
            }
        }
    }

    private void revoke(MessageId message, Attempt attempt) {
        try {
            Optional<Link> link = links.apply(attempt.connection());
            boolean revoked =
                    link.isPresent()
                            && link.get().revoke(attempt.receiptKeys(), attempt.step().to());
            LOG.info("message={} attempt={} revoked={}", message, attempt.number(), revoked);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("message={} attempt={} could not be revoked", message, attempt.number(), e);
        }
    }
}
