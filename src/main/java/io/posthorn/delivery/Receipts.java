package io.posthorn.delivery;

import io.posthorn.Time;
import io.posthorn.delivery.Ledger.FactOn;
import io.posthorn.message.ConnectionId;
import io.posthorn.message.Fact;
import io.posthorn.message.Message;
import io.posthorn.message.MessageId;
import io.posthorn.message.Outcome;
import io.posthorn.store.EarlyReceipt;
import io.posthorn.store.SentPart;
import io.posthorn.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the message a receipt is about, whichever of the two comes first, and records what it
/// says.
///
/// An answer makes its keys known here before it is durable, so that a receipt on its heels finds
/// them. A receipt that finds nothing waits a moment for its answer; then it is stored, and found
/// by the answer.
public final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final long ANSWER_MAY_FOLLOW_MILLIS = 500;
    private static final int RECENT = 100_000; // keys per generation
    private static final int EARLY_MAX = 100_000;

    private final Store store;
    private final Ledger ledger;
    private final Metrics metrics;
    private final Time time;
    private final Map<Key, EarlyReceipt> early = new ConcurrentHashMap<>();
    private final Map<Key, Expected> expected = new ConcurrentHashMap<>();
    private volatile Generations recent =
            new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    private record Key(ConnectionId connection, String key) {}

    /// @param to digits of the phone it was sent to
    private record Part(MessageId message, int attempt, int part, String to) {

        boolean concerns(String phone) {
            return phone.isEmpty() || sameEnd(to, phone);
        }
    }

    /// A receipt from `phone` whose answer may be on its way.
    private record Expected(String phone, CompletableFuture<Part> answer) {}

    /// Two generations of keys: the older is dropped when the newer is full.
    private record Generations(Map<Key, Part> newer, Map<Key, Part> older) {}

    public Receipts(Store store, Ledger ledger, Metrics metrics, Time time) {
        this.store = store;
        this.ledger = ledger;
        this.metrics = metrics;
        this.time = time;
    }

    /// Reads the receipts that were waiting when the server stopped.
    public void start() {
        for (EarlyReceipt receipt : store.earlyReceipts(EARLY_MAX)) {
            receipt.keys().forEach(k -> early.put(new Key(receipt.connection(), k), receipt));
        }
    }

    /// Receipts that belong to nothing known.
    public int unmatched() {
        return early.size();
    }

    /// The carrier answered: from now on receipts find this attempt by its keys.
    void answered(ConnectionId connection, Message message, int attempt, List<String> keys) {
        rotate();
        String to =
                message.attempts().stream()
                        .filter(a -> a.number() == attempt)
                        .map(a -> digits(a.step().to().value()))
                        .findFirst()
                        .orElse("");
        for (int i = 0; i < keys.size(); i++) {
            var key = new Key(connection, keys.get(i));
            var part = new Part(message.id(), attempt, i, to);
            recent.newer().put(key, part);
            Expected waiting = expected.get(key);
            if (waiting != null && part.concerns(waiting.phone())) {
                waiting.answer().complete(part);
            }
            EarlyReceipt before = early.get(key);
            if (before != null && part.concerns(digits(before.from()))) {
                before.keys().forEach(k -> early.remove(new Key(connection, k)));
                Thread.ofVirtual().name("early receipt").start(() -> settle(before, part));
            }
        }
    }

    /// An answer to an attempt that had been given up as unknown; durable when it returns.
    void answeredLate(ConnectionId connection, MessageId id, int attempt, Outcome outcome)
            throws InterruptedException {
        if (outcome instanceof Outcome.Accepted accepted) {
            store.find(id).ifPresent(m -> answered(connection, m, attempt, accepted.receiptKeys()));
        }
        Optional<Message> now = ledger.record(FactOn.of(id, new Fact.Attempted(attempt, outcome)));
        LOG.info("message={} attempt={} answered late: {}", shown(id, now), attempt, outcome);
    }

    /// Records a receipt; durable when it returns. Answers the key that matched, null when none did
    /// yet.
    @Nullable String receipt(
            ConnectionId connection, List<String> keys, String from, Fact.Report report)
            throws InterruptedException {
        String phone = digits(from);
        for (String key : keys) {
            Optional<Part> part = known(new Key(connection, key)).filter(p -> p.concerns(phone));
            if (part.isPresent()) {
                return record(part.get(), key, report);
            }
        }
        Optional<Map.Entry<String, Part>> stored = stored(connection, keys, phone);
        if (stored.isPresent()) {
            return record(stored.get().getValue(), stored.get().getKey(), report);
        }
        return awaitAnswer(connection, keys, from, report);
    }

    private String record(Part part, String key, Fact.Report report) throws InterruptedException {
        Optional<Message> now =
                ledger.record(
                        FactOn.of(
                                part.message(),
                                new Fact.Receipt(part.attempt(), part.part(), report)));
        metrics.receipt("known");
        LOG.info(
                "message={} attempt={} part={} receipt={}",
                shown(part.message(), now),
                part.attempt(),
                part.part(),
                report.status());
        return key;
    }

    /// What changed nothing may be of any kind.
    private static String shown(MessageId id, Optional<Message> changed) {
        return changed.map(Message::shownId).orElseGet(id::toString);
    }

    private Optional<Map.Entry<String, Part>> stored(
            ConnectionId connection, List<String> keys, String phone) {
        for (SentPart sent : store.findSent(connection, keys)) {
            Optional<Part> part = store.find(sent.message()).flatMap(m -> part(m, sent));
            if (part.filter(p -> p.concerns(phone)).isPresent()) {
                return Optional.of(Map.entry(sent.receiptKey(), part.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Part> part(Message message, SentPart sent) {
        return message.attempts().stream()
                .filter(a -> a.number() == sent.attempt())
                .findFirst()
                .map(a ->
                        new Part(
                                message.id(),
                                sent.attempt(),
                                sent.part(),
                                digits(a.step().to().value())));
    }

    private @Nullable String awaitAnswer(
            ConnectionId connection, List<String> keys, String from, Fact.Report report)
            throws InterruptedException {
        var answer = new CompletableFuture<Part>();
        var waiting = new Expected(digits(from), answer);
        keys.forEach(k -> expected.put(new Key(connection, k), waiting));
        try {
            for (String key : keys) { // it may have come between the look-up and the waiting
                known(new Key(connection, key))
                        .filter(p -> p.concerns(digits(from)))
                        .ifPresent(answer::complete);
            }
            Part part = answer.get(ANSWER_MAY_FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
            return record(part, keyOf(connection, keys, part), report);
        } catch (TimeoutException e) {
            keep(new EarlyReceipt(connection, keys, from, report, time.now()));
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            keys.forEach(k -> expected.remove(new Key(connection, k), waiting));
        }
    }

    private String keyOf(ConnectionId connection, List<String> keys, Part part) {
        return keys.stream()
                .filter(k -> known(new Key(connection, k)).filter(part::equals).isPresent())
                .findFirst()
                .orElse(keys.getFirst());
    }

    private void keep(EarlyReceipt receipt) throws InterruptedException {
        metrics.receipt("early");
        LOG.info("connection={} receipt for an unknown message kept", receipt.connection());
        ledger.keep(receipt);
        if (early.size() < EARLY_MAX) {
            receipt.keys().forEach(k -> early.put(new Key(receipt.connection(), k), receipt));
        }
        for (String key : receipt.keys()) {
            Optional<Part> part =
                    known(new Key(receipt.connection(), key))
                            .filter(p -> p.concerns(digits(receipt.from())));
            if (part.isPresent() && early.remove(new Key(receipt.connection(), key)) != null) {
                settle(receipt, part.get());
                return;
            }
        }
    }

    private void settle(EarlyReceipt receipt, Part part) {
        try {
            ledger.settle(
                    receipt,
                    FactOn.of(
                            part.message(),
                            new Fact.Receipt(part.attempt(), part.part(), receipt.report())));
            metrics.receipt("matched_later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Part> known(Key key) {
        Generations now = recent;
        Part part = now.newer().get(key);
        return Optional.ofNullable(part != null ? part : now.older().get(key));
    }

    private void rotate() {
        if (recent.newer().size() >= RECENT) {
            synchronized (this) {
                if (recent.newer().size() >= RECENT) {
                    recent = new Generations(new ConcurrentHashMap<>(), recent.newer());
                }
            }
        }
    }

    private static String digits(String address) {
        return address.chars()
                .filter(c -> c >= '0' && c <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Carriers write numbers with and without country code: the last seven digits must agree.
    private static boolean sameEnd(String a, String b) {
        int length = Math.min(7, Math.min(a.length(), b.length()));
        return a.regionMatches(a.length() - length, b, b.length() - length, length);
    }
}
