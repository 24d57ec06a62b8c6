package io.posthorn.delivery;

import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.RecentlyUsed;
import java.util.Optional;
import java.util.function.Function;

/// The messages something happened to lately, so that the next fact need not read them back: fewer
/// of those whose content is large. Used by the ledger's thread alone.
final class HotMessages {

    private static final int USUAL = 4_000; // characters of a content

    private final Function<MessageId, Optional<Message>> read;
    private final RecentlyUsed<MessageId, Message> messages;

    HotMessages(int max, Function<MessageId, Optional<Message>> read) {
        this.read = read;
        this.messages =
                new RecentlyUsed<>(
                        max, message -> 1 + message.plan().operation().content().size() / USUAL);
    }

    /// The newest that is known of a message: what is kept here, else what the caller has, else
    /// what is stored.
    Optional<Message> get(MessageId id, Optional<Message> known) {
        Message kept = messages.get(id);
        return kept != null ? Optional.of(kept) : known.or(() -> read.apply(id));
    }

    void put(Message message) {
        messages.put(message.id(), message);
    }

    void forget(MessageId id) {
        messages.remove(id);
    }

    void clear() {
        messages.clear();
    }
}
