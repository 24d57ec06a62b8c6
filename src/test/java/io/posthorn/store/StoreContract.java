package io.posthorn.store;

import static io.posthorn.store.Samples.ACCOUNT;
import static io.posthorn.store.Samples.CONNECTION;
import static io.posthorn.store.Samples.EMAIL;
import static io.posthorn.store.Samples.FAILURE;
import static io.posthorn.store.Samples.NOTIFICATION;
import static io.posthorn.store.Samples.NOW;
import static io.posthorn.store.Samples.POOL;
import static io.posthorn.store.Samples.SENDER;
import static io.posthorn.store.Samples.SENDER_ADDRESS;
import static io.posthorn.store.Samples.VALIDITY;
import static io.posthorn.store.Samples.chosen;
import static io.posthorn.store.Samples.delivered;
import static io.posthorn.store.Samples.keyed;
import static io.posthorn.store.Samples.sent;
import static io.posthorn.store.Samples.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.message.Address;
import io.posthorn.message.Assignment;
import io.posthorn.message.Change;
import io.posthorn.message.Channel;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Consent;
import io.posthorn.message.Content;
import io.posthorn.message.Decision;
import io.posthorn.message.Device;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Event;
import io.posthorn.message.Fact;
import io.posthorn.message.Failure;
import io.posthorn.message.LogEntry;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import io.posthorn.message.OptOut;
import io.posthorn.message.OptOutId;
import io.posthorn.message.Origin;
import io.posthorn.message.OutcomeClass;
import io.posthorn.message.Plan;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.PushUser;
import io.posthorn.message.PushUserId;
import io.posthorn.message.Quota;
import io.posthorn.message.Recipient;
import io.posthorn.message.Registration;
import io.posthorn.message.RegistrationId;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.SessionId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.message.Usage;
import io.posthorn.store.Batch.Submission;
import io.posthorn.store.Samples.Order;
import io.posthorn.store.Written.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store promises. An adapter's own test only says how to open one.
@Timeout(60)
abstract class StoreContract {

    private static final Instant LEASE_ENDS = NOW.plusSeconds(30);
    private static final int MANY = 100;
    private static final EligibilityClass US_SMS = new EligibilityClass(Channel.SMS, "US", false);
    private static final EligibilityClass DE_SMS = new EligibilityClass(Channel.SMS, "DE", false);
    private static final Order ORDERED = Order.USUAL.ordered("conversation");
    private static final Order TO_GERMANY = Order.USUAL.to("+4915112345678");

    protected final Samples samples = new Samples();
    protected Store store;

    /// An empty store.
    protected abstract Store open();

    @BeforeEach
    void start() {
        store = open();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    // Messages

    @Test
    void what_is_stored_is_found_as_it_was_written() {
        Submission submission = everyKindOfMessage();
        store.write(Batch.of(submission));
        for (Message message : submission.messages()) {
            assertThat(store.find(message.id())).contains(message);
        }
    }

    @Test
    void every_state_is_found_as_it_was_written() {
        for (State state : everyState()) {
            Message message = stored(1).getFirst();
            Change change = to(message, state, NOW.plusNanos(1));
            assertThat(written(change)).isEmpty();
            assertThat(store.find(message.id())).contains(change.after());
        }
    }

    @Test
    void a_withdrawn_message_is_found_as_it_was_written() {
        Message sending = applied(chosen(stored(1).getFirst(), NOW));
        Message withdrawn =
                new Message(
                        sending.id(),
                        sending.plan(),
                        sending.state(),
                        sending.step(),
                        sending.attempts(),
                        true,
                        NOW,
                        sending.version() + 1);
        applied(new Change(sending, withdrawn, List.of()));
        assertThat(store.find(sending.id())).contains(withdrawn);
    }

    @Test
    void attempts_are_found_as_they_were_written() {
        Message message = stored(1).getFirst();
        Message first = applied(chosen(message, NOW.plusSeconds(1)));
        Message retried = applied(to(first, new State.Queued(), NOW.plusSeconds(2)));
        Message second = applied(chosen(retried, new ConnectionId(77), NOW.plusSeconds(3)));
        Message accepted = applied(sent(second, NOW.plusSeconds(4), "é-1", "é-2"));
        assertThat(store.find(message.id())).contains(accepted);
        assertThat(accepted.attempts()).hasSize(2);
    }

    @Test
    void an_operation_is_found_as_it_was_written() {
        Submission submission = submitted(3);
        assertThat(store.find(submission.operation().id())).contains(submission.operation());
        assertThat(store.find(new OperationId(1))).isEmpty();
    }

    @Test
    void an_unknown_message_is_not_found() {
        stored(1);
        assertThat(store.find(new MessageId(1))).isEmpty();
    }

    @Test
    void a_change_of_an_old_version_is_refused_and_leaves_no_trace() {
        Message message = stored(1).getFirst();
        Message sending = applied(chosen(message, NOW));
        Change late = to(message, new State.Canceled(NOW), NOW);
        assertThat(written(late)).containsExactly(late);
        assertThat(store.find(message.id())).contains(sending);
        assertThat(messageEvents()).isEmpty();
    }

    @Test
    void a_change_of_an_unknown_message_is_refused() {
        Change change = to(samples.submission(1).messages().getFirst(), new State.Queued(), NOW);
        assertThat(written(change)).containsExactly(change);
        assertThat(store.events(0, MANY)).isEmpty();
    }

    @Test
    void changes_of_one_message_in_one_batch_are_applied_in_order() {
        Message message = stored(1).getFirst();
        Change first = chosen(message, NOW);
        Change second = sent(first.after(), NOW.plusSeconds(1), "k");
        assertThat(written(first, second)).isEmpty();
        assertThat(store.find(message.id())).contains(second.after());
    }

    @Test
    void of_two_changes_of_one_version_in_one_batch_the_first_wins() {
        Message message = stored(1).getFirst();
        Change first = to(message, new State.Canceled(NOW), NOW);
        Change second = to(message, new State.Failed(FAILURE, NOW), NOW);
        assertThat(written(first, second)).containsExactly(second);
        assertThat(store.find(message.id())).contains(first.after());
    }

    @Test
    void a_message_can_change_in_the_batch_that_brings_it() {
        Submission submission = samples.submission(1);
        Change change = to(submission.messages().getFirst(), new State.Canceled(NOW), NOW);
        store.write(
                new Batch(List.of(submission), List.of(change), List.of(), List.of(), List.of()));
        assertThat(store.find(change.after().id())).contains(change.after());
        assertThat(claim(MANY)).isEmpty();
    }

    @Test
    void an_id_used_twice_stops_the_whole_batch() {
        Submission known = submitted(1);
        Submission fresh = samples.submission(2);
        Batch batch = new Batch(List.of(fresh, known), List.of(), List.of(), List.of(), List.of());
        assertThatThrownBy(() -> store.write(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(store.find(fresh.messages().getFirst().id())).isEmpty();
        assertThat(claim(MANY)).hasSize(1);
    }

    // Idempotency keys

    @Test
    void the_same_key_and_body_again_names_the_first_operation_and_stores_nothing() {
        Submission first = keyed(samples.submission(1), "key", "body");
        Submission again = keyed(samples.submission(1), "key", "body");
        assertThat(answer(first)).isEqualTo(new Answer.Stored(first.operation().id()));
        assertThat(answer(again)).isEqualTo(new Answer.Replayed(first.operation().id()));
        assertThat(store.find(again.messages().getFirst().id())).isEmpty();
        assertThat(claim(MANY)).hasSize(1);
    }

    @Test
    void the_same_key_with_another_body_is_told_apart() {
        Submission first = keyed(samples.submission(1), "key", "body");
        Submission other = keyed(samples.submission(1), "key", "other body");
        answer(first);
        assertThat(answer(other)).isEqualTo(new Answer.KeyReused(first.operation().id()));
        assertThat(store.find(other.messages().getFirst().id())).isEmpty();
    }

    @Test
    void a_key_used_twice_in_one_batch_counts_once() {
        Submission first = keyed(samples.submission(1), "key", "body");
        Submission again = keyed(samples.submission(1), "key", "body");
        Written written =
                store.write(
                        new Batch(
                                List.of(first, again), List.of(), List.of(), List.of(), List.of()));
        assertThat(written.submissions())
                .containsExactly(
                        new Answer.Stored(first.operation().id()),
                        new Answer.Replayed(first.operation().id()));
    }

    @Test
    void keys_of_two_accounts_are_two_keys() {
        answer(keyed(samples.submission(1), "key", "body"));
        Submission other = keyed(samples.submission(1, Order.USUAL.account("AC2")), "key", "body");
        assertThat(answer(other)).isInstanceOf(Answer.Stored.class);
    }

    @Test
    void a_key_is_free_again_when_it_has_expired() {
        answer(keyed(samples.submission(1), "key", "body"));
        Instant nextDay = NOW.plus(Duration.ofHours(25));
        Submission later =
                keyed(samples.submission(1, Order.USUAL.at(nextDay)), "key", "other body");
        Submission again =
                keyed(samples.submission(1, Order.USUAL.at(nextDay)), "key", "other body");
        assertThat(answer(later)).isInstanceOf(Answer.Stored.class);
        assertThat(answer(again)).isEqualTo(new Answer.Replayed(later.operation().id()));
    }

    // The event log

    @Test
    void events_are_written_with_their_changes_in_order() {
        List<Message> messages = stored(2);
        Message sending = applied(chosen(messages.getFirst(), NOW));
        applied(sent(sending, NOW.plusSeconds(1), "k"));
        applied(to(messages.getLast(), new State.Failed(FAILURE, NOW), NOW.plusSeconds(2)));
        List<Event> log = messageEvents();
        assertThat(log).extracting(Event::message).containsExactlyElementsOf(ids(messages));
        assertThat(log).extracting(Event::status).containsExactly(Status.SENT, Status.FAILED);
        assertThat(store.events(0, MANY))
                .extracting(LogEntry::seq)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(log.getFirst().seq()).isPositive();
    }

    @Test
    void an_event_is_read_as_it_was_written_but_for_its_place() {
        Message message = stored(1).getFirst();
        Change change = to(message, new State.Failed(FAILURE, NOW), NOW);
        Event event =
                new Event(
                        0,
                        message.id(),
                        3,
                        Status.UNDELIVERED,
                        Status.FAILED,
                        Optional.of(FAILURE),
                        NOW.plusNanos(7));
        applied(new Change(message, change.after(), List.of(event, event)));
        List<Event> log = messageEvents();
        assertThat(log).hasSize(2);
        assertThat(log)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seq")
                .containsOnly(event);
    }

    @Test
    void an_event_of_another_kind_stays_of_that_kind() {
        Message message = stored(1).getFirst();
        Change change = to(message, new State.Delivered(NOW), NOW);
        Event event =
                new Event(
                        0,
                        message.id(),
                        2,
                        Status.DELIVERED,
                        Status.READ,
                        Optional.empty(),
                        NOW,
                        Event.Kind.DUPLICATE_DELIVERY);
        applied(new Change(message, change.after(), List.of(event)));
        assertThat(messageEvents())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seq")
                .containsExactly(event);
    }

    @Test
    void the_log_is_read_in_pages() {
        stored(5)
                .forEach(message ->
                        applied(to(message, new State.Waiting(NOW, State.Reason.NO_SENDER), NOW)));
        List<LogEntry> all = store.events(0, MANY);
        assertThat(all).hasSize(6);
        assertThat(store.events(0, 2)).isEqualTo(all.subList(0, 2));
        assertThat(store.events(all.get(1).seq(), 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.events(all.getLast().seq(), 2)).isEmpty();
        assertThat(store.lastSeq()).isEqualTo(all.getLast().seq());
    }

    @Test
    void that_an_operation_was_accepted_takes_a_place_for_itself_and_each_message() {
        Submission one = submitted(3);
        Submission two = submitted(1, Order.USUAL.scheduled(NOW.plusSeconds(60)));
        assertThat(store.events(0, MANY))
                .containsExactly(
                        new OperationEvent(
                                4, one.operation().id(), Operation.Status.PROCESSING, 3, NOW),
                        new OperationEvent(
                                6, two.operation().id(), Operation.Status.SCHEDULED, 1, NOW));
        assertThat(store.events(1, 1)).isEqualTo(store.events(0, 1)); // the middle of the first
        assertThat(store.lastSeq()).isEqualTo(6);
    }

    @Test
    void an_operation_begins_once_when_its_first_message_becomes_due() {
        Submission submission = submitted(3, Order.USUAL.scheduled(NOW.plusSeconds(60)));
        applied(to(submission.messages().get(0), new State.Canceled(NOW), NOW));
        Message second = applied(to(submission.messages().get(1), new State.Queued(), NOW));
        applied(to(submission.messages().get(2), new State.Queued(), NOW));
        applied(to(second, new State.Canceled(NOW), NOW));
        assertThat(statuses(submission))
                .containsExactly(Operation.Status.SCHEDULED, Operation.Status.PROCESSING);
        assertThat(store.events(0, MANY).get(2)).isInstanceOf(OperationEvent.class);
    }

    @Test
    void an_operation_is_completed_when_its_last_message_ends() {
        for (int size : List.of(1, 3)) {
            Submission submission = submitted(size);
            List<Message> messages = submission.messages();
            for (Message message : messages) {
                assertThat(statuses(submission)).containsExactly(Operation.Status.PROCESSING);
                applied(to(message, new State.Canceled(NOW), NOW.plusSeconds(1)));
            }
            assertThat(statuses(submission))
                    .containsExactly(Operation.Status.PROCESSING, Operation.Status.COMPLETED);
            assertThat(store.events(0, MANY).getLast().at()).isEqualTo(NOW.plusSeconds(1));
        }
    }

    @Test
    void an_operation_that_ends_and_reopens_in_one_batch_is_not_completed() {
        Submission submission = submitted(2);
        Message one = submission.messages().getFirst();
        Change end = to(one, new State.Canceled(NOW), NOW);
        Change reopen = to(end.after(), new State.Queued(), NOW);
        assertThat(written(end, reopen)).isEmpty();
        assertThat(statuses(submission)).containsExactly(Operation.Status.PROCESSING);
    }

    @Test
    void a_reader_moves_only_from_where_it_is() {
        assertThat(store.cursor("webhooks")).isZero();
        assertThat(store.advance("webhooks", 0, 5)).isTrue();
        assertThat(store.advance("webhooks", 0, 9)).isFalse();
        assertThat(store.cursor("webhooks")).isEqualTo(5);
        assertThat(store.advance("webhooks", 5, 2)).isTrue();
        assertThat(store.cursor("webhooks")).isEqualTo(2);
        assertThat(store.cursor("console")).isZero();
    }

    // The queue

    @Test
    void a_claim_takes_ready_messages_in_order_and_as_they_are() {
        List<Message> messages = stored(5);
        assertThat(claim(3)).isEqualTo(messages.subList(0, 3));
        assertThat(claim(3)).isEqualTo(messages.subList(3, 5));
        assertThat(claim(3)).isEmpty();
    }

    @Test
    void queues_and_lanes_are_apart() {
        stored(1);
        Message other = stored(1, Order.USUAL.pool(new PoolId(70))).getFirst();
        Message urgent = stored(1, Order.USUAL.priority(Priority.HIGH)).getFirst();
        assertThat(store.claim(70, Priority.NORMAL, Set.of(), MANY, NOW, LEASE_ENDS))
                .containsExactly(other);
        assertThat(store.claim(POOL.value(), Priority.HIGH, Set.of(), MANY, NOW, LEASE_ENDS))
                .containsExactly(urgent);
        assertThat(store.claim(POOL.value(), Priority.BULK, Set.of(), MANY, NOW, LEASE_ENDS))
                .isEmpty();
        assertThat(claim(MANY)).hasSize(1);
    }

    @Test
    void only_queued_messages_are_ready() {
        for (State state : everyState()) {
            Message message = stored(1).getFirst();
            applied(to(message, state, NOW));
            boolean ready = state instanceof State.Queued;
            assertThat(claim(MANY)).as("%s", state).hasSize(ready ? 1 : 0);
        }
    }

    @Test
    void no_message_is_claimed_twice_however_many_claim() throws Exception {
        List<MessageId> expected = ids(stored(2_000));
        CyclicBarrier start = new CyclicBarrier(8);
        Callable<List<MessageId>> claimer =
                () -> {
                    start.await();
                    List<MessageId> mine = new ArrayList<>();
                    for (int turn = 0; turn < 2_000; turn++) {
                        List<Message> claimed = claim(7);
                        if (claimed.isEmpty()) {
                            break;
                        }
                        mine.addAll(ids(claimed));
                    }
                    return mine;
                };
        List<MessageId> all = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<List<MessageId>> one :
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> claimer).toList())) {
                all.addAll(one.get());
            }
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void claims_and_changes_at_once_never_show_a_message_twice_or_lose_one() throws Exception {
        int size = 600;
        stored(size);
        Callable<Integer> worker =
                () -> {
                    int refused = 0;
                    for (int turn = 0; turn < size; turn++) {
                        List<Message> claimed = claim(5);
                        if (claimed.isEmpty()) {
                            break;
                        }
                        List<Change> changes =
                                claimed.stream().map(message -> chosen(message, NOW)).toList();
                        refused += store.write(Batch.of(changes)).refused().size();
                    }
                    return refused;
                };
        int refused = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> one :
                    threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> worker).toList())) {
                refused += one.get();
            }
        }
        assertThat(refused).isZero();
        assertThat(store.abandoned(NOW.plusSeconds(1), 2 * size)).hasSize(size);
    }

    @Test
    void a_claim_ends_with_its_lease() {
        List<Message> messages = stored(2);
        claim(1);
        assertThat(claimAt(LEASE_ENDS.minusMillis(1), 1)).isEqualTo(messages.subList(1, 2));
        assertThat(claimAt(LEASE_ENDS.minusMillis(1), 1)).isEmpty();
        assertThat(claimAt(LEASE_ENDS, MANY)).isEqualTo(messages);
    }

    @Test
    void a_message_that_went_back_to_the_queue_is_next() {
        List<Message> messages = stored(4);
        Message first = claim(2).getFirst();
        Message sending = applied(chosen(first, NOW));
        Message again = applied(to(sending, new State.Queued(), NOW));
        assertThat(claim(MANY)).containsExactly(again, messages.get(2), messages.get(3));
    }

    @Test
    void a_claimed_message_that_changed_and_stayed_queued_can_be_claimed_again() {
        Message claimed = stored(2).getFirst();
        assertThat(claim(MANY)).hasSize(2);
        Message again = applied(to(claimed, new State.Queued(), NOW));
        assertThat(claim(MANY)).containsExactly(again);
    }

    @Test
    void a_refused_change_does_not_end_a_claim() {
        Message message = stored(1).getFirst();
        Message again = applied(to(message, new State.Queued(), NOW));
        assertThat(claim(1)).containsExactly(again);
        written(to(message, new State.Canceled(NOW), NOW));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void operations_take_turns_so_a_small_one_does_not_wait_for_a_large_one() {
        List<Message> large = stored(50);
        assertThat(claim(10)).isEqualTo(large.subList(0, 10));
        Message single = stored(1).getFirst();
        List<Message> second = stored(3);
        assertThat(claim(8))
                .containsExactly(
                        large.get(10),
                        single,
                        second.get(0),
                        large.get(11),
                        second.get(1),
                        large.get(12),
                        second.get(2),
                        large.get(13));
    }

    @Test
    void scheduled_messages_come_out_in_turn_with_the_others() {
        List<Message> scheduled = stored(3, Order.USUAL.scheduled(NOW.plusSeconds(60)));
        List<Message> large = stored(20);
        claim(10);
        List<Message> released =
                scheduled.stream().map(m -> applied(to(m, new State.Queued(), NOW))).toList();
        assertThat(claim(5))
                .containsExactly(
                        released.get(0),
                        large.get(10),
                        released.get(1),
                        large.get(11),
                        released.get(2));
    }

    @Test
    void a_claim_passes_over_the_classes_it_excepts() {
        List<Message> german = stored(3, TO_GERMANY);
        List<Message> american = stored(2);
        assertThat(claimExcept(Set.of(DE_SMS, US_SMS), MANY)).isEmpty();
        assertThat(claimExcept(Set.of(DE_SMS), MANY)).isEqualTo(american);
        assertThat(claimExcept(Set.of(US_SMS), 2)).isEqualTo(german.subList(0, 2));
        assertThat(claim(MANY)).isEqualTo(german.subList(2, 3));
    }

    @Test
    void a_message_passed_over_keeps_its_turn() {
        List<Message> german = stored(2, TO_GERMANY);
        List<Message> american = stored(9);
        assertThat(claimExcept(Set.of(DE_SMS), 5)).isEqualTo(american.subList(0, 5));
        assertThat(claim(3)).containsExactly(german.get(0), german.get(1), american.get(5));
    }

    @Test
    void classes_share_the_turns_of_their_lane() {
        List<Message> american = stored(3);
        List<Message> german = stored(3, TO_GERMANY);
        assertThat(claim(5))
                .containsExactly(
                        american.get(0),
                        german.get(0),
                        american.get(1),
                        german.get(1),
                        american.get(2));
    }

    @Test
    void the_class_of_a_message_changes_with_its_step() {
        EligibilityClass whatsApp = new EligibilityClass(Channel.WHATSAPP, "US", true);
        EligibilityClass sms = new EligibilityClass(Channel.SMS, "US", true);
        Submission submission = everyKindOfMessage();
        answer(submission);
        Message second = submission.messages().get(1); // first WhatsApp, then SMS
        applied(to(submission.messages().get(0), new State.Canceled(NOW), NOW));
        long queue = submission.operation().origin().queue();
        assertThat(store.backlog()).extracting(Backlog::eligibility).containsExactly(whatsApp);
        assertThat(store.claim(queue, Priority.HIGH, Set.of(whatsApp), MANY, NOW, LEASE_ENDS))
                .isEmpty();
        Message moved =
                new Message(
                        second.id(), second.plan(), second.state(), 1, List.of(), false, NOW, 2);
        applied(new Change(second, moved, List.of()));
        assertThat(store.backlog()).extracting(Backlog::eligibility).containsExactly(sms);
        assertThat(store.claim(queue, Priority.HIGH, Set.of(sms), MANY, NOW, LEASE_ENDS)).isEmpty();
        assertThat(store.claim(queue, Priority.HIGH, Set.of(whatsApp), MANY, NOW, LEASE_ENDS))
                .containsExactly(moved);
    }

    @Test
    void a_class_that_must_wait_costs_the_others_nothing_however_many_messages_it_has() {
        stored(20_000, TO_GERMANY);
        List<Message> american = stored(200);
        long began = System.nanoTime();
        for (Message message : american) {
            assertThat(claimExcept(Set.of(DE_SMS), 1)).containsExactly(message);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(Duration.ofSeconds(10)); // passing by all takes minutes
    }

    @Test
    void of_the_messages_with_an_ordering_key_only_the_first_is_claimed() {
        List<Message> messages = stored(3, ORDERED);
        assertThat(claim(MANY)).containsExactly(messages.getFirst());
        assertThat(claim(MANY)).isEmpty();
        Message sending = applied(chosen(messages.getFirst(), NOW));
        assertThat(claim(MANY)).isEmpty();
        applied(sent(sending, NOW, "k"));
        assertThat(claim(MANY)).containsExactly(messages.get(1));
        applied(to(messages.get(1), new State.Canceled(NOW), NOW));
        assertThat(claim(MANY)).containsExactly(messages.get(2));
    }

    @Test
    void messages_that_are_under_way_keep_the_later_ones_waiting_and_no_others_do() {
        for (State state : everyState()) {
            Order order = ORDERED.ordered(state.toString());
            List<Message> messages = stored(2, order);
            applied(to(messages.getFirst(), state, NOW));
            boolean waits = state.status() == Status.QUEUED;
            assertThat(ids(claim(MANY)).contains(messages.getLast().id()))
                    .as("%s", state)
                    .isEqualTo(!waits);
        }
    }

    @Test
    void a_scheduled_message_keeps_nobody_waiting_until_it_is_released() {
        Message scheduled = stored(1, ORDERED.scheduled(NOW.plusSeconds(60))).getFirst();
        List<Message> later = stored(3, ORDERED);
        assertThat(claim(MANY)).containsExactly(later.getFirst());
        applied(sent(applied(chosen(later.getFirst(), NOW)), NOW, "k"));
        Message released = applied(to(scheduled, new State.Queued(), NOW));
        assertThat(claim(MANY)).containsExactly(released);
        assertThat(claim(MANY)).isEmpty();
        applied(to(released, new State.Canceled(NOW), NOW));
        assertThat(claim(MANY)).containsExactly(later.get(1));
    }

    @Test
    void a_message_sent_again_is_before_the_later_ones_again() {
        List<Message> messages = stored(3, ORDERED);
        Message accepted = applied(sent(applied(chosen(messages.getFirst(), NOW)), NOW, "k"));
        Message again = applied(to(accepted, new State.Queued(), NOW));
        assertThat(claim(MANY)).containsExactly(again);
        applied(sent(applied(chosen(again, NOW)), NOW, "k2"));
        assertThat(claim(MANY)).containsExactly(messages.get(1));
    }

    @Test
    void an_ordering_is_of_one_account_queue_and_key() {
        List<Message> first = stored(2, ORDERED);
        List<Message> another = stored(2, ORDERED.ordered("other"));
        List<Message> foreign = stored(2, ORDERED.account("AC2"));
        Message elsewhere = stored(2, ORDERED.pool(new PoolId(70))).getFirst();
        List<Message> free = stored(2);
        assertThat(claim(MANY))
                .containsExactlyInAnyOrder(
                        first.getFirst(),
                        another.getFirst(),
                        foreign.getFirst(),
                        free.get(0),
                        free.get(1));
        assertThat(store.claim(70, Priority.NORMAL, Set.of(), MANY, NOW, LEASE_ENDS))
                .containsExactly(elsewhere);
    }

    @Test
    void an_ordering_goes_through_lanes_and_operations() {
        Message bulk = stored(1, ORDERED.priority(Priority.BULK)).getFirst();
        Message normal = stored(1, ORDERED).getFirst();
        assertThat(claim(MANY)).isEmpty();
        assertThat(store.claim(POOL.value(), Priority.BULK, Set.of(), MANY, NOW, LEASE_ENDS))
                .containsExactly(bulk);
        applied(to(bulk, new State.Canceled(NOW), NOW));
        assertThat(claim(MANY)).containsExactly(normal);
    }

    @Test
    void the_first_of_an_ordering_is_settled_for_a_whole_batch() {
        List<Message> messages = stored(3, ORDERED);
        Submission fresh = samples.submission(1, ORDERED);
        List<Change> changes =
                messages.stream().map(m -> to(m, new State.Canceled(NOW), NOW)).toList();
        store.write(new Batch(List.of(fresh), changes, List.of(), List.of(), List.of()));
        assertThat(claim(MANY)).isEqualTo(fresh.messages());
    }

    @Test
    void messages_that_wait_for_an_earlier_one_cost_the_others_nothing() {
        List<Message> many = stored(20_000, ORDERED);
        List<Message> free = stored(200);
        assertThat(claim(1)).containsExactly(many.getFirst());
        long began = System.nanoTime();
        for (Message message : free) {
            assertThat(claim(1)).containsExactly(message);
        }
        applied(sent(applied(chosen(many.getFirst(), NOW)), NOW, "k"));
        assertThat(claim(MANY)).containsExactly(many.get(1));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isLessThan(Duration.ofSeconds(20)); // passing by all takes minutes
    }

    @Test
    void the_backlog_counts_what_waits_for_an_earlier_one() {
        stored(3, ORDERED);
        EligibilityClass ordered = new EligibilityClass(Channel.SMS, "US", true);
        assertThat(store.backlog())
                .containsExactly(new Backlog(POOL.value(), Priority.NORMAL, ordered, 3, NOW));
    }

    @Test
    void the_backlog_counts_what_is_ready() {
        assertThat(store.backlog()).isEmpty();
        stored(3);
        Message urgent = stored(1, Order.USUAL.priority(Priority.HIGH)).getFirst();
        stored(2, Order.USUAL.scheduled(NOW.plusSeconds(60)));
        claim(1);
        assertThat(store.backlog())
                .containsExactlyInAnyOrder(
                        new Backlog(POOL.value(), Priority.NORMAL, US_SMS, 3, NOW),
                        new Backlog(POOL.value(), Priority.HIGH, US_SMS, 1, NOW));
        applied(chosen(urgent, NOW));
        assertThat(store.backlog())
                .containsExactly(new Backlog(POOL.value(), Priority.NORMAL, US_SMS, 3, NOW));
        stored(1, TO_GERMANY);
        assertThat(store.backlog())
                .containsExactlyInAnyOrder(
                        new Backlog(POOL.value(), Priority.NORMAL, US_SMS, 3, NOW),
                        new Backlog(POOL.value(), Priority.NORMAL, DE_SMS, 1, NOW));
    }

    @Test
    void overdue_messages_come_longest_overdue_first() {
        Message lease = stored(1).getFirst();
        Message waiting = stored(1).getFirst();
        Message scheduled = stored(1, Order.USUAL.scheduled(NOW.plusSeconds(20))).getFirst();
        Message unsure = stored(1).getFirst();
        stored(1);
        Message sending = applied(chosen(lease, NOW)); // its lease ends after 60 seconds
        Message waits = waits(waiting, NOW.plusSeconds(30));
        Message undecided = applied(to(unsure, new State.Unsure(NOW.plusSeconds(40)), NOW));
        Message awaits =
                applied(
                        to(
                                stored(1).getFirst(),
                                new State.Awaiting(Status.SENT, NOW, NOW.plusSeconds(41)),
                                NOW));
        Message revoked =
                applied(
                        to(
                                stored(1).getFirst(),
                                new State.Revoking(NOW, NOW.plusSeconds(42)),
                                NOW));
        Instant due = NOW.plusSeconds(60);
        assertThat(store.overdue(MANY, due))
                .containsExactly(scheduled, waits, undecided, awaits, revoked, sending);
        assertThat(store.overdue(2, due)).containsExactly(scheduled, waits);
        assertThat(store.overdue(MANY, due.minusNanos(1)))
                .containsExactly(scheduled, waits, undecided, awaits, revoked);
        assertThat(store.overdue(MANY, NOW.plusSeconds(19))).isEmpty();
    }

    @Test
    void a_message_nobody_took_is_overdue_when_its_validity_ends() {
        Message message = stored(1).getFirst();
        assertThat(store.overdue(MANY, NOW.plus(VALIDITY).minusNanos(1))).isEmpty();
        assertThat(store.overdue(MANY, NOW.plus(VALIDITY))).containsExactly(message);
        applied(to(message, new State.Canceled(NOW), NOW));
        assertThat(store.overdue(MANY, NOW.plus(VALIDITY))).isEmpty();
    }

    @Test
    void abandoned_are_those_whose_sending_began_before() {
        List<Message> messages = stored(3);
        Message old = applied(chosen(messages.get(0), NOW.plusSeconds(1)));
        applied(chosen(messages.get(1), NOW.plusSeconds(3)));
        assertThat(store.abandoned(NOW.plusSeconds(1), MANY)).isEmpty();
        assertThat(store.abandoned(NOW.plusSeconds(2), MANY)).containsExactly(old);
        assertThat(store.abandoned(NOW.plusSeconds(4), 1)).hasSize(1);
        applied(sent(old, NOW, "k"));
        assertThat(store.abandoned(NOW.plusSeconds(2), MANY)).isEmpty();
    }

    // Receipts

    @Test
    void a_part_is_found_by_any_of_several_keys() {
        Message one = accepted(CONNECTION, "a1", "a2");
        Message two = accepted(CONNECTION, "b1");
        assertThat(store.findSent(CONNECTION, List.of("b1", "unknown", "a2")))
                .containsExactly(
                        new SentPart("b1", two.id(), 1, 0), new SentPart("a2", one.id(), 1, 1));
        assertThat(store.findSent(CONNECTION, List.of())).isEmpty();
    }

    @Test
    void a_key_belongs_to_its_connection() {
        Message one = accepted(CONNECTION, "same");
        Message two = accepted(new ConnectionId(77), "same");
        assertThat(store.findSent(CONNECTION, List.of("same")))
                .containsExactly(new SentPart("same", one.id(), 1, 0));
        assertThat(store.findSent(new ConnectionId(77), List.of("same")))
                .containsExactly(new SentPart("same", two.id(), 1, 0));
        assertThat(store.findSent(new ConnectionId(78), List.of("same"))).isEmpty();
    }

    @Test
    void a_key_the_carrier_gives_again_means_the_latest_message() {
        Message first = accepted(CONNECTION, "1");
        Message second = accepted(CONNECTION, "1");
        assertThat(store.findSent(CONNECTION, List.of("1")))
                .containsExactly(new SentPart("1", second.id(), 1, 0));
        applied(delivered(first, NOW));
        assertThat(store.findSent(CONNECTION, List.of("1")))
                .containsExactly(new SentPart("1", second.id(), 1, 0));
    }

    @Test
    void keys_of_an_earlier_attempt_stay_known() {
        Message first = accepted(CONNECTION, "k1");
        Message retried = applied(to(first, new State.Queued(), NOW));
        Message second = applied(chosen(retried, NOW));
        applied(sent(second, NOW, "k2"));
        assertThat(store.findSent(CONNECTION, List.of("k1", "k2")))
                .containsExactly(
                        new SentPart("k1", first.id(), 1, 0), new SentPart("k2", first.id(), 2, 0));
    }

    @Test
    void early_receipts_are_kept_until_they_are_matched() {
        EarlyReceipt one = early("k1", NOW);
        EarlyReceipt two = early("k2", NOW.plusSeconds(1));
        EarlyReceipt three = early("k3", NOW.minusSeconds(1));
        store.write(
                new Batch(List.of(), List.of(), List.of(), List.of(one, two, three), List.of()));
        assertThat(store.earlyReceipts(MANY)).containsExactly(two, one, three);
        assertThat(store.earlyReceipts(1)).containsExactly(two);
        store.write(new Batch(List.of(), List.of(), List.of(), List.of(), List.of(one)));
        assertThat(store.earlyReceipts(MANY)).containsExactly(two, three);
    }

    // What routing remembers

    @Test
    void usage_adds_up_by_country() {
        use(usage("DE", 2, 3, Set.of(1L, -2L)));
        use(usage("DE", 1, 1, Set.of(-2L, 3L)), usage("FR", 5, 6, Set.of()));
        assertThat(store.usage(SENDER, Quota.Period.DAY, "2026-01-05"))
                .containsExactlyInAnyOrder(
                        usage("DE", 3, 4, Set.of(1L, -2L, 3L)), usage("FR", 5, 6, Set.of()));
    }

    @Test
    void usage_is_of_one_sender_and_period() {
        use(usage("DE", 1, 1, Set.of(1L)));
        assertThat(store.usage(SENDER, Quota.Period.MONTH, "2026-01-05")).isEmpty();
        assertThat(store.usage(SENDER, Quota.Period.DAY, "2026-01-06")).isEmpty();
        assertThat(store.usage(new SenderId(80), Quota.Period.DAY, "2026-01-05")).isEmpty();
    }

    @Test
    void usage_is_forgotten_two_months_after_its_period_began() {
        use(usage("DE", 1, 1, Set.of(1L)));
        Instant began = Instant.parse("2026-01-05T00:00:00Z");
        store.forget(began.plus(Store.USAGE_KEPT), MANY);
        assertThat(store.usage(SENDER, Quota.Period.DAY, "2026-01-05")).hasSize(1);
        store.forget(began.plus(Store.USAGE_KEPT).plus(Duration.ofDays(1)), MANY);
        assertThat(store.usage(SENDER, Quota.Period.DAY, "2026-01-05")).isEmpty();
    }

    @Test
    void a_recipient_keeps_the_sender_assigned_last_until_it_is_released() {
        Assignment first = assignment("+14153900001", SENDER, NOW);
        Assignment other = assignment("+14153900002", SENDER, NOW);
        Assignment second = assignment("+14153900001", new SenderId(80), NOW.plusNanos(1));
        store.write(Batch.EMPTY.withAssignments(List.of(first, other), List.of()));
        store.write(Batch.EMPTY.withAssignments(List.of(second), List.of(other.key())));
        assertThat(store.assignment(POOL, "+14153900001")).contains(second);
        assertThat(store.assignment(POOL, "+14153900002")).isEmpty();
        assertThat(store.assignment(new PoolId(70), "+14153900001")).isEmpty();
    }

    @Test
    void an_assignment_is_forgotten_when_it_was_not_used_for_half_a_year() {
        List<Assignment> all =
                IntStream.range(0, 3)
                        .mapToObj(i -> assignment("+1415390000" + i, SENDER, NOW.plusSeconds(i)))
                        .toList();
        store.write(Batch.EMPTY.withAssignments(all, List.of()));
        assertThat(store.forget(NOW.plus(Store.ASSIGNMENT_KEPT), MANY)).isZero();
        Instant later = NOW.plus(Store.ASSIGNMENT_KEPT).plusSeconds(1).plusNanos(1);
        assertThat(store.forget(later, 1)).isEqualTo(1);
        assertThat(store.forget(later, MANY)).isEqualTo(1);
        assertThat(store.assignment(POOL, "+14153900001")).isEmpty();
        assertThat(store.assignment(POOL, "+14153900002")).contains(all.get(2));
    }

    @Test
    void a_decision_is_written_with_its_change() {
        Message message = stored(1).getFirst();
        Decision first = new Decision(message.id(), 1, "{\"a\":\"ü\"}");
        Decision second = new Decision(message.id(), 2, "{}");
        Message sending = applied(decided(chosen(message, NOW), first));
        Message again = applied(to(sending, new State.Queued(), NOW));
        applied(decided(chosen(again, NOW), second));
        assertThat(store.decisions(message.id())).containsExactly(first, second);
        assertThat(store.decisions(stored(1).getFirst().id())).isEmpty();
    }

    @Test
    void the_last_decision_about_an_attempt_counts() {
        Message message = stored(1).getFirst();
        Decision first = new Decision(message.id(), 1, "{}");
        Decision second = new Decision(message.id(), 1, "[]");
        Message again = applied(decided(to(message, new State.Queued(), NOW), first));
        applied(decided(chosen(again, NOW), second));
        assertThat(store.decisions(message.id())).containsExactly(second);
    }

    @Test
    void a_refused_change_leaves_no_decision() {
        Message message = stored(1).getFirst();
        applied(to(message, new State.Queued(), NOW));
        Decision decision = new Decision(message.id(), 1, "{}");
        assertThat(written(decided(chosen(message, NOW), decision))).hasSize(1);
        assertThat(store.decisions(message.id())).isEmpty();
    }

    @Test
    void decisions_go_with_their_message() {
        Message message = stored(1).getFirst();
        Decision decision = new Decision(message.id(), 1, "{}");
        applied(decided(to(message, new State.Canceled(NOW), NOW), decision));
        assertThat(store.purge(second(5), MANY)).isEqualTo(1);
        assertThat(store.decisions(message.id())).isEmpty();
    }

    @Test
    void events_about_senders_are_lines_of_the_log() {
        List<Message> messages = stored(2);
        long before = store.lastSeq();
        SenderEvent opened = senderEvent(SENDER, "open");
        SenderEvent closed = senderEvent(SENDER, "closed");
        applied(to(messages.getFirst(), new State.Canceled(NOW), NOW));
        store.write(Batch.EMPTY.withSenderEvents(List.of(opened, closed)));
        applied(to(messages.getLast(), new State.Canceled(NOW), NOW));
        List<LogEntry> log = store.events(before, MANY);
        assertThat(log).extracting(LogEntry::seq).isSorted().doesNotHaveDuplicates();
        assertThat(log.subList(1, 3))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seq")
                .containsExactly(opened, closed);
        assertThat(log.get(3)).isInstanceOf(Event.class);
        assertThat(store.events(before, 2)).isEqualTo(log.subList(0, 2));
        assertThat(store.events(log.get(1).seq(), MANY)).isEqualTo(log.subList(2, log.size()));
        assertThat(store.lastSeq()).isEqualTo(log.getLast().seq());
    }

    @Test
    void events_about_a_sender_are_found_newest_first() {
        SenderEvent opened = senderEvent(SENDER, "open");
        SenderEvent other = senderEvent(new SenderId(80), "open");
        SenderEvent closed = senderEvent(SENDER, "closed");
        store.write(Batch.EMPTY.withSenderEvents(List.of(opened, other, closed)));
        assertThat(store.senderEvents(SENDER, MANY))
                .extracting(SenderEvent::to)
                .containsExactly("closed", "open");
        assertThat(store.senderEvents(SENDER, 1))
                .extracting(SenderEvent::to)
                .containsExactly("closed");
        store.purge(second(5), MANY);
        assertThat(store.senderEvents(SENDER, MANY)).isEmpty();
    }

    private static Change decided(Change change, Decision decision) {
        return new Change(change.before(), change.after(), change.events(), List.of(decision));
    }

    private void use(Usage... usage) {
        store.write(Batch.EMPTY.withUsage(List.of(usage)));
    }

    private static Usage usage(String country, int messages, int segments, Set<Long> recipients) {
        return new Usage(
                SENDER, Quota.Period.DAY, "2026-01-05", country, messages, segments, recipients);
    }

    private static Assignment assignment(String address, SenderId sender, Instant at) {
        return new Assignment(POOL, address, sender, Assignment.Reason.INBOUND, at);
    }

    private static SenderEvent senderEvent(SenderId sender, String to) {
        return new SenderEvent(
                0, "AC1", sender, Optional.of(POOL), "closed", to, 0.7, "5 of 10 \"failed\"", NOW);
    }

    // Operations

    @Test
    void progress_counts_messages_and_attempts() {
        Submission submission = submitted(5);
        List<Message> messages = submission.messages();
        Message sending = applied(chosen(messages.get(0), NOW.plusSeconds(1)));
        Message accepted = applied(sent(sending, NOW.plusSeconds(2), "k"));
        applied(delivered(accepted, NOW.plusSeconds(9)));
        applied(chosen(messages.get(1), NOW.plusSeconds(3)));
        applied(to(messages.get(2), new State.Failed(FAILURE, NOW), NOW));
        applied(to(messages.get(3), new State.Unaddressable(FAILURE, NOW), NOW));
        assertThat(progress(submission))
                .isEqualTo(
                        new Progress(
                                submission.operation(),
                                Operation.Status.PROCESSING,
                                Map.of(Status.DELIVERED, 1, Status.QUEUED, 2, Status.FAILED, 1),
                                1,
                                2,
                                NOW.plusSeconds(9)));
    }

    @Test
    void an_operation_is_complete_when_no_message_is_open() {
        Submission submission = submitted(3);
        for (Message message : submission.messages()) {
            assertThat(progress(submission).status()).isEqualTo(Operation.Status.PROCESSING);
            Message sending = applied(chosen(message, NOW));
            applied(sent(sending, NOW, "k" + message.id()));
        }
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.COMPLETED);
    }

    @Test
    void an_operation_that_reopens_is_processing_again() {
        Submission submission = submitted(1);
        Message accepted =
                applied(sent(applied(chosen(submission.messages().getFirst(), NOW)), NOW));
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.COMPLETED);
        applied(to(accepted, new State.Queued(), NOW));
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.PROCESSING);
    }

    @Test
    void an_operation_whose_messages_are_all_unaddressable_is_complete_from_the_start() {
        Submission plain = samples.submission(1);
        Message unaddressable =
                with(plain.messages().getFirst(), new State.Unaddressable(FAILURE, NOW));
        Submission submission =
                new Submission(plain.operation(), List.of(unaddressable), Optional.empty());
        answer(submission);
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.COMPLETED);
        assertThat(progress(submission).unaddressable()).isEqualTo(1);
    }

    @Test
    void an_operation_is_scheduled_until_it_starts() {
        Instant start = NOW.plusSeconds(60);
        Submission submission = submitted(2, Order.USUAL.scheduled(start));
        assertThat(progress(submission, start.minusNanos(1)).status())
                .isEqualTo(Operation.Status.SCHEDULED);
        assertThat(progress(submission, start).status()).isEqualTo(Operation.Status.PROCESSING);
    }

    @Test
    void a_canceled_operation_stays_canceled() {
        Submission submission = submitted(1);
        OperationId id = submission.operation().id();
        OperationId unknown = new OperationId(1);
        store.write(new Batch(List.of(), List.of(), List.of(id, unknown), List.of(), List.of()));
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.CANCELED);
        applied(to(submission.messages().getFirst(), new State.Canceled(NOW), NOW));
        assertThat(progress(submission).status()).isEqualTo(Operation.Status.CANCELED);
    }

    @Test
    void operations_are_listed_newest_first_in_pages_and_filtered() {
        List<Submission> all =
                IntStream.range(0, 5)
                        .mapToObj(i -> submitted(1, Order.USUAL.at(NOW.plusSeconds(i))))
                        .toList();
        submitted(1, Order.USUAL.account("AC2"));
        applied(to(all.get(3).messages().getFirst(), new State.Canceled(NOW), NOW));
        assertThat(operations(q -> q)).containsExactlyElementsOf(operationIds(all.reversed()));
        assertThat(operations(q -> before(q, all.get(2).operation().id(), 1)))
                .containsExactly(all.get(1).operation().id());
        assertThat(operations(q -> between(q, second(1), second(3))))
                .containsExactly(all.get(2).operation().id(), all.get(1).operation().id());
        assertThat(operations(q -> status(q, Operation.Status.COMPLETED)))
                .containsExactly(all.get(3).operation().id());
        OperationId foreign = all.getFirst().operation().id();
        assertThat(store.operations(OperationQuery.one("AC2", foreign, NOW))).isEmpty();
    }

    // Lists of messages

    @Test
    void messages_are_listed_newest_first_in_pages() {
        List<Message> messages = stored(5);
        assertThat(store.messages(MessageQuery.all(ACCOUNT, 2)))
                .containsExactly(messages.get(4), messages.get(3));
        assertThat(store.messages(query(q -> q.before = Optional.of(messages.get(3).id()))))
                .isEqualTo(messages.subList(0, 3).reversed());
        assertThat(store.messages(MessageQuery.all("AC2", MANY))).isEmpty();
    }

    @Test
    void messages_are_filtered_by_operation() {
        Submission first = submitted(2);
        submitted(3);
        OperationId id = first.operation().id();
        assertThat(store.messages(MessageQuery.of(ACCOUNT, id, MANY)))
                .isEqualTo(first.messages().reversed());
        assertThat(store.messages(MessageQuery.of("AC2", id, MANY))).isEmpty();
        assertThat(store.messages(MessageQuery.of(ACCOUNT, new OperationId(1), MANY))).isEmpty();
    }

    @Test
    void each_kind_is_listed_apart_in_pages() {
        List<Content> contents = List.of(EMAIL, NOTIFICATION, Content.text("Hi"));
        List<Submission> all =
                IntStream.range(0, 9)
                        .mapToObj(i ->
                                submitted(
                                        2,
                                        Order.USUAL
                                                .at(NOW.plusSeconds(i))
                                                .saying(contents.get(i % 3))))
                        .toList();
        List<Submission> emails = List.of(all.get(6), all.get(3), all.get(0));
        List<Message> messages =
                emails.stream().flatMap(each -> each.messages().reversed().stream()).toList();
        assertThat(operations(q -> ofKind(q, Operation.Kind.EMAIL)))
                .containsExactlyElementsOf(operationIds(emails));
        assertThat(
                        operations(q ->
                                before(ofKind(q, Operation.Kind.EMAIL), operation(emails, 0), 1)))
                .containsExactly(operation(emails, 1));
        assertThat(store.messages(query(q -> q.kind = Operation.Kind.EMAIL))).isEqualTo(messages);
        assertThat(
                        store.messages(
                                query(q -> {
                                    q.kind = Operation.Kind.EMAIL;
                                    q.before = Optional.of(messages.getFirst().id());
                                    q.from = Optional.of(NOW.plusSeconds(2));
                                })))
                .isEqualTo(messages.subList(1, 4));
        assertThat(operations(q -> q)).hasSize(9);
    }

    @Test
    void a_message_of_another_kind_is_not_found_by_what_it_shares() {
        Order tagged = Order.USUAL.tags(Map.of("campaign", "launch")).to("+14155550123");
        List<Message> email = submitted(1, tagged.saying(EMAIL)).messages();
        List<Message> text = submitted(1, tagged).messages();
        for (Consumer<Filter> shared :
                List.<Consumer<Filter>>of(
                        q -> q.tags = Map.of("campaign", "launch"),
                        q -> q.address = Optional.of("+14155550123"),
                        q -> q.operation = Optional.of(operation(text)))) {
            assertThat(store.messages(query(shared))).isEqualTo(text);
        }
        assertThat(
                        store.messages(
                                query(q -> {
                                    q.kind = Operation.Kind.EMAIL;
                                    q.tags = Map.of("campaign", "launch");
                                })))
                .isEqualTo(email);
        assertThat(store.messages(query(q -> q.operation = Optional.of(operation(email)))))
                .isEmpty();
    }

    private static OperationId operation(List<Message> messages) {
        return messages.getFirst().plan().operation().id();
    }

    private static OperationId operation(List<Submission> submissions, int index) {
        return submissions.get(index).operation().id();
    }

    private static OperationQuery ofKind(OperationQuery q, Operation.Kind kind) {
        return new OperationQuery(
                q.account(),
                Optional.of(kind),
                q.id(),
                q.from(),
                q.until(),
                q.status(),
                q.before(),
                q.now(),
                q.max());
    }

    @Test
    void messages_are_filtered_by_when_they_were_created() {
        List<Message> messages =
                IntStream.range(0, 4)
                        .mapToObj(i -> stored(1, Order.USUAL.at(NOW.plusSeconds(i))).getFirst())
                        .toList();
        assertThat(
                        store.messages(
                                query(q -> {
                                    q.from = Optional.of(second(1));
                                    q.until = Optional.of(second(3));
                                })))
                .isEqualTo(messages.subList(1, 3).reversed());
    }

    @Test
    void dates_may_be_as_far_away_as_dates_go() {
        Submission submission = submitted(1);
        for (Instant far : List.of(Instant.MAX, Instant.parse("9999-12-31T23:59:59Z"))) {
            assertThat(store.messages(query(q -> q.until = Optional.of(far)))).hasSize(1);
            assertThat(store.messages(query(q -> q.from = Optional.of(far)))).isEmpty();
            assertThat(operations(q -> between(q, Instant.MIN, far)))
                    .containsExactly(submission.operation().id());
        }
        for (Instant far : List.of(Instant.MIN, Instant.parse("0001-01-01T00:00:00Z"))) {
            assertThat(store.messages(query(q -> q.from = Optional.of(far)))).hasSize(1);
            assertThat(store.messages(query(q -> q.until = Optional.of(far)))).isEmpty();
        }
    }

    @Test
    void messages_are_filtered_by_address_on_either_side() {
        Message other = stored(1, Order.USUAL.to("+4915112345678")).getFirst();
        Message sending = applied(chosen(stored(1).getFirst(), NOW));
        assertThat(store.messages(query(q -> q.address = Optional.of("+4915112345678"))))
                .containsExactly(other);
        assertThat(store.messages(query(q -> q.address = Optional.of(SENDER_ADDRESS))))
                .containsExactly(sending);
        assertThat(store.messages(query(q -> q.address = Optional.of("+1")))).isEmpty();
    }

    @Test
    void an_address_is_found_whatever_characters_it_has() {
        for (String address :
                List.of("\"a b\"@example.com", "back\\slash", "grün@example.com", "😀")) {
            Message message = stored(1, Order.USUAL.to(address)).getFirst();
            assertThat(store.messages(query(q -> q.address = Optional.of(address))))
                    .containsExactly(message);
        }
    }

    @Test
    void messages_are_filtered_by_status_channel_profile_and_tags() {
        Submission submission = everyKindOfMessage();
        answer(submission);
        List<Message> all = submission.messages();
        Message canceled = applied(to(all.get(0), new State.Canceled(NOW), NOW));
        assertThat(store.messages(query(q -> q.status = Optional.of(Status.CANCELED))))
                .containsExactly(canceled);
        assertThat(store.messages(query(q -> q.channel = Optional.of(Channel.WHATSAPP))))
                .containsExactly(all.get(1));
        assertThat(store.messages(query(q -> q.profile = Optional.of("mem_profile_1"))))
                .containsExactly(all.get(1));
        assertThat(store.messages(query(q -> q.tags = Map.of("a", "1", "b", "2"))))
                .containsExactly(canceled);
        assertThat(store.messages(query(q -> q.tags = Map.of("a", "2")))).isEmpty();
    }

    @Test
    void the_channel_of_a_message_is_that_of_its_last_attempt() {
        Submission submission = everyKindOfMessage();
        answer(submission);
        Message second = submission.messages().get(1); // first WhatsApp, then SMS
        Message moved =
                new Message(
                        second.id(), second.plan(), second.state(), 1, List.of(), false, NOW, 2);
        applied(new Change(second, moved, List.of()));
        Message sending = applied(chosen(moved, NOW));
        assertThat(store.messages(query(q -> q.channel = Optional.of(Channel.WHATSAPP)))).isEmpty();
        assertThat(store.messages(query(q -> q.channel = Optional.of(Channel.SMS))))
                .contains(sending);
    }

    // Settings

    // What phones wrote

    @Test
    void an_inbound_message_is_found_under_its_carriers_id_and_told_by_one_event() {
        Submission inbound = samples.inbound("+14155550123", "in:1");
        Message message = inbound.messages().getFirst();
        assertThat(answer(inbound)).isInstanceOf(Answer.Stored.class);
        assertThat(store.find(message.id())).contains(message);
        assertThat(store.findSent(CONNECTION, List.of("in:1")))
                .containsExactly(new SentPart("in:1", message.id(), 1, 0));
        assertThat(messageEvents())
                .singleElement()
                .satisfies(e -> assertThat(e.status()).isEqualTo(Status.INBOUND))
                .satisfies(e -> assertThat(e.attempt()).isEqualTo(1));
        assertThat(store.events(0, MANY)).hasSize(1);
        assertThat(store.messages(query(f -> f.status = Optional.of(Status.INBOUND))))
                .containsExactly(message);
    }

    @Test
    void what_an_inbound_message_is_kept_under_is_found_but_not_listed() {
        Submission inbound = samples.inbound("+14155550123", "in:2");
        store.write(Batch.of(inbound));
        assertThat(operations(q -> q)).isEmpty();
        assertThat(progress(inbound).status()).isEqualTo(Operation.Status.COMPLETED);
    }

    @Test
    void messages_are_filtered_by_session() {
        Message written = samples.inbound("+14155550123", "in:3").messages().getFirst();
        store.write(Batch.of(samples.inbound("+14155550124", "in:4")));
        store.write(
                Batch.of(
                        new Submission(
                                written.plan().operation(), List.of(written), Optional.empty())));
        Submission answer = submitted(1, Order.USUAL.to("+14155550123"));
        Message answered = applied(chosen(answer.messages().getFirst(), NOW));
        submitted(1, Order.USUAL.to("+14155550123"));
        SessionId session = SessionId.of(written).orElseThrow();
        assertThat(store.messages(query(f -> f.session = Optional.of(session))))
                .containsExactlyInAnyOrder(answered, written);
    }

    // Opt-outs

    private static OptOut optOut(long id, String phone, OptOut.Reach reach) {
        return new OptOut(
                new OptOutId(id),
                ACCOUNT,
                new Address(Address.Kind.PHONE, phone),
                reach,
                OptOut.Source.KEYWORD);
    }

    private void consent(Consent... consents) {
        store.write(Batch.EMPTY.withConsents(List.of(consents)));
    }

    @Test
    void an_opt_out_is_kept_once_until_consent_is_given_to_just_that() {
        var pool = new OptOut.Reach.OfPool(POOL);
        var sender = new OptOut.Reach.OfSender(Samples.SENDER);
        OptOut one = optOut(101, "+14155550123", pool);
        OptOut two = optOut(102, "+14155550123", sender);
        OptOut three = optOut(103, "+14155550124", new OptOut.Reach.WholeAccount());
        consent(withdrawn(one), withdrawn(two));
        consent(withdrawn(three), withdrawn(optOut(104, "+14155550123", pool)));
        assertThat(store.optOuts(OptOutQuery.all(Optional.empty(), MANY)))
                .containsExactly(three, two, one);
        assertThat(store.lastId()).isGreaterThanOrEqualTo(103);

        consent(new Consent.Given("AC2", one.address(), Set.of(pool)));
        consent(new Consent.Given(ACCOUNT, one.address(), Set.of(pool)));
        assertThat(store.optOuts(OptOutQuery.of(ACCOUNT, one.address()))).containsExactly(two);
        assertThat(store.optOuts(OptOutQuery.one(ACCOUNT, three.id()))).containsExactly(three);
        assertThat(store.optOuts(OptOutQuery.one("AC2", three.id()))).isEmpty();
        consent(withdrawn(optOut(105, "+14155550123", pool)));
        assertThat(store.optOuts(OptOutQuery.of(ACCOUNT, one.address()))).hasSize(2);
    }

    private static Consent withdrawn(OptOut optOut) {
        return new Consent.Withdrawn(optOut);
    }

    @Test
    void opt_outs_are_filtered_and_read_in_pages() {
        var pool = new OptOut.Reach.OfPool(POOL);
        for (int i = 1; i <= 5; i++) {
            consent(withdrawn(optOut(i, "+1415555010" + i, pool)));
        }
        assertThat(store.optOuts(OptOutQuery.all(Optional.of(new OptOutId(4)), 2)))
                .extracting(each -> each.id().value())
                .containsExactly(3L, 2L);
        OptOutQuery ofPool =
                new OptOutQuery(
                        Optional.of(ACCOUNT),
                        Optional.empty(),
                        Optional.of("+14155550102"),
                        Optional.of(Address.Kind.PHONE),
                        Optional.of(pool),
                        Optional.of(OptOut.Source.KEYWORD),
                        Optional.of(Instant.EPOCH),
                        Optional.of(NOW),
                        Optional.empty(),
                        MANY);
        assertThat(store.optOuts(ofPool)).extracting(each -> each.id().value()).containsExactly(2L);
    }

    @Test
    void what_a_submission_says_about_consent_counts_only_if_it_is_stored() {
        OptOut one = optOut(101, "+14155550123", new OptOut.Reach.WholeAccount());
        Submission first = keyed(samples.submission(1), "key", "body");
        Submission again = keyed(samples.submission(1), "key", "body");
        answer(saying(first, withdrawn(one)));
        assertThat(store.optOuts(OptOutQuery.of(ACCOUNT, one.address()))).containsExactly(one);
        answer(saying(again, new Consent.Given(ACCOUNT, one.address(), Set.of(one.reach()))));
        assertThat(store.optOuts(OptOutQuery.of(ACCOUNT, one.address()))).containsExactly(one);
    }

    private static Submission saying(Submission plain, Consent consent) {
        return new Submission(plain.operation(), plain.messages(), plain.key(), List.of(consent));
    }

    // Devices

    private static final String APP = "limonade";
    private static final Instant AT = NOW.truncatedTo(ChronoUnit.MILLIS);

    private static Device device(int number) {
        return new Device(Device.Provider.FCM, "token-" + number);
    }

    private static DeviceChange.Registered registered(
            long id, String app, long user, Device device, Instant at) {
        return new DeviceChange.Registered(
                new RegistrationId(id), ACCOUNT, app, new PushUserId(user), device, at);
    }

    private void change(DeviceChange... changes) {
        store.write(Batch.EMPTY.withDevices(List.of(changes)));
    }

    private List<Registration> registrations(Set<Long> users, Optional<String> app) {
        return store.registrations(
                new RegistrationQuery(
                        ACCOUNT,
                        users.stream().map(PushUserId::new).collect(Collectors.toSet()),
                        app,
                        Optional.empty(),
                        MANY));
    }

    @Test
    void a_person_has_one_registration_with_an_app_and_its_devices_newest_first() {
        change(registered(101, APP, 50, device(1), AT));
        change(
                registered(102, APP, 50, device(2), AT.plusSeconds(1)),
                registered(103, "other", 50, device(1), AT.plusSeconds(2)));
        change(registered(104, APP, 50, device(1), AT.plusSeconds(3)));

        assertThat(registrations(Set.of(50L), Optional.of(APP)))
                .containsExactly(
                        new Registration(
                                new RegistrationId(101),
                                ACCOUNT,
                                APP,
                                new PushUserId(50),
                                List.of(device(1), device(2))));
        assertThat(registrations(Set.of(50L), Optional.empty()))
                .extracting(each -> each.id().value())
                .containsExactly(103L, 101L);
        assertThat(store.pushUsers(PushUserQuery.one(ACCOUNT, new PushUserId(50))))
                .containsExactly(new PushUser(new PushUserId(50), ACCOUNT, AT.plusSeconds(3)));
        assertThat(store.pushUsers(PushUserQuery.one("AC2", new PushUserId(50)))).isEmpty();
        assertThat(store.lastId()).isGreaterThanOrEqualTo(104);
    }

    @Test
    void a_device_belongs_to_whoever_registered_it_last_in_an_app() {
        change(
                registered(101, APP, 50, device(1), AT),
                registered(102, "other", 50, device(1), AT),
                registered(103, APP, 51, device(1), AT));

        assertThat(registrations(Set.of(), Optional.empty()))
                .extracting(Registration::devices)
                .containsExactly(List.of(device(1)), List.of(device(1)), List.of());
    }

    @Test
    void a_registration_keeps_its_newest_devices_only() {
        int most = Registration.DEVICES_MOST;
        for (int i = 0; i <= most; i++) {
            change(registered(100 + i, APP, 50, device(i), AT.plusSeconds(i)));
        }

        List<Device> kept = registrations(Set.of(50L), Optional.of(APP)).getFirst().devices();
        assertThat(kept).hasSize(most).doesNotContain(device(0)).startsWith(device(most));
    }

    @Test
    void a_device_that_is_gone_is_nobodys_and_the_account_decides_whose_it_is() {
        change(
                registered(101, APP, 50, device(1), AT),
                registered(102, "other", 51, device(1), AT),
                registered(103, APP, 52, device(2), AT));
        change(new DeviceChange.Gone("AC2", device(1)));
        assertThat(registrations(Set.of(50L), Optional.empty()).getFirst().devices()).isNotEmpty();

        change(
                new DeviceChange.Gone(ACCOUNT, device(1)),
                new DeviceChange.Gone(ACCOUNT, new Device(Device.Provider.APN, device(2).token())));
        assertThat(registrations(Set.of(), Optional.empty()))
                .extracting(Registration::devices)
                .containsExactly(List.of(device(2)), List.of(), List.of());
    }

    @Test
    void a_forgotten_person_leaves_nothing() {
        change(
                registered(101, APP, 50, device(1), AT),
                registered(102, "other", 50, device(2), AT),
                registered(103, APP, 51, device(3), AT));
        change(new DeviceChange.Forgotten(ACCOUNT, new PushUserId(50)));

        assertThat(registrations(Set.of(), Optional.empty()))
                .extracting(each -> each.user().value())
                .containsExactly(51L);
        assertThat(
                        store.pushUsers(
                                new PushUserQuery(
                                        ACCOUNT, Optional.empty(), Optional.empty(), MANY)))
                .extracting(each -> each.id().value())
                .containsExactly(51L);

        change(registered(104, APP, 50, device(1), AT));
        assertThat(registrations(Set.of(50L), Optional.empty()).getFirst().devices())
                .containsExactly(device(1));
    }

    @Test
    void people_and_registrations_are_read_in_pages_and_by_many_people_at_once() {
        for (int i = 1; i <= 5; i++) {
            change(registered(100 + i, i % 2 == 0 ? APP : "other", 50 + i, device(i), AT));
        }
        assertThat(
                        store.pushUsers(
                                new PushUserQuery(
                                        ACCOUNT,
                                        Optional.empty(),
                                        Optional.of(new PushUserId(54)),
                                        2)))
                .extracting(each -> each.id().value())
                .containsExactly(53L, 52L);
        assertThat(
                        store.registrations(
                                new RegistrationQuery(
                                        ACCOUNT,
                                        Set.of(),
                                        Optional.of("other"),
                                        Optional.of(new RegistrationId(105)),
                                        MANY)))
                .extracting(each -> each.id().value())
                .containsExactly(103L, 101L);
        assertThat(registrations(Set.of(52L, 54L, 55L, 99L), Optional.of(APP)))
                .extracting(each -> each.user().value())
                .containsExactly(54L, 52L);
        assertThat(
                        store.registrations(
                                new RegistrationQuery(
                                        "AC2", Set.of(), Optional.empty(), Optional.empty(), MANY)))
                .isEmpty();
    }

    @Test
    void settings_are_kept_by_kind_with_growing_versions() {
        Setting pool = new Setting(Setting.Kind.POOL, "p", 0, "{\"a\":1}");
        Setting sender = new Setting(Setting.Kind.SENDER, "p", 0, "{}");
        assertThat(store.save(List.of(pool, sender))).isTrue();
        assertThat(store.settings(Setting.Kind.POOL))
                .containsExactly(new Setting(Setting.Kind.POOL, "p", 1, "{\"a\":1}"));
        assertThat(store.settings(Setting.Kind.SENDER)).hasSize(1);
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 1, "{\"a\":2}"))))
                .isTrue();
        assertThat(store.settings(Setting.Kind.POOL))
                .containsExactly(new Setting(Setting.Kind.POOL, "p", 2, "{\"a\":2}"));
        assertThat(store.settings(Setting.Kind.CONNECTION)).isEmpty();
    }

    @Test
    void settings_are_saved_all_or_none() {
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 0, "1")))).isTrue();
        List<Setting> mixed =
                List.of(
                        new Setting(Setting.Kind.MEMBER, "p/s", 0, "1"),
                        new Setting(Setting.Kind.POOL, "p", 0, "2"));
        assertThat(store.save(mixed)).isFalse();
        assertThat(store.settings(Setting.Kind.MEMBER)).isEmpty();
        assertThat(store.settings(Setting.Kind.POOL))
                .containsExactly(new Setting(Setting.Kind.POOL, "p", 1, "1"));
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "q", 1, "1")))).isFalse();
    }

    @Test
    void an_empty_setting_deletes() {
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 0, "1")))).isTrue();
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 0, "")))).isFalse();
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 1, "")))).isTrue();
        assertThat(store.settings(Setting.Kind.POOL)).isEmpty();
        assertThat(store.save(List.of(new Setting(Setting.Kind.POOL, "p", 0, "2")))).isTrue();
    }

    // Tidying

    @Test
    void purge_deletes_old_closed_messages_with_all_that_belongs_to_them() {
        Submission old = keyed(samples.submission(2), "key", "body");
        answer(old);
        for (Message message : old.messages()) {
            Message sending = applied(chosen(message, NOW));
            applied(sent(sending, NOW, "k" + message.id()));
        }
        Message open = stored(1).getFirst();
        Message fresh = stored(1, Order.USUAL.at(second(10))).getFirst();
        applied(to(fresh, new State.Canceled(second(10)), second(10)));
        assertThat(store.purge(second(5), 1)).isEqualTo(1);
        assertThat(progress(old).counts()).isEqualTo(Map.of(Status.SENT, 1));
        assertThat(store.purge(second(5), MANY)).isEqualTo(1);
        assertThat(store.purge(second(5), MANY)).isZero();
        MessageId gone = old.messages().getFirst().id();
        assertThat(store.find(gone)).isEmpty();
        assertThat(store.findSent(CONNECTION, List.of("k" + gone))).isEmpty();
        assertThat(store.operations(OperationQuery.one(ACCOUNT, old.operation().id(), NOW)))
                .isEmpty();
        assertThat(messageEvents()).extracting(Event::message).containsExactly(fresh.id());
        assertThat(store.find(open.id())).contains(open);
        assertThat(store.find(fresh.id())).isPresent();
        Submission again = keyed(samples.submission(1), "key", "body");
        assertThat(answer(again)).isInstanceOf(Answer.Stored.class);
    }

    @Test
    void purge_leaves_the_key_that_a_younger_message_was_given_again() {
        accepted(CONNECTION, "1");
        Message young =
                applied(
                        sent(
                                applied(
                                        chosen(
                                                stored(1, Order.USUAL.at(second(10))).getFirst(),
                                                NOW)),
                                NOW,
                                "1"));
        assertThat(store.purge(second(5), MANY)).isEqualTo(1);
        assertThat(store.findSent(CONNECTION, List.of("1")))
                .containsExactly(new SentPart("1", young.id(), 1, 0));
    }

    @Test
    void purge_forgets_early_receipts_that_are_too_old() {
        EarlyReceipt young = early("k2", second(10));
        store.write(
                new Batch(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(early("k1", NOW), young),
                        List.of()));
        store.purge(second(5), MANY);
        assertThat(store.earlyReceipts(MANY)).containsExactly(young);
    }

    @Test
    void a_purged_log_goes_on_with_greater_numbers() {
        Message one = stored(1).getFirst();
        applied(to(one, new State.Canceled(NOW), NOW));
        long last = store.events(0, MANY).getLast().seq();
        store.purge(second(5), MANY);
        assertThat(store.events(0, MANY)).isEmpty();
        applied(to(stored(1).getFirst(), new State.Canceled(NOW), NOW));
        assertThat(store.events(0, MANY).getFirst().seq()).isGreaterThan(last);
    }

    @Test
    void the_last_id_is_the_greatest_ever_stored() {
        assertThat(store.lastId()).isZero();
        Submission submission = submitted(3);
        assertThat(store.lastId()).isEqualTo(submission.messages().getLast().id().value());
        submission.messages().forEach(m -> applied(to(m, new State.Canceled(NOW), NOW)));
        assertThat(store.purge(second(5), MANY)).isEqualTo(3);
        assertThat(store.lastId()).isEqualTo(submission.messages().getLast().id().value());
        SenderId sender = new SenderId(store.lastId() + 5);
        store.save(List.of(new Setting(Setting.Kind.SENDER, sender.toString(), 0, "{}")));
        assertThat(store.lastId()).isEqualTo(sender.value());
    }

    @Test
    void a_healthy_store_passes_its_check() {
        store.check();
        assertThat(store.size()).isNotNegative();
        assertThat(store.write(Batch.EMPTY)).isEqualTo(new Written(List.of(), List.of()));
    }

    // Steps

    private Submission submitted(int size) {
        return submitted(size, Order.USUAL);
    }

    private Submission submitted(int size, Order order) {
        Submission submission = samples.submission(size, order);
        assertThat(answer(submission)).isInstanceOf(Answer.Stored.class);
        return submission;
    }

    protected List<Message> stored(int size) {
        return submitted(size).messages();
    }

    protected List<Message> stored(int size, Order order) {
        return submitted(size, order).messages();
    }

    private Answer answer(Submission submission) {
        return store.write(Batch.of(submission)).submissions().getFirst();
    }

    private List<Change> written(Change... changes) {
        return store.write(Batch.of(List.of(changes))).refused();
    }

    protected Message applied(Change change) {
        assertThat(written(change)).isEmpty();
        return change.after();
    }

    private Message accepted(ConnectionId connection, String... keys) {
        Message sending = applied(chosen(stored(1).getFirst(), connection, NOW));
        return applied(sent(sending, NOW, keys));
    }

    private Message waits(Message message, Instant due) {
        return applied(to(message, new State.Waiting(due, State.Reason.NO_SENDER), NOW));
    }

    protected List<Message> claim(int max) {
        return claimAt(NOW, max);
    }

    private List<Message> claimExcept(Set<EligibilityClass> except, int max) {
        return store.claim(POOL.value(), Priority.NORMAL, except, max, NOW, LEASE_ENDS);
    }

    private List<Message> claimAt(Instant now, int max) {
        return store.claim(POOL.value(), Priority.NORMAL, Set.of(), max, now, LEASE_ENDS);
    }

    private List<Event> messageEvents() {
        return store.events(0, MANY).stream()
                .filter(Event.class::isInstance)
                .map(Event.class::cast)
                .toList();
    }

    /// What was logged of an operation.
    private List<Operation.Status> statuses(Submission submission) {
        return store.events(0, MANY).stream()
                .filter(OperationEvent.class::isInstance)
                .map(OperationEvent.class::cast)
                .filter(event -> event.operation().equals(submission.operation().id()))
                .map(OperationEvent::status)
                .toList();
    }

    private Progress progress(Submission submission) {
        return progress(submission, NOW);
    }

    private Progress progress(Submission submission, Instant now) {
        OperationId id = submission.operation().id();
        return store.operations(OperationQuery.one(ACCOUNT, id, now)).getFirst();
    }

    // Values

    private static List<MessageId> ids(Collection<Message> messages) {
        return messages.stream().map(Message::id).toList();
    }

    private static List<OperationId> operationIds(List<Submission> submissions) {
        return submissions.stream().map(submission -> submission.operation().id()).toList();
    }

    private static Instant second(int seconds) {
        return NOW.plusSeconds(seconds).minusMillis(100);
    }

    private static Message with(Message message, State state) {
        return new Message(
                message.id(), message.plan(), state, 0, List.of(), false, message.updatedAt(), 1);
    }

    private static EarlyReceipt early(String key, Instant at) {
        return new EarlyReceipt(
                CONNECTION,
                List.of(key, "0x" + key),
                "+14153900001",
                new Fact.Report(
                        Status.UNDELIVERED, Optional.of(FAILURE), OutcomeClass.T7_DESTINATION),
                at);
    }

    private static List<State> everyState() {
        return List.of(
                new State.Scheduled(NOW.plusSeconds(1)),
                new State.Queued(),
                new State.Waiting(NOW.plusSeconds(2), State.Reason.PAIR_RATE),
                new State.Sending(NOW.plusNanos(3)),
                new State.Unsure(NOW.plusSeconds(4)),
                new State.Awaiting(Status.SENT, NOW.plusNanos(1), NOW.plusSeconds(4)),
                new State.Awaiting(Status.DELIVERED, NOW.plusNanos(2), NOW.plusSeconds(4)),
                new State.Revoking(NOW.plusNanos(3), NOW.plusSeconds(4)),
                new State.Sent(NOW.plusSeconds(5)),
                new State.Delivered(NOW.plusSeconds(6)),
                new State.Read(NOW.plusSeconds(7)),
                new State.Undelivered(FAILURE, NOW.plusSeconds(8)),
                new State.Failed(new Failure(0, "", ""), NOW.plusSeconds(9)),
                new State.Unaddressable(FAILURE, NOW.plusSeconds(10)),
                new State.Canceled(NOW.plusSeconds(11)),
                new State.Inbound(NOW.plusSeconds(12)));
    }

    /// One operation with what a request can say, and a message of each shape.
    private Submission everyKindOfMessage() {
        Submission plain = samples.submission(3);
        Operation old = plain.operation();
        Operation operation =
                new Operation(
                        old.id(),
                        old.account(),
                        new Origin.FromInventory(7),
                        new Content.Modules(
                                Map.of(
                                        Channel.SMS,
                                        new Content.Module(Optional.of("Grüße 😀"), "{\"x\":[]}"),
                                        Channel.RCS,
                                        new Content.Module(Optional.empty(), "{}"))),
                        Map.of("campaign", "spring"),
                        Priority.HIGH,
                        Optional.of("order-1"),
                        old.firstMessage(),
                        old.size(),
                        true,
                        NOW.plusNanos(1));
        Address phone = new Address(Address.Kind.PHONE, "+14153901002");
        Address whatsApp = new Address(Address.Kind.WHATSAPP, "+14153901003");
        Plan first =
                new Plan(
                        operation,
                        new Recipient(
                                List.of(phone),
                                Optional.empty(),
                                Map.of("1", "ü\n\""),
                                Optional.of("Ada")),
                        Map.of("a", "1", "b", "2", "c", ""),
                        List.of(new Plan.Step(Channel.SMS, phone, 6)),
                        Optional.of(NOW.plusNanos(5)),
                        NOW.plus(VALIDITY));
        Plan second =
                new Plan(
                        operation,
                        new Recipient(
                                List.of(whatsApp, phone),
                                Optional.of(new Recipient.Profile("mem_profile_1", "mem_store_1")),
                                Map.of()),
                        Map.of("a", "1"),
                        List.of(
                                new Plan.Step(Channel.WHATSAPP, whatsApp, 1),
                                new Plan.Step(Channel.SMS, phone, 1)),
                        Optional.empty(),
                        NOW.plus(VALIDITY));
        Plan third =
                new Plan(
                        operation,
                        new Recipient(List.of(), Optional.empty(), Map.of()),
                        Map.of(),
                        List.of(),
                        Optional.empty(),
                        NOW);
        List<Plan> plans = List.of(first, second, third);
        List<Message> messages =
                IntStream.range(0, plans.size())
                        .mapToObj(i -> replan(plain.messages().get(i), plans.get(i)))
                        .toList();
        return new Submission(operation, messages, Optional.empty());
    }

    private static Message replan(Message message, Plan plan) {
        State state =
                plan.steps().isEmpty() ? new State.Unaddressable(FAILURE, NOW) : new State.Queued();
        return new Message(message.id(), plan, state, 0, List.of(), false, NOW, 1);
    }

    @Test
    void every_kind_of_operation_is_read_as_it_was_written() {
        List<Content> contents =
                List.of(
                        Content.text("Hi"),
                        new Content.Plain(
                                Optional.empty(), List.of(URI.create("https://example.com/a.png"))),
                        new Content.Stored(
                                "HX0123",
                                Map.of("1", "Grüße"),
                                "{\"twilio/text\":{\"body\":\"{{1}}\"}}"),
                        new Content.Email(
                                Optional.of("Acme"),
                                "Hi",
                                "<p>Grüße</p>",
                                Optional.of("Grüße"),
                                List.of(
                                        new Content.Attachment("a.pdf", "application/pdf", "AAE="),
                                        new Content.Attachment("b.txt", "text/plain", ""))),
                        new Content.Push(
                                Optional.of("Hi"),
                                "Shipped",
                                Content.Urgency.LOW,
                                Optional.of("bell")),
                        everyKindOfMessage().operation().content());
        List<Origin> origins =
                List.of(
                        new Origin.FromPool(POOL),
                        new Origin.FromSender(new SenderId(3)),
                        new Origin.FromInventory(4),
                        new Origin.AutoReply(new SenderId(5)));
        for (Content content : contents) {
            for (Origin origin : origins) {
                Submission submission = saying(content, origin);
                answer(submission);
                Operation stored = submission.operation();
                assertThat(store.find(stored.id())).contains(stored);
                assertThat(progress(submission).operation()).isEqualTo(stored.withoutAttachments());
            }
        }
    }

    private Submission saying(Content content, Origin origin) {
        Operation o = samples.submission(1).operation();
        Operation operation =
                new Operation(
                        o.id(),
                        o.account(),
                        origin,
                        content,
                        o.tags(),
                        o.priority(),
                        Optional.of("ordering"),
                        o.firstMessage(),
                        0,
                        o.scheduled(),
                        o.startsAt());
        return new Submission(operation, List.of(), Optional.empty());
    }

    private static final class Filter {
        private Operation.Kind kind = Operation.Kind.MESSAGE;
        private Optional<OperationId> operation = Optional.empty();
        private Optional<Instant> from = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private Optional<Channel> channel = Optional.empty();
        private Optional<Status> status = Optional.empty();
        private Optional<SessionId> session = Optional.empty();
        private Optional<String> address = Optional.empty();
        private Optional<String> profile = Optional.empty();
        private Optional<Device.Provider> provider = Optional.empty();
        private Map<String, String> tags = Map.of();
        private Optional<MessageId> before = Optional.empty();
    }

    private static MessageQuery query(Consumer<Filter> narrow) {
        Filter f = new Filter();
        narrow.accept(f);
        return new MessageQuery(
                ACCOUNT,
                Optional.of(f.kind),
                f.operation,
                f.session,
                f.from,
                f.until,
                f.channel,
                f.status,
                f.address,
                f.profile,
                f.provider,
                f.tags,
                f.before,
                MANY);
    }

    private List<OperationId> operations(UnaryOperator<OperationQuery> narrow) {
        OperationQuery all =
                new OperationQuery(
                        ACCOUNT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        NOW,
                        MANY);
        return store.operations(narrow.apply(all)).stream().map(p -> p.operation().id()).toList();
    }

    private static OperationQuery before(OperationQuery q, OperationId id, int max) {
        return new OperationQuery(
                q.account(),
                q.kind(),
                q.id(),
                q.from(),
                q.until(),
                q.status(),
                Optional.of(id),
                q.now(),
                max);
    }

    private static OperationQuery between(OperationQuery q, Instant from, Instant until) {
        return new OperationQuery(
                q.account(),
                q.kind(),
                q.id(),
                Optional.of(from),
                Optional.of(until),
                q.status(),
                q.before(),
                q.now(),
                q.max());
    }

    private static OperationQuery status(OperationQuery q, Operation.Status status) {
        return new OperationQuery(
                q.account(),
                q.kind(),
                q.id(),
                q.from(),
                q.until(),
                Optional.of(status),
                q.before(),
                q.now(),
                q.max());
    }
}
