package io.posthorn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Event;
import io.posthorn.message.Fact;
import io.posthorn.message.Ids;
import io.posthorn.message.Message;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Policy;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.store.Batch;
import io.posthorn.store.Samples;
import io.posthorn.store.SimStore;
import io.posthorn.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Store store = new SimStore();
    private final Ledger ledger = ledger();

    @AfterEach
    void stop() {
        ledger.close();
    }

    @Test
    void an_outcome_counts_although_its_caller_knows_an_older_message() throws Exception {
        Message queued = queued();
        Message sending = ledger.record(FactOn.of(queued, chosen())).orElseThrow();
        ledger.record(FactOn.of(sending.id(), new Fact.Canceled())); // withdraws it
        var other = ledger(); // has not seen the message before, and is told an old state of it
        try {
            Optional<Message> after = other.record(FactOn.of(sending, accepted()));

            assertThat(after)
                    .hasValueSatisfying(m -> assertThat(m.state()).isInstanceOf(State.Sent.class));
            assertThat(store.find(sending.id()).orElseThrow().attempts().getLast().status())
                    .isEqualTo(Status.SENT);
        } finally {
            other.close();
        }
    }

    @Test
    void an_answer_and_its_receipt_in_one_commit_are_one_change_with_both_events()
            throws Exception {
        Message queued = queued();
        Message sending = ledger.record(FactOn.of(queued, chosen())).orElseThrow();
        var report = new Fact.Report(Status.DELIVERED, Optional.empty(), OutcomeClass.T0_ACCEPTED);

        List<Optional<Message>> after =
                ledger.record(
                        List.of(
                                FactOn.of(sending, accepted()),
                                FactOn.of(sending, new Fact.Receipt(1, 0, report))));

        assertThat(after).allMatch(Optional::isPresent);
        assertThat(store.find(sending.id()).orElseThrow().state())
                .isInstanceOf(State.Delivered.class);
        assertThat(store.events(0, 10))
                .filteredOn(Event.class::isInstance)
                .extracting(entry -> ((Event) entry).status())
                .contains(Status.SENT, Status.DELIVERED);
    }

    private Message queued() {
        Batch.Submission submission =
                new Samples().submission(1, Samples.Order.USUAL.at(Instant.now()));
        store.write(Batch.of(submission));
        return submission.messages().getFirst();
    }

    private Ledger ledger() {
        var ids = new Ids(0);
        var suppressed = new SuppressionList(store, new Inventory(store, ids, Time.system()), ids);
        var made =
                new Ledger(
                        store,
                        _ -> Policy.DEFAULT,
                        suppressed,
                        _ -> {},
                        batch -> batch,
                        _ -> {},
                        new Metrics(),
                        Time.system());
        made.start();
        return made;
    }

    private static Fact chosen() {
        return new Fact.Chosen(
                new SenderId(11),
                "+12065550101",
                new ConnectionId(12),
                "{}",
                Instant.now().plusSeconds(300));
    }

    private static Fact accepted() {
        return new Fact.Attempted(1, new Outcome.Accepted(List.of("k1")));
    }
}
