package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// Looks at every row of a file before any is sent. The server judges them by its Preview, which
/// says what it would refuse and sends nothing, so there is one set of rules.
final class RowCheck {

    private static final Pattern RECIPIENT = Pattern.compile("\\$\\.to\\[([0-9]+)](.*)");

    private final Api api;
    private final SendBody body;
    private final CsvRows file;
    private final AtomicLong rows = new AtomicLong();
    private final Map<Long, Rejected> rejected = new TreeMap<>();

    /// A row that cannot be sent.
    record Rejected(CsvRows.Row row, String reason) {}

    RowCheck(Api api, SendBody body, CsvRows file) {
        this.api = api;
        this.body = body;
        this.file = file;
    }

    /// Rows looked at so far.
    AtomicLong rows() {
        return rows;
    }

    /// By line; complete after `run`.
    Map<Long, Rejected> rejected() {
        return rejected;
    }

    void run() throws InterruptedException {
        Parallel.forEach(file, this::check);
    }

    private void check(CsvRows.Window window) throws InterruptedException {
        List<CsvRows.Row> left = new ArrayList<>();
        for (CsvRows.Row row : window.rows()) {
            Optional<String> fault = file.fault(row);
            fault.ifPresentOrElse(reason -> reject(row, reason), () -> left.add(row));
        }
        while (!left.isEmpty() && isRefused(left)) {
            left.removeIf(row -> isRejected(row.line()));
        }
        rows.addAndGet(window.rows().size());
    }

    /// Whether the server refuses any of these; they are noted then.
    private boolean isRefused(List<CsvRows.Row> left) throws InterruptedException {
        try {
            api.post("/v1/Messages/Preview", body.to(recipients(file, left)));
            return false;
        } catch (ApiRefusal refusal) {
            note(refusal, left);
            return true;
        }
    }

    static List<ObjectNode> recipients(CsvRows file, List<CsvRows.Row> rows) {
        return rows.stream()
                .map(row -> SendBody.recipient(file.addresses(row), file.variables(row)))
                .toList();
    }

    private void note(ApiRefusal refusal, List<CsvRows.Row> left) {
        boolean noted = false;
        for (ApiRefusal.Problem problem : refusal.problems()) {
            Matcher place = RECIPIENT.matcher(problem.path());
            if (place.matches()) {
                CsvRows.Row row = left.get(Integer.parseInt(place.group(1)));
                reject(row, problem.code() + " " + problem.message());
                noted = true;
            } else if (!problem.path().equals("$") || refusal.problems().size() == 1) {
                throw refusal; // not about a row: nothing of the file could be sent
            }
        }
        if (!noted) {
            throw refusal;
        }
    }

    private void reject(CsvRows.Row row, String reason) {
        synchronized (rejected) {
            rejected.merge(
                    row.line(),
                    new Rejected(row, reason),
                    (before, now) -> new Rejected(row, before.reason + "; " + now.reason));
        }
    }

    private boolean isRejected(long line) {
        synchronized (rejected) {
            return rejected.containsKey(line);
        }
    }
}
