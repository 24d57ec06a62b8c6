package io.posthorn.event;

import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.delivered;
import static io.posthorn.store.Samples.sent;

import io.posthorn.message.Change;
import io.posthorn.message.Message;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Messages that live their whole life in a store.
final class Lives {

    private Lives() {}

    /// As many messages, each sent and delivered; four events each and one for the operation.
    static void live(int messages, Samples samples, Store store, Instant now) {
        Batch.Submission submission = samples.submission(messages, Order.USUAL.at(now));
        store.write(Batch.of(submission));
        List<Change> sent = new ArrayList<>();
        List<Change> delivered = new ArrayList<>();
        for (Message message : submission.messages()) {
            Change chosen = chosen(message, now);
            Change accepted = sent(chosen.after(), now, "k" + message.id());
            sent.add(new Change(message, chosen.after(), List.of()));
            sent.add(accepted);
            delivered.add(delivered(accepted.after(), now));
        }
        store.write(Batch.of(sent));
        store.write(Batch.of(delivered));
    }
}
