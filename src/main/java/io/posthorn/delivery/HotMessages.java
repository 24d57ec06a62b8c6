package io.posthorn.delivery;

import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The messages something happened to lately, so that the next fact need not read them back. Used
/// by the ledger's thread alone.
final class HotMessages {

    private final Function<MessageId, Optional<Message>> read;
    private final Map<MessageId, Message> messages;

    HotMessages(int max, Function<MessageId, Optional<Message>> read) {
        this.read = read;
        this.messages =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<MessageId, Message> eldest) {
                        return size() > max;
                    }
                };
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
