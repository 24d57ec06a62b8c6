package io.posthorn.channel.http;

import io.posthorn.message.Fact;
import io.posthorn.message.Meaning;
import io.posthorn.message.Status;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words and codes of one provider, and what they mean: `DELIVRD = DELIVERED; 11 = CONTENT`.
///
/// @param given by words in lower case
record Vocabulary(Map<String, String> given) {
    private static final String UNDELIVERED = "UNDELIVERED";
    private static final List<Status> GOOD = List.of(Status.SENT, Status.DELIVERED, Status.READ);

    /// Words most aggregators use in receipts; the short ones are those of SMPP 3.4 appendix B.
    private static final Map<String, String> USUAL =
            Map.ofEntries(
                    Map.entry("delivered", "DELIVERED"),
                    Map.entry("delivrd", "DELIVERED"),
                    Map.entry("read", "READ"),
                    Map.entry("seen", "READ"),
                    Map.entry("sent", "SENT"),
                    Map.entry("submitted", "SENT"),
                    Map.entry("accepted", "SENT"),
                    Map.entry("acceptd", "SENT"),
                    Map.entry("buffered", "SENT"),
                    Map.entry("queued", "SENT"),
                    Map.entry("enroute", "SENT"),
                    Map.entry("undelivered", UNDELIVERED),
                    Map.entry("undeliverable", UNDELIVERED),
                    Map.entry("undeliv", UNDELIVERED),
                    Map.entry("failed", UNDELIVERED),
                    Map.entry("deleted", UNDELIVERED),
                    Map.entry("expired", "EXPIRED"),
                    Map.entry("rejected", "CONTENT"),
                    Map.entry("rejectd", "CONTENT"));

    Vocabulary {
        given = Map.copyOf(given);
    }

    /// Throws `IllegalArgumentException`, with a sentence, for a text that is no vocabulary.
    static Vocabulary parse(String text) {
        Map<String, String> words = new HashMap<>();
        for (String line : text.split("[;\n]", -1)) {
            if (!line.isBlank()) {
                int equals = line.lastIndexOf('=');
                String meaning = line.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
                if (equals < 1 || !meanings().contains(meaning)) {
                    throw new IllegalArgumentException(
                            "must be words and meanings such as 11 = CONTENT; the meanings are "
                                    + String.join(", ", meanings()));
                }
                words.put(plain(line.substring(0, equals)), meaning);
            }
        }
        return new Vocabulary(words);
    }

    private static List<String> meanings() {
        return Stream.of(
                        GOOD.stream().map(Status::name),
                        Stream.of(UNDELIVERED),
                        Arrays.stream(Meaning.values()).map(Meaning::name))
                .flatMap(names -> names)
                .toList();
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }

    /// What the code of a refusal means.
    Optional<Meaning> refusal(String code) {
        return Optional.ofNullable(given.get(plain(code))).flatMap(Vocabulary::bad);
    }

    /// What a receipt says with this word, and this code where it has one. A word nobody knows says
    /// no more than that the provider has the message.
    Fact.Report report(String word, Optional<String> code) {
        String usual = USUAL.getOrDefault(plain(word), Status.SENT.name());
        String meaning = given.getOrDefault(plain(word), usual);
        return GOOD.stream()
                .filter(status -> status.name().equals(meaning))
                .findFirst()
                .map(Meaning::reached)
                .orElseGet(() -> failed(meaning, word, code));
    }

    private Fact.Report failed(String meaning, String word, Optional<String> code) {
        String upstream = code.map(value -> word + " " + value).orElse(word);
        return code.flatMap(this::refusal)
                .or(() -> bad(meaning))
                .orElse(Meaning.CHANNEL)
                .report(shown(upstream));
    }

    /// Short enough that it cannot be a message.
    static String shown(String upstream) {
        return upstream.replaceAll("[^\\w .:+-]", "")
                .chars()
                .limit(40)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Optional<Meaning> bad(String name) {
        return Arrays.stream(Meaning.values())
                .filter(meaning -> meaning.name().equals(name))
                .findFirst();
    }
}
