package io.posthorn.channel.simulator;

import io.posthorn.channel.smpp.PartOf;
import io.posthorn.message.Channel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Puts the parts of long messages together again, as a phone does, in whatever order they come.
final class Assembly {
    private static final int INCOMPLETE_MAX = 10_000; // the oldest is forgotten then

    private record Key(String from, String to, int reference, int total) {}

    private record Part(String text, String carrierId) {}

    private final Map<Key, Map<Integer, Part>> incomplete =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Map<Integer, Part>> eldest) {
                    return size() > INCOMPLETE_MAX;
                }
            };

    /// The message `submission` completes; empty while parts are missing.
    Optional<Received> add(Submission submission, String carrierId, Instant at) {
        Part text = new Part(submission.text(), carrierId);
        if (submission.part().total() == 1) {
            return Optional.of(received(submission, List.of(text), at));
        }
        return complete(submission, text).map(parts -> received(submission, parts, at));
    }

    private synchronized Optional<List<Part>> complete(Submission submission, Part text) {
        PartOf part = submission.part();
        Key key = new Key(submission.from(), submission.to(), part.reference(), part.total());
        Map<Integer, Part> parts = incomplete.computeIfAbsent(key, _ -> new TreeMap<>());
        parts.put(part.number(), text);
        if (parts.size() < part.total()) {
            return Optional.empty();
        }
        incomplete.remove(key);
        return Optional.of(List.copyOf(parts.values()));
    }

    private static Received received(Submission submission, List<Part> parts, Instant at) {
        return new Received(
                0,
                Channel.SMS,
                submission.from(),
                submission.to(),
                Screen.of(String.join("", parts.stream().map(Part::text).toList())),
                parts.size(),
                parts.stream().map(Part::carrierId).toList(),
                submission.dataCoding(),
                at,
                Optional.empty());
    }
}
