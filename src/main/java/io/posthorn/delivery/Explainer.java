package io.posthorn.delivery;

import io.posthorn.message.Message;
import io.posthorn.message.Waiting;
import java.util.Optional;

/// Answers what people ask about routing, and changes nothing.
public final class Explainer {

    /// What a message waits for at this moment; empty when it does not wait.
    public Optional<Waiting> why(Message message) {
        return Waiting.of(message.state());
    }
}
