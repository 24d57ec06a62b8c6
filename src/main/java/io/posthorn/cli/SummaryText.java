package io.posthorn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The end of a `send --csv`.
final class SummaryText {

    private static final List<String> STATUSES =
            List.of("DELIVERED", "READ", "SENT", "UNDELIVERED", "FAILED", "CANCELED", "QUEUED");

    private final Common common;
    private final Path file;
    private final Path rejectedFile;

    SummaryText(Common common, Path file, Path rejectedFile) {
        this.common = common;
        this.file = file;
        this.rejectedFile = rejectedFile;
    }

    ExitCode print(Summary summary, boolean followed) {
        if (common.json()) {
            common.print(document(summary));
        } else {
            tables(summary, followed);
        }
        boolean good = summary.rejected() == 0 && summary.outcome().bad() == 0;
        return good ? ExitCode.OK : ExitCode.SOMETHING_FAILED;
    }

    private void tables(Summary summary, boolean followed) {
        common.print(counts(summary, followed));
        Table senders = senders(summary.senders());
        if (!senders.isEmpty()) {
            common.out().println();
            common.print(senders);
        }
        if (!summary.failures().isEmpty() || summary.unexplained() > 0) {
            common.out().println();
            common.print(failures(summary));
        }
        if (!summary.note().isEmpty()) {
            common.say(summary.note());
        }
        if (!followed) {
            common.say("the same command without --no-wait follows them to their end");
        }
    }

    private Table counts(Summary summary, boolean followed) {
        Outcome outcome = summary.outcome();
        Style style = common.style();
        Table table = new Table(file.getFileName().toString(), ">MESSAGES", "");
        table.row("rows", number(summary.rows()), "");
        if (summary.rejected() > 0) {
            table.row("rejected", style.bad(number(summary.rejected())), "see " + rejectedFile);
        }
        table.row("accepted", number(summary.accepted()), "");
        table.row("delivered", style.good(number(outcome.good())), "");
        some(table, "undelivered", outcome.undelivered(), "");
        some(table, "failed", outcome.failed(), "");
        some(table, "canceled", outcome.canceled(), "");
        some(table, "sent", outcome.sent(), "no receipt yet");
        some(table, "queued", outcome.queued(), "");
        some(table, "scheduled", outcome.scheduled(), "");
        if (followed) {
            double seconds = Math.max(0.001, summary.took().toMillis() / 1000.0);
            table.row(
                    "took",
                    Moments.length(summary.took()),
                    String.format(Locale.ROOT, "%,.0f/s", summary.accepted() / seconds));
        }
        return table;
    }

    private static void some(Table table, String name, long count, String note) {
        if (count > 0) {
            table.row(name, number(count), note);
        }
    }

    private Table senders(Map<String, Map<String, Long>> senders) {
        List<String> seen =
                STATUSES.stream()
                        .filter(status ->
                                senders.values().stream().anyMatch(one -> one.containsKey(status)))
                        .toList();
        String[] header = new String[seen.size() + 2];
        header[0] = "SENDER";
        header[1] = "CHANNEL";
        for (int i = 0; i < seen.size(); i++) {
            header[i + 2] = ">" + seen.get(i);
        }
        Table table = new Table(header);
        senders.forEach((sender, counts) -> {
            Object[] row = new Object[header.length];
            System.arraycopy(sender.split("\t", -1), 0, row, 0, 2);
            for (int i = 0; i < seen.size(); i++) {
                row[i + 2] = number(counts.getOrDefault(seen.get(i), 0L));
            }
            table.row(row);
        });
        return table;
    }

    private Table failures(Summary summary) {
        Table table = new Table(">CODE", ">MESSAGES", "WHY");
        summary.failures()
                .forEach((code, failed) ->
                        table.row(
                                common.style().bad(code.toString()),
                                number(failed.count()),
                                failed.message()));
        if (summary.unexplained() > 0) {
            table.row("", number(summary.unexplained()), "undelivered, not looked up");
        }
        return table;
    }

    private ObjectNode document(Summary summary) {
        ObjectNode document =
                Api.JSON
                        .createObjectNode()
                        .put("file", file.toString())
                        .put("rows", summary.rows())
                        .put("rejected", summary.rejected())
                        .put("accepted", summary.accepted())
                        .put("seconds", summary.took().toMillis() / 1000.0);
        document.set("stats", Api.JSON.valueToTree(summary.outcome()));
        ArrayNode senders = document.putArray("senders");
        summary.senders()
                .forEach((sender, counts) -> {
                    String[] names = sender.split("\t", -1);
                    ObjectNode one =
                            senders.addObject().put("address", names[0]).put("channel", names[1]);
                    counts.forEach(
                            (status, count) -> one.put(status.toLowerCase(Locale.ROOT), count));
                });
        ArrayNode failures = document.putArray("failures");
        summary.failures()
                .forEach((code, failed) ->
                        failures.addObject()
                                .put("code", code)
                                .put("message", failed.message())
                                .put("count", failed.count()));
        return document;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
