package io.posthorn.store;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.posthorn.message.Assignment;
import io.posthorn.message.Attempt;
import io.posthorn.message.Change;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Consent;
import io.posthorn.message.Decision;
import io.posthorn.message.DeviceChange;
import io.posthorn.message.EligibilityClass;
import io.posthorn.message.Event;
import io.posthorn.message.LogEntry;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Operation;
import io.posthorn.message.OperationEvent;
import io.posthorn.message.OperationId;
import io.posthorn.message.OptOut;
import io.posthorn.message.Origin;
import io.posthorn.message.PoolId;
import io.posthorn.message.Priority;
import io.posthorn.message.PushUser;
import io.posthorn.message.Quota;
import io.posthorn.message.Registration;
import io.posthorn.message.SenderEvent;
import io.posthorn.message.SenderId;
import io.posthorn.message.State;
import io.posthorn.message.Status;
import io.posthorn.message.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The store in memory: nothing survives it, everything else is as `StoreContract` demands.
///
/// One lock around everything and the plainest data structures, so that it is right by inspection.
public final class SimStore implements Store {

    private record LaneName(long queue, Priority priority) {}

    private record Ready(long turn, MessageId message, EligibilityClass of)
            implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            return Comparator.comparingLong(Ready::turn)
                    .thenComparing(Ready::message)
                    .compare(this, other);
        }
    }

    /// `served` is the turn of the last message claimed; it grows only.
    private static final class Lane {
        private final TreeSet<Ready> ready = new TreeSet<>();
        private long served;
    }

    private record Ordering(String account, Origin origin, String key) {}

    private static final Set<Class<? extends State>> KEEPS_OTHERS_WAITING =
            Set.of(
                    State.Queued.class,
                    State.Waiting.class,
                    State.Sending.class,
                    State.Unsure.class);

    private record KeyName(String account, String key) {}

    private record StoredKey(Batch.IdempotencyKey key, OperationId operation) {}

    private record PartKey(ConnectionId connection, String key) {}

    private record SettingName(Setting.Kind kind, String key) {}

    private final TreeMap<MessageId, Message> messages = new TreeMap<>();
    private final TreeMap<OperationId, Operation> operations = new TreeMap<>();
    private final Set<OperationId> canceled = new TreeSet<>();
    private final Map<LaneName, Lane> lanes = new HashMap<>();
    private final Map<MessageId, Ready> waiting = new HashMap<>();
    private final Map<Ordering, TreeSet<MessageId>> underWay = new HashMap<>();
    private final Map<OperationId, Long> released = new HashMap<>();
    private final Map<MessageId, Instant> leases = new HashMap<>();
    private final Map<KeyName, StoredKey> keys = new HashMap<>();
    private final Map<PartKey, SentPart> parts = new HashMap<>();
    private final List<EarlyReceipt> early = new ArrayList<>();
    private final TreeMap<Long, OptOut> optOuts = new TreeMap<>();
    private final SimDevices devices = new SimDevices();
    private final Map<SettingName, Setting> settings = new HashMap<>();
    private final TreeMap<Long, LogEntry> log = new TreeMap<>();
    private final Set<OperationId> begun = new TreeSet<>();
    private final Map<Period, Usage> usage = new HashMap<>();
    private final Map<Assignment.Key, Assignment> assignments = new HashMap<>();
    private final Map<MessageId, TreeMap<Integer, Decision>> decisions = new HashMap<>();
    private final Map<String, Long> cursors = new HashMap<>();
    private long lastSeq;
    private long lastId;

    @Override
    public synchronized Written write(Batch batch) {
        batch.submissions().forEach(this::mustBeNew);
        List<Written.Answer> answers = batch.submissions().stream().map(this::submit).toList();
        Set<OperationId> open = openOperations(batch);
        List<Change> refused = batch.changes().stream().filter(c -> !change(c)).toList();
        batch.changes().reversed().stream()
                .filter(c -> !refused.contains(c))
                .filter(c -> open.remove(operation(c).id()))
                .filter(c -> open(messagesOf(operation(c))) == 0)
                .toList()
                .reversed()
                .forEach(c ->
                        log(OperationEvent.completed(operation(c).id(), c.after().updatedAt())));
        batch.cancellations().stream().filter(operations::containsKey).forEach(canceled::add);
        early.addAll(batch.early());
        early.removeAll(batch.matched());
        batch.usage().forEach(this::use);
        batch.assignments().forEach(a -> assignments.put(a.key(), a));
        batch.released().forEach(assignments::remove);
        batch.senderEvents().forEach(this::log);
        consent(batch.consents());
        batch.devices().forEach(this::device);
        return new Written(answers, refused);
    }

    private Set<OperationId> openOperations(Batch batch) {
        return batch.changes().stream()
                .map(SimStore::operation)
                .filter(operation -> open(messagesOf(operation)) > 0)
                .map(Operation::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Operation operation(Change change) {
        return change.after().plan().operation();
    }

    private record Period(SenderId sender, Quota.Period kind, String period, String country) {}

    private void use(Usage added) {
        usage.merge(
                new Period(added.sender(), added.kind(), added.period(), added.country()),
                added,
                SimStore::sum);
    }

    private static Usage sum(Usage a, Usage b) {
        return new Usage(
                a.sender(),
                a.kind(),
                a.period(),
                a.country(),
                a.messages() + b.messages(),
                a.segments() + b.segments(),
                Stream.of(a.recipients(), b.recipients())
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()));
    }

    private void log(SenderEvent event) {
        lastSeq++;
        log.put(
                lastSeq,
                new SenderEvent(
                        lastSeq,
                        event.account(),
                        event.sender(),
                        event.pool(),
                        event.from(),
                        event.to(),
                        event.score(),
                        event.reason(),
                        event.at()));
    }

    private void mustBeNew(Batch.Submission submission) {
        if (operations.containsKey(submission.operation().id())) {
            throw new IllegalStateException("stored before: " + submission.operation().id());
        }
    }

    private Written.Answer submit(Batch.Submission submission) {
        Operation operation = submission.operation();
        if (submission.key().isPresent()) {
            Batch.IdempotencyKey key = submission.key().get();
            StoredKey known = keys.get(new KeyName(key.account(), key.key()));
            if (known != null && known.key().expiresAt().isAfter(operation.id().createdAt())) {
                return known.key().bodyHash().equals(key.bodyHash())
                        ? new Written.Answer.Replayed(known.operation())
                        : new Written.Answer.KeyReused(known.operation());
            }
            keys.put(new KeyName(key.account(), key.key()), new StoredKey(key, operation.id()));
        }
        operations.put(operation.id(), operation);
        lastId = Math.max(lastId, operation.id().value());
        submission.messages().forEach(this::add);
        consent(submission.consents());
        if (operation.origin() instanceof Origin.Inbound) {
            submission.messages().forEach(this::received);
            return new Written.Answer.Stored(operation.id());
        }
        log(OperationEvent.accepted(operation, at(submission)));
        if (open(submission.messages()) == 0) {
            log(OperationEvent.completed(operation.id(), at(submission)));
        }
        return new Written.Answer.Stored(operation.id());
    }

    private void received(Message message) {
        log(Event.received(message));
        message.attempts().forEach(arrival -> remember(message.id(), arrival));
    }

    private static Instant at(Batch.Submission submission) {
        return submission.messages().stream()
                .findFirst()
                .map(Message::updatedAt)
                .orElse(submission.operation().id().createdAt());
    }

    private void add(Message message) {
        put(message);
        lastId = Math.max(lastId, message.id().value());
        if (message.state() instanceof State.Queued) {
            release(message);
        }
    }

    private void put(Message message) {
        messages.put(message.id(), message);
        ordering(message)
                .map(o -> underWay.computeIfAbsent(o, _ -> new TreeSet<>()))
                .ifPresent(ids -> {
                    if (KEEPS_OTHERS_WAITING.contains(message.state().getClass())) {
                        ids.add(message.id());
                    } else {
                        ids.remove(message.id());
                    }
                });
    }

    private static Optional<Ordering> ordering(Message message) {
        Operation o = message.plan().operation();
        return o.orderingKey().map(key -> new Ordering(o.account(), o.origin(), key));
    }

    /// A message that becomes ready for the first time goes behind those of its operation, and
    /// behind what was served when the operation came.
    private void release(Message message) {
        OperationId operation = message.plan().operation().id();
        long turn = Math.max(lane(message).served, released.getOrDefault(operation, 0L)) + 1;
        released.put(operation, turn);
        makeReady(message, turn);
    }

    private boolean change(Change change) {
        Message after = change.after();
        Message stored = messages.get(after.id());
        if (stored == null || stored.version() != change.before().version()) {
            return false;
        }
        put(after);
        leases.remove(after.id());
        Ready place = waiting.remove(after.id());
        if (place != null) {
            lane(after).ready.remove(place);
        }
        if (after.state() instanceof State.Queued) {
            if (place != null && place.of().equals(EligibilityClass.of(after))) {
                makeReady(after, place.turn());
            } else if (stored.state() instanceof State.Scheduled) {
                release(after);
            } else {
                makeReady(after, lane(after).served); // it had its turn: to the head
            }
        }
        after.attempts().stream()
                .filter(attempt -> !keysKnown(stored, attempt))
                .forEach(attempt -> remember(after.id(), attempt));
        if (stored.state() instanceof State.Scheduled
                && after.state() instanceof State.Queued
                && begun.add(operation(change).id())) {
            log(OperationEvent.began(operation(change).id(), after.updatedAt()));
        }
        change.events().forEach(this::log);
        change.decisions()
                .forEach(d ->
                        decisions
                                .computeIfAbsent(d.message(), _ -> new TreeMap<>())
                                .put(d.attempt(), d));
        return true;
    }

    private static boolean keysKnown(Message stored, Attempt attempt) {
        return stored.attempts().stream()
                .filter(known -> known.number() == attempt.number())
                .anyMatch(known -> known.receiptKeys().equals(attempt.receiptKeys()));
    }

    private void makeReady(Message message, long turn) {
        Ready place = new Ready(turn, message.id(), EligibilityClass.of(message));
        waiting.put(message.id(), place);
        lane(message).ready.add(place);
    }

    private void remember(MessageId message, Attempt attempt) {
        for (int part = 0; part < attempt.receiptKeys().size(); part++) {
            String key = attempt.receiptKeys().get(part);
            parts.put(
                    new PartKey(attempt.connection(), key),
                    new SentPart(key, message, attempt.number(), part));
        }
    }

    private void log(OperationEvent event) {
        OperationEvent placed = event.after(lastSeq);
        lastSeq = placed.seq();
        log.put(lastSeq, placed);
    }

    private void log(Event event) {
        lastSeq++;
        log.put(
                lastSeq,
                new Event(
                        lastSeq,
                        event.message(),
                        event.attempt(),
                        event.status(),
                        event.overall(),
                        event.failure(),
                        event.at(),
                        event.kind()));
    }

    private Lane lane(Message message) {
        Operation operation = message.plan().operation();
        return lane(operation.origin().queue(), operation.priority());
    }

    private Lane lane(long queue, Priority priority) {
        return lanes.computeIfAbsent(new LaneName(queue, priority), _ -> new Lane());
    }

    @Override
    public synchronized boolean save(List<Setting> changed) {
        Map<SettingName, Setting> next = new HashMap<>(settings);
        for (Setting setting : changed) {
            SettingName name = new SettingName(setting.kind(), setting.key());
            Setting stored = next.get(name);
            if ((stored == null ? 0 : stored.version()) != setting.version()) {
                return false;
            }
            next.remove(name);
            if (!setting.json().isEmpty()) {
                next.put(
                        name,
                        new Setting(
                                setting.kind(),
                                setting.key(),
                                setting.version() + 1,
                                setting.json()));
            }
        }
        settings.clear();
        settings.putAll(next);
        changed.forEach(setting -> lastId = Math.max(lastId, setting.number()));
        return true;
    }

    @Override
    public synchronized boolean advance(String subscriber, long from, long to) {
        if (cursor(subscriber) != from) {
            return false;
        }
        cursors.put(subscriber, to);
        return true;
    }

    @Override
    public synchronized int purge(Instant before, int max) {
        List<Message> old =
                messages.values().stream()
                        .filter(m -> m.id().createdAt().isBefore(before) && !m.state().open())
                        .limit(max)
                        .toList();
        old.forEach(this::forget);
        operations
                .values()
                .removeIf(o -> o.id().createdAt().isBefore(before) && messagesOf(o).isEmpty());
        canceled.retainAll(operations.keySet());
        keys.values().removeIf(k -> !operations.containsKey(k.operation()));
        log.values().removeIf(event -> event.at().isBefore(before));
        early.removeIf(receipt -> receipt.at().isBefore(before));
        return old.size();
    }

    @Override
    public synchronized int forget(Instant now, int max) {
        String first = LocalDate.ofInstant(now.minus(USAGE_KEPT), UTC).toString();
        usage.keySet().removeIf(used -> used.period().compareTo(first) < 0);
        List<Assignment> old =
                assignments.values().stream()
                        .filter(a -> a.at().isBefore(now.minus(ASSIGNMENT_KEPT)))
                        .limit(max)
                        .toList();
        assignments.values().removeAll(old);
        return old.size();
    }

    @Override
    public synchronized List<Usage> usage(SenderId sender, Quota.Period kind, String period) {
        return usage.values().stream()
                .filter(u -> u.sender().equals(sender))
                .filter(u -> u.kind() == kind && u.period().equals(period))
                .toList();
    }

    @Override
    public synchronized Optional<Assignment> assignment(PoolId pool, String address) {
        return Optional.ofNullable(assignments.get(new Assignment.Key(pool, address)));
    }

    @Override
    public synchronized List<Decision> decisions(MessageId message) {
        return List.copyOf(decisions.getOrDefault(message, new TreeMap<>()).values());
    }

    @Override
    public synchronized List<SenderEvent> senderEvents(SenderId sender, int max) {
        return log.descendingMap().values().stream()
                .filter(SenderEvent.class::isInstance)
                .map(SenderEvent.class::cast)
                .filter(event -> event.sender().equals(sender))
                .limit(max)
                .toList();
    }

    private void forget(Message message) {
        decisions.remove(message.id());
        messages.remove(message.id());
        parts.values().removeIf(part -> part.message().equals(message.id()));
    }

    private List<Message> messagesOf(Operation operation) {
        MessageId first = operation.firstMessage();
        return List.copyOf(
                messages.subMap(first, new MessageId(first.value() + operation.size())).values());
    }

    @Override
    public synchronized List<Message> claim(
            long queue,
            Priority priority,
            Set<EligibilityClass> except,
            int max,
            Instant now,
            Instant leaseEnds) {
        leases.values().removeIf(ends -> !ends.isAfter(now));
        Lane lane = lane(queue, priority);
        List<Ready> taken =
                lane.ready.stream()
                        .filter(ready -> !leases.containsKey(ready.message()))
                        .filter(ready -> !except.contains(ready.of()))
                        .filter(ready -> isFirst(ready.message()))
                        .limit(max)
                        .toList();
        for (Ready ready : taken) {
            leases.put(ready.message(), leaseEnds);
            lane.served = Math.max(lane.served, ready.turn());
        }
        return taken.stream().flatMap(ready -> find(ready.message()).stream()).toList();
    }

    private boolean isFirst(MessageId id) {
        return find(id).flatMap(SimStore::ordering)
                .flatMap(ordering -> Optional.ofNullable(underWay.get(ordering)))
                .map(ids -> ids.first().equals(id))
                .orElse(true);
    }

    @Override
    public synchronized List<Message> overdue(int max, Instant now) {
        return messages.values().stream()
                .filter(message -> due(message).filter(due -> !due.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(message -> due(message).orElseThrow()))
                .limit(max)
                .toList();
    }

    private static Optional<Instant> due(Message message) {
        return message.state().due(message.plan().expiresAt());
    }

    @Override
    public synchronized List<Message> abandoned(Instant started, int max) {
        return messages.values().stream()
                .filter(message -> message.state() instanceof State.Sending)
                .filter(message -> message.attempts().getLast().at().isBefore(started))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Backlog> backlog() {
        return lanes.entrySet().stream().flatMap(e -> backlog(e.getKey(), e.getValue())).toList();
    }

    private Stream<Backlog> backlog(LaneName name, Lane lane) {
        return lane.ready.stream()
                .collect(groupingBy(Ready::of, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(of -> backlog(name, of.getKey(), of.getValue()));
    }

    private Backlog backlog(LaneName name, EligibilityClass of, List<Ready> ready) {
        Instant oldest = find(ready.getFirst().message()).orElseThrow().updatedAt();
        return new Backlog(name.queue(), name.priority(), of, ready.size(), oldest);
    }

    @Override
    public synchronized Optional<Message> find(MessageId id) {
        return Optional.ofNullable(messages.get(id));
    }

    @Override
    public synchronized Optional<Operation> find(OperationId id) {
        return Optional.ofNullable(operations.get(id));
    }

    @Override
    public synchronized List<SentPart> findSent(ConnectionId connection, List<String> receiptKeys) {
        return receiptKeys.stream()
                .flatMap(key -> Stream.ofNullable(parts.get(new PartKey(connection, key))))
                .toList();
    }

    @Override
    public synchronized List<EarlyReceipt> earlyReceipts(int max) {
        return early.reversed().stream()
                .sorted(Comparator.comparing(EarlyReceipt::at).reversed())
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<Message> messages(MessageQuery query) {
        return messages.descendingMap().values().stream()
                .filter(query::matches)
                .limit(query.max())
                .toList();
    }

    @Override
    public synchronized List<Progress> operations(OperationQuery query) {
        return operations.descendingMap().values().stream()
                .filter(operation -> concerns(query, operation))
                .map(operation -> progress(operation, query.now()))
                .filter(p -> query.status().map(p.status()::equals).orElse(true))
                .limit(query.max())
                .toList();
    }

    private static boolean concerns(OperationQuery query, Operation operation) {
        Instant createdAt = operation.id().createdAt();
        return query.matches(operation)
                && query.from().map(from -> !createdAt.isBefore(from)).orElse(true)
                && query.until().map(createdAt::isBefore).orElse(true)
                && query.before().map(before -> operation.id().compareTo(before) < 0).orElse(true);
    }

    private static long open(List<Message> messages) {
        return messages.stream().filter(message -> message.state().open()).count();
    }

    private Progress progress(Operation operation, Instant now) {
        List<Message> all = messagesOf(operation);
        Map<Status, Integer> counts = new EnumMap<>(Status.class);
        all.stream()
                .filter(message -> !(message.state() instanceof State.Unaddressable))
                .forEach(message -> counts.merge(message.state().status(), 1, Integer::sum));
        return new Progress(
                operation.withoutAttachments(),
                Progress.status(operation, canceled.contains(operation.id()), open(all), now),
                counts,
                (int) all.stream().filter(m -> m.state() instanceof State.Unaddressable).count(),
                all.stream().mapToLong(message -> message.attempts().size()).sum(),
                all.stream()
                        .map(Message::updatedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(operation.id().createdAt()));
    }

    private void device(DeviceChange change) {
        if (change instanceof DeviceChange.Registered it) {
            lastId = Math.max(lastId, Math.max(it.id().value(), it.user().value()));
        }
        devices.apply(change);
    }

    @Override
    public synchronized List<PushUser> pushUsers(PushUserQuery query) {
        return devices.users(query);
    }

    @Override
    public synchronized List<Registration> registrations(RegistrationQuery query) {
        return devices.list(query);
    }

    private void consent(List<Consent> consents) {
        for (Consent consent : consents) {
            switch (consent) {
                case Consent.Withdrawn(OptOut optOut) -> {
                    lastId = Math.max(lastId, optOut.id().value());
                    if (optOuts.values().stream().noneMatch(each -> same(each, optOut))) {
                        optOuts.put(optOut.id().value(), optOut);
                    }
                }
                case Consent.Given given ->
                        optOuts.values()
                                .removeIf(each ->
                                        each.account().equals(given.account())
                                                && each.address().equals(given.address())
                                                && given.reaches().contains(each.reach()));
            }
        }
    }

    private static boolean same(OptOut a, OptOut b) {
        return a.account().equals(b.account())
                && a.address().equals(b.address())
                && a.reach().equals(b.reach());
    }

    @Override
    public synchronized List<OptOut> optOuts(OptOutQuery query) {
        return optOuts.descendingMap().values().stream()
                .filter(query::matches)
                .limit(query.max())
                .toList();
    }

    @Override
    public synchronized List<Setting> settings(Setting.Kind kind) {
        return settings.values().stream().filter(setting -> setting.kind() == kind).toList();
    }

    @Override
    public synchronized List<LogEntry> events(long afterSeq, int max) {
        return log.tailMap(afterSeq, false).values().stream().limit(max).toList();
    }

    @Override
    public synchronized long lastSeq() {
        return lastSeq;
    }

    @Override
    public synchronized long cursor(String subscriber) {
        return cursors.getOrDefault(subscriber, 0L);
    }

    @Override
    public synchronized long lastId() {
        return lastId;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public void check() {
        // memory can always be written
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
