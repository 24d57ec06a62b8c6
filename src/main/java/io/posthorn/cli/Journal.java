package io.posthorn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What has been sent of a file, in a file beside it: one JSON document a line, each on disk before
/// what it speaks of goes on. A window that was begun and not accepted is sent again with the same
/// idempotency key, so the server does it once.
final class Journal implements AutoCloseable {

    /// Shorter than a server remembers idempotency keys.
    private static final Duration KEYS_HOLD = Duration.ofHours(23);

    private final Path file;
    private final FileChannel channel;
    private final Map<Integer, String> operations = new HashMap<>();
    private final Map<Integer, Instant> begun = new HashMap<>();
    private final Set<Long> rejected = new HashSet<>();
    private String plan = "";
    private boolean checked;
    private long rows;

    private Journal(Path file) throws IOException {
        this.file = file;
        boolean there = Files.exists(file) && Files.size(file) > 0;
        List<String> lines = there ? Files.readAllLines(file) : List.of();
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.forEach(this::read);
        if (there) {
            append("\n"); // after a line that a crash cut off
        }
    }

    static Path beside(Path csv) {
        return csv.resolveSibling(csv.getFileName() + ".posthorn-progress");
    }

    /// @param plan says which file is sent where and how; another one is refused
    static Journal open(Path csv, String plan, Instant now) {
        Path file = beside(csv);
        try {
            Journal journal = new Journal(file);
            journal.accept(plan, now);
            return journal;
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot keep the progress in " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private void accept(String wanted, Instant now) {
        if (plan.isEmpty()) {
            plan = wanted;
            write(Api.JSON.createObjectNode().put("plan", wanted).put("at", now.toString()));
        }
        if (!plan.equals(wanted)) {
            throw Failure.usage(
                    file
                            + " tells of another sending: the file, the text, an option or the server"
                            + " was different.\nUse what was used then to go on with that one, or"
                            + " delete it to begin anew.");
        }
        List<Integer> forgotten =
                begun.entrySet().stream()
                        .filter(one -> !operations.containsKey(one.getKey()))
                        .filter(one -> one.getValue().plus(KEYS_HOLD).isBefore(now))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!forgotten.isEmpty()) {
            throw Failure.usage(unknown(forgotten));
        }
    }

    private String unknown(List<Integer> windows) {
        return "nobody knows whether batches "
                + windows.stream().map(Object::toString).collect(Collectors.joining(", "))
                + " were accepted: that was more than a day ago, and the server has forgotten their"
                + " keys.\nLook with posthorn message or the API; then delete their lines from "
                + file
                + " to send them again, or the whole file to begin anew.";
    }

    private void read(String line) {
        JsonNode entry;
        try {
            entry = Api.JSON.readTree(line);
        } catch (JacksonException e) {
            return; // cut off by a crash, so it was not relied on
        }
        if (entry.has("plan")) {
            plan = entry.get("plan").asString();
        } else if (entry.has("checked")) {
            checked = true;
            rows = entry.get("checked").asLong();
            entry.get("rejected").forEach(number -> rejected.add(number.asLong()));
        } else if (entry.has("operation")) {
            operations.put(entry.get("batch").asInt(), entry.get("operation").asString());
        } else if (entry.has("begun")) {
            begun.put(entry.get("batch").asInt(), Instant.parse(entry.get("begun").asString()));
        }
    }

    /// Whether every row was looked at, in this run or an earlier one.
    synchronized boolean isChecked() {
        return checked;
    }

    synchronized void checked(long count, Set<Long> rejectedLines) {
        checked = true;
        rows = count;
        rejected.addAll(rejectedLines);
        ObjectNode entry = Api.JSON.createObjectNode().put("checked", count);
        rejectedLines.stream().sorted().forEach(entry.putArray("rejected")::add);
        write(entry);
    }

    synchronized void begin(int window, Instant now) {
        begun.put(window, now);
        write(Api.JSON.createObjectNode().put("batch", window).put("begun", now.toString()));
    }

    synchronized void accepted(int window, String operation) {
        operations.put(window, operation);
        write(Api.JSON.createObjectNode().put("batch", window).put("operation", operation));
    }

    synchronized Optional<String> operation(int window) {
        return Optional.ofNullable(operations.get(window));
    }

    synchronized List<String> operations() {
        return List.copyOf(operations.values());
    }

    /// Rows of the file, once checked.
    synchronized long rows() {
        return rows;
    }

    /// The lines of rows that cannot be sent, once checked.
    synchronized Set<Long> rejected() {
        return Set.copyOf(rejected);
    }

    private void write(ObjectNode entry) {
        try {
            append(Api.JSON.writeValueAsString(entry) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void append(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        channel.force(false);
    }

    /// As if nothing had been done.
    void delete() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
