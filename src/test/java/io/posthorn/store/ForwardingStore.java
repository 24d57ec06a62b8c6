package io.posthorn.store;

import io.posthorn.message.Assignment;
import io.posthorn.message.Change;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Passes everything on to a store in memory, for a test to change one thing of it.
class ForwardingStore implements Store {

    private final Store store = new SimStore();

    static Batch withChanges(Batch batch, List<Change> changes) {
        return new Batch(
                batch.submissions(),
                changes,
                batch.cancellations(),
                batch.early(),
                batch.matched(),
                batch.usage(),
                batch.assignments(),
                batch.released(),
                batch.senderEvents(),
                batch.consents(),
                batch.devices());
    }

    static Batch withSubmissions(Batch batch, List<Batch.Submission> submissions) {
        return new Batch(
                submissions,
                batch.changes(),
                batch.cancellations(),
                batch.early(),
                batch.matched(),
                batch.usage(),
                batch.assignments(),
                batch.released(),
                batch.senderEvents(),
                batch.consents(),
                batch.devices());
    }

    @Override
    public Written write(Batch batch) {
        return store.write(batch);
    }

    @Override
    public boolean save(List<Setting> settings) {
        return store.save(settings);
    }

    @Override
    public boolean advance(String subscriber, long from, long to) {
        return store.advance(subscriber, from, to);
    }

    @Override
    public int purge(Instant before, int max) {
        return store.purge(before, max);
    }

    @Override
    public int forget(Instant now, int max) {
        return store.forget(now, max);
    }

    @Override
    public List<Usage> usage(SenderId sender, Quota.Period kind, String period) {
        return store.usage(sender, kind, period);
    }

    @Override
    public Optional<Assignment> assignment(PoolId pool, String address) {
        return store.assignment(pool, address);
    }

    @Override
    public List<Decision> decisions(MessageId message) {
        return store.decisions(message);
    }

    @Override
    public List<SenderEvent> senderEvents(SenderId sender, int max) {
        return store.senderEvents(sender, max);
    }

    @Override
    public List<Message> claim(
            long queue,
            Priority lane,
            Set<EligibilityClass> except,
            int max,
            Instant now,
            Instant leaseEnds) {
        return store.claim(queue, lane, except, max, now, leaseEnds);
    }

    @Override
    public List<Message> overdue(int max, Instant now) {
        return store.overdue(max, now);
    }

    @Override
    public List<Message> abandoned(Instant started, int max) {
        return store.abandoned(started, max);
    }

    @Override
    public List<Backlog> backlog() {
        return store.backlog();
    }

    @Override
    public Optional<Message> find(MessageId id) {
        return store.find(id);
    }

    @Override
    public Optional<Operation> find(OperationId id) {
        return store.find(id);
    }

    @Override
    public List<SentPart> findSent(ConnectionId connection, List<String> receiptKeys) {
        return store.findSent(connection, receiptKeys);
    }

    @Override
    public List<EarlyReceipt> earlyReceipts(int max) {
        return store.earlyReceipts(max);
    }

    @Override
    public List<Message> messages(MessageQuery query) {
        return store.messages(query);
    }

    @Override
    public List<Progress> operations(OperationQuery query) {
        return store.operations(query);
    }

    @Override
    public List<PushUser> pushUsers(PushUserQuery query) {
        return store.pushUsers(query);
    }

    @Override
    public List<Registration> registrations(RegistrationQuery query) {
        return store.registrations(query);
    }

    @Override
    public List<OptOut> optOuts(OptOutQuery query) {
        return store.optOuts(query);
    }

    @Override
    public List<Setting> settings(Setting.Kind kind) {
        return store.settings(kind);
    }

    @Override
    public List<LogEntry> events(long afterSeq, int max) {
        return store.events(afterSeq, max);
    }

    @Override
    public long lastSeq() {
        return store.lastSeq();
    }

    @Override
    public long cursor(String subscriber) {
        return store.cursor(subscriber);
    }

    @Override
    public long lastId() {
        return store.lastId();
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public void check() {
        store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
