package io.posthorn.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Posts the windows of a file that the journal does not have yet.
final class Upload {

    private final Api api;
    private final SendBody body;
    private final CsvSend.Options options;
    private final Journal journal;
    private final String plan;
    private final InstantSource clock;
    private final Set<Long> rejected;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger replayed = new AtomicInteger();

    /// @param plan begins every idempotency key
    Upload(
            Api api,
            SendBody body,
            CsvSend.Options options,
            Journal journal,
            String plan,
            InstantSource clock) {
        this.api = api;
        this.body = body;
        this.options = options;
        this.journal = journal;
        this.plan = plan;
        this.clock = clock;
        this.rejected = journal.rejected();
    }

    void run() throws InterruptedException {
        try (CsvRows rows = CsvRows.of(options.file(), options.batch())) {
            Parallel.forEach(rows, window -> send(rows, window));
        }
    }

    private void send(CsvRows file, CsvRows.Window window) throws InterruptedException {
        List<CsvRows.Row> good =
                window.rows().stream().filter(row -> !rejected.contains(row.line())).toList();
        if (!good.isEmpty() && journal.operation(window.index()).isEmpty()) {
            post(file, window.index(), good);
        }
        accepted.addAndGet(good.size());
    }

    private void post(CsvRows file, int window, List<CsvRows.Row> rows)
            throws InterruptedException {
        journal.begin(window, clock.instant());
        Api.Answer answer =
                api.post(
                        "/v1/Messages",
                        body.to(RowCheck.recipients(file, rows)),
                        "csv-" + plan + "-" + window);
        if (answer.replayed()) {
            replayed.incrementAndGet();
        }
        journal.accepted(window, answer.body().get("operationId").asString());
    }

    /// Rows the server has, of this run and earlier ones.
    long accepted() {
        return accepted.get();
    }

    /// Rows that can be sent.
    long total() {
        return journal.rows() - rejected.size();
    }

    /// Batches that had been accepted before without our knowing.
    int replayed() {
        return replayed.get();
    }

    Optional<String> replayNote() {
        return replayed() == 0
                ? Optional.empty()
                : Optional.of(
                        replayed()
                                + " batches had been accepted before and were not sent again; to send"
                                + " the same file anew, give another --idempotency-key");
    }
}
