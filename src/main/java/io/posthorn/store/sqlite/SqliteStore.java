package io.posthorn.store.sqlite;

import static java.time.ZoneOffset.UTC;

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
import io.posthorn.store.Backlog;
import io.posthorn.store.Batch;
import io.posthorn.store.EarlyReceipt;
import io.posthorn.store.MessageQuery;
import io.posthorn.store.OperationQuery;
import io.posthorn.store.OptOutQuery;
import io.posthorn.store.Progress;
import io.posthorn.store.PushUserQuery;
import io.posthorn.store.RegistrationQuery;
import io.posthorn.store.SentPart;
import io.posthorn.store.Setting;
import io.posthorn.store.Store;
import io.posthorn.store.Written;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The store in one SQLite file, for one process.
///
/// Each write is one transaction, on disk when it returns; many callers' changes belong in one
/// batch. Reads run beside it. Claims are kept in memory: the process that made them is the only
/// one.
public final class SqliteStore implements Store {

    private static final int EVENTS_PER_MESSAGE = 8; // more than a message usually has

    private static final int BLOCKS_PURGED = 16; // hold more messages than a chunk of a purge

    private final Database database;
    private final Writer writer;
    private final Readers readers;
    private final Checkpoints checkpoints;
    private final Lanes lanes;
    private final Operations operations = new Operations();
    private final MessageTable messages = new MessageTable(operations);
    private final TermBlocks terms;
    private final MessageSearch search;
    private volatile Marks marks;

    private SqliteStore(Database database) {
        this.database = database;
        this.writer = new Writer(database);
        this.readers = new Readers(database);
        this.terms = readers.read(TermBlocks::load);
        Unfilled.fill(writer, messages, terms);
        this.search = new MessageSearch(messages, terms);
        this.lanes = readers.read(Lanes::load);
        this.marks = readers.read(Marks::load);
        this.checkpoints = new Checkpoints(database, writer);
    }

    /// Opens `file`, or creates it. Throws `StoreUnavailable` when that is impossible: another
    /// process has it, or a newer Posthorn wrote it.
    public static SqliteStore open(Path file) {
        return open(file, Database.NO_LIMIT);
    }

    static SqliteStore open(Path file, long maxPages) {
        Database database = Database.open(file, Migrations.SCRIPTS, maxPages);
        try {
            return new SqliteStore(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    // What changes

    @Override
    public Written write(Batch batch) {
        if (batch.equals(Batch.EMPTY)) {
            return new Written(List.of(), List.of());
        }
        BatchWrite write = new BatchWrite(batch, lanes, operations, terms);
        return transact(session -> write.run(session, marks), () -> committed(write));
    }

    private void committed(BatchWrite write) {
        marks = write.marks();
        write.committed();
    }

    private <T> T transact(Session.Work<T> work, Runnable committed) {
        T result = writer.transact(work, committed);
        checkpoints.committed();
        return result;
    }

    private <T> T transact(Session.Work<T> work) {
        return transact(work, SqliteStore::nothing);
    }

    private static void nothing() {
        // what was written is nowhere kept in memory
    }

    @Override
    public boolean save(List<Setting> settings) {
        SettingsWrite write = new SettingsWrite(settings);
        return transact(session -> write.run(session, marks), () -> marks = write.marks());
    }

    @Override
    public boolean advance(String subscriber, long from, long to) {
        return transact(session -> EventTable.advance(session, subscriber, from, to));
    }

    @Override
    public int purge(Instant before, int max) {
        long until = IdRange.firstAt(before);
        int gone = transact(session -> purge(session, before, max));
        List<TermBlocks.Block> empty = new ArrayList<>();
        transact(
                session -> empty.addAll(terms.purge(session, until, BLOCKS_PURGED)),
                () -> terms.purged(empty));
        return gone;
    }

    private int purge(Session session, Instant before, int max) throws SQLException {
        List<Message> old = messages.old(session, IdRange.firstAt(before), max);
        Map<Operation, List<Message>> byOperation = new LinkedHashMap<>();
        for (Message message : old) {
            MessageTable.delete(session, message.id());
            ReceiptTable.forget(session, message);
            DecisionTable.delete(session, message.id());
            byOperation
                    .computeIfAbsent(message.plan().operation(), _ -> new ArrayList<>())
                    .add(message);
        }
        for (Operation operation : byOperation.keySet()) {
            OperationTable.deleteIfEmpty(session, operation);
            operations.forget(operation.id());
        }
        EventTable.purge(session, before, max * EVENTS_PER_MESSAGE);
        SenderEventTable.purge(session, before, max);
        EarlyReceiptTable.purge(session, before, max);
        return old.size();
    }

    @Override
    public int forget(Instant now, int max) {
        return transact(session -> {
            UsageTable.forget(session, LocalDate.ofInstant(now.minus(USAGE_KEPT), UTC));
            return AssignmentTable.forget(session, now.minus(ASSIGNMENT_KEPT), max);
        });
    }

    // The queue

    @Override
    public List<Message> claim(
            long queue,
            Priority lane,
            Set<EligibilityClass> except,
            int max,
            Instant now,
            Instant leaseEnds) {
        Lanes.Name name = new Lanes.Name(queue, lane);
        return readers.read(session ->
                messages.understand(
                        session,
                        lanes.of(name)
                                .claim(ReadyTable.in(session, name), except, max, now, leaseEnds)));
    }

    @Override
    public List<Message> overdue(int max, Instant now) {
        return readers.read(session -> overdue(session, max, now));
    }

    private List<Message> overdue(Session session, int max, Instant now) throws SQLException {
        List<Message> due = new ArrayList<>();
        for (int state = Codes.FIRST_OPEN; state <= Codes.LAST_OPEN; state++) {
            due.addAll(messages.due(session, state, now, max));
        }
        due.sort(Comparator.comparing(SqliteStore::due).thenComparing(Message::id));
        return due.size() > max ? List.copyOf(due.subList(0, max)) : due;
    }

    private static Instant due(Message message) {
        return message.state().due(message.plan().expiresAt()).orElseThrow();
    }

    @Override
    public List<Message> abandoned(Instant started, int max) {
        return readers.read(session ->
                messages.sending(session).stream()
                        .filter(m -> m.attempts().getLast().at().isBefore(started))
                        .limit(max)
                        .toList());
    }

    @Override
    public List<Backlog> backlog() {
        return readers.read(lanes::backlog);
    }

    // What is known

    @Override
    public Optional<Message> find(MessageId id) {
        return readers.read(session -> messages.find(session, id));
    }

    @Override
    public Optional<Operation> find(OperationId id) {
        return readers.read(session -> operations.find(session, id));
    }

    @Override
    public List<SentPart> findSent(ConnectionId connection, List<String> receiptKeys) {
        return readers.read(session -> ReceiptTable.find(session, connection, receiptKeys));
    }

    @Override
    public List<EarlyReceipt> earlyReceipts(int max) {
        return readers.read(session -> EarlyReceiptTable.newest(session, max));
    }

    @Override
    public List<Message> messages(MessageQuery query) {
        return readers.read(session -> search.find(session, query));
    }

    @Override
    public List<Progress> operations(OperationQuery query) {
        return readers.read(session -> OperationTable.list(session, query));
    }

    @Override
    public List<OptOut> optOuts(OptOutQuery query) {
        return readers.read(session -> OptOutTable.list(session, query));
    }

    @Override
    public List<PushUser> pushUsers(PushUserQuery query) {
        return readers.read(session -> DeviceTable.users(session, query));
    }

    @Override
    public List<Registration> registrations(RegistrationQuery query) {
        return readers.read(session -> DeviceTable.list(session, query));
    }

    @Override
    public List<Setting> settings(Setting.Kind kind) {
        return readers.read(session -> SettingTable.list(session, kind));
    }

    // What routing remembers

    @Override
    public List<Usage> usage(SenderId sender, Quota.Period kind, String period) {
        return readers.read(session -> UsageTable.of(session, sender, kind, period));
    }

    @Override
    public Optional<Assignment> assignment(PoolId pool, String address) {
        return readers.read(session -> AssignmentTable.find(session, pool, address));
    }

    @Override
    public List<Decision> decisions(MessageId message) {
        return readers.read(session -> DecisionTable.of(session, message));
    }

    // The event log

    @Override
    public List<LogEntry> events(long afterSeq, int max) {
        return readers.read(session ->
                SenderEventTable.merge(
                        EventTable.after(session, afterSeq, max),
                        SenderEventTable.after(session, afterSeq, max),
                        max));
    }

    @Override
    public List<SenderEvent> senderEvents(SenderId sender, int max) {
        return readers.read(session -> SenderEventTable.newest(session, sender, max));
    }

    @Override
    public long lastSeq() {
        return marks.seq();
    }

    @Override
    public long cursor(String subscriber) {
        return readers.read(session -> EventTable.cursor(session, subscriber));
    }

    // Life

    @Override
    public long lastId() {
        return marks.id();
    }

    @Override
    public long size() {
        return database.size();
    }

    @Override
    public void check() {
        transact(session -> session.prepare("UPDATE mark SET checks = checks + 1").executeUpdate());
    }

    @Override
    public void close() {
        checkpoints.close();
        readers.close();
        writer.close();
        database.close();
    }
}
