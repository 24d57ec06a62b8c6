package io.posthorn.store;

import io.posthorn.message.Change;
import io.posthorn.message.OperationId;
import java.util.List;

/// What became of a batch.
///
/// @param submissions one answer per submission, in order
/// @param refused changes whose message had moved on
public record Written(List<Answer> submissions, List<Change> refused) {

    /// What became of one submission.
    public sealed interface Answer {

        record Stored(OperationId operation) implements Answer {}

        /// The same request was stored before.
        record Replayed(OperationId operation) implements Answer {}

        /// The key was used before with another body.
        record KeyReused(OperationId operation) implements Answer {}
    }
}
