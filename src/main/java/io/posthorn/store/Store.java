package io.posthorn.store;

import io.posthorn.message.Assignment;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Decision;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.LogEntry;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationId;
import io.posthorn.message.OptOut;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.PushUser;
import io.posthorn.message.Quota;
import io.posthorn.message.Registration;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that must survive a crash.
///
/// Safe for use by many threads. A method that changes something returns after it is on disk, whole
/// or not at all. Throws `StoreUnavailable` when the database cannot be used now; nothing was
/// changed then.
public interface Store extends AutoCloseable {

    Duration ASSIGNMENT_KEPT = Duration.ofDays(180);
    Duration USAGE_KEPT = Duration.ofDays(62); // two months: the last one is over

    // What changes

    /// Stores all of `batch` in one transaction, each change with its events.
    ///
    /// A submission whose idempotency key is known is not stored: its answer names the first one's
    /// operation. Its key is free again when it expired before the new operation was created. A
    /// change whose `before.version()` is not the stored one is refused and leaves no trace.
    Written write(Batch batch);

    /// Stores all settings or none: none when the version of any is not the one stored (0: must not
    /// exist yet). Each is stored with its version plus one.
    boolean save(List<Setting> settings);

    /// Moves a reader of the event log; false, and nothing done, when it is not at `from`.
    boolean advance(String subscriber, long from, long to);

    /// Deletes up to `max` closed messages created before `before`, oldest first, with their
    /// receipt keys and decisions; operations of that age with no message left, and their
    /// idempotency keys; and the events and early receipts that are older than `before`. Returns
    /// how many messages went: fewer than `max` when nothing that old is left.
    int purge(Instant before, int max);

    /// Forgets up to `max` assignments that were not used for `ASSIGNMENT_KEPT`, and the usage of
    /// periods that began longer than `USAGE_KEPT` ago. Returns how many assignments went: fewer
    /// than `max` when none that old is left.
    int forget(Instant now, int max);

    // The queue

    /// Takes up to `max` ready messages of a queue and lane for this caller alone, the ones whose
    /// turn is next first: first in, first out within an operation, one message of each operation
    /// in turn; one that was claimed before and is `Queued` again comes before all that never were.
    /// Until `leaseEnds`, or until a change of it is written, no other claim returns a message.
    ///
    /// Messages of the classes in `except` are passed over, and cost nothing however many they are.
    /// Of the messages with one account, origin and ordering key, only the first by id that is
    /// under way (`Queued`, `Waiting`, `Sending` or `Unsure`) is returned; when it has left those
    /// states, the next can be.
    List<Message> claim(
            long queue,
            Priority lane,
            Set<EligibilityClass> except,
            int max,
            Instant now,
            Instant leaseEnds);

    /// Up to `max` open messages whose state's `due` has come, longest overdue first.
    List<Message> overdue(int max, Instant now);

    /// Up to `max` messages in state `Sending` whose last attempt began before `started`: after a
    /// crash, nobody answers for them.
    List<Message> abandoned(Instant started, int max);

    /// What is ready, claimed or not, by queue, lane and class; empty ones are left out.
    List<Backlog> backlog();

    // What is known

    Optional<Message> find(MessageId id);

    Optional<Operation> find(OperationId id);

    /// The attempt parts recorded under any of `receiptKeys`, in their order; the latest when a
    /// carrier gave the same key twice.
    List<SentPart> findSent(ConnectionId connection, List<String> receiptKeys);

    /// Receipts that came before the answer they belong to, or belong to nothing; newest first, up
    /// to `max`.
    List<EarlyReceipt> earlyReceipts(int max);

    List<Message> messages(MessageQuery query);

    List<Progress> operations(OperationQuery query);

    List<OptOut> optOuts(OptOutQuery query);

    List<PushUser> pushUsers(PushUserQuery query);

    List<Registration> registrations(RegistrationQuery query);

    /// Every setting of a kind, in no order.
    List<Setting> settings(Setting.Kind kind);

    // What routing remembers

    /// What a sender used of its quotas in a period, by country; `period` is its first day, as in
    /// `2026-11-23`.
    List<Usage> usage(SenderId sender, Quota.Period kind, String period);

    /// The sender a recipient keeps in a pool.
    Optional<Assignment> assignment(PoolId pool, String address);

    /// Why each attempt of a message went the way it went, by attempt; the latest of attempts with
    /// one number.
    List<Decision> decisions(MessageId message);

    // The event log

    /// Lines of the log whose `seq` is greater than `afterSeq`, in order. Besides the events of its
    /// changes a batch logs of every operation that it was accepted, that the first of its
    /// scheduled messages became due, and that its last open message ended.
    List<LogEntry> events(long afterSeq, int max);

    /// The last `max` lines of the log about a sender, newest first.
    List<SenderEvent> senderEvents(SenderId sender, int max);

    /// The last position of the log ever given out; 0 for a new store.
    long lastSeq();

    /// Where a reader of the log is; 0 when it never read.
    long cursor(String subscriber);

    // Life

    /// The greatest id number ever stored, of any resource; 0 for a new store.
    long lastId();

    /// Size on disk in bytes.
    long size();

    /// Proves that the store can write.
    void check();

    @Override
    void close();
}
