package io.posthorn.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Sends a file: every row is checked, then all are sent in batches, then followed to their end.
/// The journal beside the file makes it go on after any interruption.
final class CsvSend {

    private static final int KEY_LENGTH = 40;

    /// @param batch rows in a request
    /// @param strict whether one bad row stops everything
    /// @param follow whether to stay until the messages have ended
    /// @param again makes it another sending of the same file
    record Options(Path file, int batch, boolean strict, boolean follow, String again) {}

    private final Common common;
    private final Api api;
    private final Options options;
    private final long begun = System.nanoTime();

    CsvSend(Common common, Api api, Options options) {
        this.common = common;
        this.api = api;
        this.options = options;
    }

    ExitCode run(SendBody given) throws InterruptedException {
        SendBody body = withText(given);
        String plan = plan(body);
        var clock = common.terminal().clock();
        try (Journal journal = Journal.open(options.file, plan, clock.instant())) {
            List<String> before = journal.operations();
            if (!before.isEmpty()) {
                common.say(
                        "going on where it was: "
                                + before.size()
                                + " batches of "
                                + options.batch
                                + " were accepted before");
            }
            if (!journal.isChecked() && !check(body, journal)) {
                return ExitCode.USAGE;
            }
            Upload upload = new Upload(api, body, options, journal, plan, clock);
            return send(upload, journal);
        }
    }

    /// Without a text for all, the rows have their own.
    private SendBody withText(SendBody given) {
        try (CsvRows rows = CsvRows.of(options.file, 1)) {
            if (!given.saysNothing()) {
                return given;
            }
            if (rows.header().contains(CsvRows.TEXT)) {
                return given.withText("{{ " + CsvRows.TEXT + " }}");
            }
            throw Failure.usage("give --text, or a column \"text\" in " + options.file);
        }
    }

    /// Says all that makes two sendings the same; idempotency keys begin with it.
    private String plan(SendBody body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in =
                    new DigestInputStream(Files.newInputStream(options.file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            String how =
                    body.to(List.of())
                            + "|"
                            + options.batch
                            + "|"
                            + options.again
                            + "|"
                            + api.base();
            digest.update(how.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE, "cannot read " + options.file + ": " + e.getMessage(), e);
        }
    }

    /// False when nothing is to be sent because of what was found.
    private boolean check(SendBody body, Journal journal) throws InterruptedException {
        try (CsvRows rows = CsvRows.of(options.file, options.batch)) {
            RowCheck check = new RowCheck(api, body, rows);
            long total = count();
            try (Progress _ =
                    new Progress(
                            common.terminal(),
                            () -> new Progress.Step("checking", check.rows().get(), total, ""))) {
                check.run();
            }
            Map<Long, RowCheck.Rejected> rejected = check.rejected();
            if (!rejected.isEmpty()) {
                write(rows.header(), rejected);
                common.say(rejected.size() + " rows cannot be sent; see " + rejectedFile());
            }
            if (options.strict && !rejected.isEmpty()) {
                common.say("nothing was sent (--strict)");
                journal.delete();
                return false;
            }
            journal.checked(check.rows().get(), rejected.keySet());
            return true;
        }
    }

    private long count() {
        try (CsvRows rows = CsvRows.of(options.file, options.batch)) {
            long count = 0;
            while (rows.hasNext()) {
                count += rows.next().rows().size();
            }
            return count;
        }
    }

    private Path rejectedFile() {
        String name = options.file.getFileName().toString().replaceFirst("(?i)\\.csv$", "");
        return options.file.resolveSibling(name + ".rejected.csv");
    }

    /// The rows as they were, each with its line and why.
    private void write(List<String> header, Map<Long, RowCheck.Rejected> rejected) {
        try (CsvWriter writer = CsvWriter.builder().build(rejectedFile())) {
            writer.writeRecord(beside("line", "reason", header));
            rejected.forEach((line, one) ->
                    writer.writeRecord(
                            beside(Long.toString(line), one.reason(), one.row().fields())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + rejectedFile(), e);
        }
    }

    private static List<String> beside(String first, String second, List<String> more) {
        List<String> all = new ArrayList<>(List.of(first, second));
        all.addAll(more);
        return all;
    }

    private ExitCode send(Upload upload, Journal journal) throws InterruptedException {
        Thread farewell = Thread.ofPlatform().unstarted(() -> farewell(upload));
        Runtime.getRuntime().addShutdownHook(farewell);
        Watch watch = new Watch(api, journal::operations);
        try (Progress _ = new Progress(common.terminal(), () -> step(upload, watch))) {
            if (options.follow) {
                watch.follow(upload);
            } else {
                upload.run();
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Summary summary = Summary.of(api, journal, watch, upload, took);
        return new SummaryText(common, options.file, rejectedFile()).print(summary, options.follow);
    }

    private void farewell(Upload upload) {
        common.say(
                "\ninterrupted: "
                        + upload.accepted()
                        + " of "
                        + upload.total()
                        + " rows are accepted and will be sent.\nRun the same command again to go on;"
                        + " nobody gets a message twice.");
    }

    private Progress.Step step(Upload upload, Watch watch) {
        if (!options.follow) {
            return new Progress.Step("sending", upload.accepted(), upload.total(), "");
        }
        Outcome outcome = watch.outcome();
        return new Progress.Step(
                "sending",
                outcome.ended(),
                upload.total(),
                String.format(
                        java.util.Locale.ROOT,
                        "accepted %,d, delivered %,d, failed %,d",
                        upload.accepted(),
                        outcome.good(),
                        outcome.bad()));
    }
}
