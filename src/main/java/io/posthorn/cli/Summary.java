package io.posthorn.cli;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What became of a file, counted message by message.
///
/// @param senders by address and channel, then status; messages no sender has tried are not there
/// @param failures by code
record Summary(
        long rows,
        long rejected,
        long accepted,
        Outcome outcome,
        Map<String, Map<String, Long>> senders,
        Map<Integer, Failed> failures,
        long unexplained,
        String note,
        Duration took) {

    /// So many reasons are looked up one by one; more are counted as unexplained.
    private static final int MOST_LOOKED_UP = 20_000;

    record Failed(String message, long count) {

        Failed plus(Failed other) {
            return new Failed(message, count + other.count);
        }
    }

    static Summary of(Api api, Journal journal, Watch watch, Upload upload, Duration took)
            throws InterruptedException {
        watch.look();
        Count count = new Count(api);
        Parallel.forEach(journal.operations().iterator(), count::operation);
        count.lookUp();
        return new Summary(
                journal.rows(),
                journal.rejected().size(),
                upload.accepted(),
                watch.outcome(),
                count.senders(),
                new TreeMap<>(count.failures),
                count.unexplained,
                upload.replayNote().orElse(""),
                took);
    }

    private static final class Count {

        private final Api api;
        private final Map<String, Map<String, LongAdder>> bySender = new ConcurrentHashMap<>();
        private final Map<Integer, Failed> failures = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> unknown = new ConcurrentLinkedQueue<>();
        private long unexplained;

        Count(Api api) {
            this.api = api;
        }

        void operation(String id) throws InterruptedException {
            boolean failed = false;
            for (JsonNode message : api.list("/v1/Messages?operationId=" + id, "messages")) {
                String status = message.get("status").asString();
                JsonNode from = message.path("from");
                if (from.has("address")) {
                    String sender =
                            from.get("address").asString() + "\t" + from.get("channel").asString();
                    bySender.computeIfAbsent(sender, _ -> new ConcurrentHashMap<>())
                            .computeIfAbsent(status, _ -> new LongAdder())
                            .increment();
                }
                failed |= status.equals("FAILED");
                if (status.equals("UNDELIVERED")) {
                    unknown.add(message.get("id").asString());
                }
            }
            if (failed) {
                failed(id);
            }
        }

        private void failed(String operation) throws InterruptedException {
            String path = "/v1/Messages/Operations/" + operation + "/Errors";
            api.list(path, "errors").forEach(this::reason);
        }

        private void reason(JsonNode error) {
            failures.merge(
                    error.get("code").asInt(),
                    new Failed(error.get("message").asString(), 1),
                    Failed::plus);
        }

        /// The list of an operation's errors has only those that failed.
        void lookUp() throws InterruptedException {
            unexplained = Math.max(0, unknown.size() - MOST_LOOKED_UP);
            Parallel.forEach(
                    unknown.stream().limit(MOST_LOOKED_UP).iterator(),
                    id -> {
                        JsonNode error = api.get("/v1/Messages/" + id).path("error");
                        if (!error.isMissingNode()) {
                            reason(error);
                        }
                    });
        }

        Map<String, Map<String, Long>> senders() {
            return bySender.entrySet().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    sender -> counts(sender.getValue()),
                                    (one, _) -> one,
                                    TreeMap::new));
        }

        private static Map<String, Long> counts(Map<String, LongAdder> adders) {
            return adders.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().sum()));
        }
    }
}
