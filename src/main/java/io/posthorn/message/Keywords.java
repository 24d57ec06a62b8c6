package io.posthorn.message;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out whether a text is one of the words by which people take and give consent.
///
/// The words are those of the FCC's rule on revoking consent (47 CFR 64.1200(a)(10)) with the
/// carriers' usual ones. A text counts when nothing is left of it, or of its first sentence, but
/// the word and courtesies; letters may be of any case and have any accent, punctuation and signs
/// are nothing.
public final class Keywords {

    private static final List<String> STOP =
            List.of(
                    "STOP",
                    "STOP ALL",
                    "STOPALL",
                    "QUIT",
                    "END",
                    "REVOKE",
                    "OPT OUT",
                    "OPTOUT",
                    "CANCEL",
                    "UNSUBSCRIBE");
    private static final List<String> START = List.of("START", "UNSTOP", "YES");
    private static final List<String> HELP = List.of("HELP", "INFO");
    private static final Set<String> COURTESIES =
            Set.of(
                    "PLEASE", "PLS", "KINDLY", "THANK", "THANKS", "THX", "YOU", "NOW", "ME", "IT",
                    "THIS");

    private static final int MAX_LENGTH = 2_000; // longer than ten parts: not a person's word
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?\n]");
    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
    private static final Pattern NOTHING = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Map<Keyword, Set<String>> words = new EnumMap<>(Keyword.class);

    /// The usual words and `more`, such as those of another language.
    public Keywords(Map<Keyword, List<String>> more) {
        words.put(Keyword.STOP, folded(STOP, more.getOrDefault(Keyword.STOP, List.of())));
        words.put(Keyword.START, folded(START, more.getOrDefault(Keyword.START, List.of())));
        words.put(Keyword.HELP, folded(HELP, more.getOrDefault(Keyword.HELP, List.of())));
    }

    private static Set<String> folded(Collection<String> usual, Collection<String> more) {
        return Stream.concat(usual.stream(), more.stream())
                .map(Keywords::folded)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What the text asks for; empty when it asks for nothing of this.
    public Optional<Keyword> read(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return asked(text).or(() -> asked(firstSentence(text)));
    }

    private Optional<Keyword> asked(String text) {
        String plain = folded(text);
        String bare =
                Arrays.stream(plain.split(" ", -1))
                        .filter(word -> !COURTESIES.contains(word))
                        .collect(Collectors.joining(" "));
        return words.entrySet().stream()
                .filter(each -> each.getValue().contains(plain) || each.getValue().contains(bare))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Up to the first mark that ends one; marks and spaces before it are nothing.
    private static String firstSentence(String text) {
        return Arrays.stream(SENTENCE_END.split(text, -1))
                .filter(sentence -> !folded(sentence).isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String folded(String text) {
        String letters =
                ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return NOTHING.matcher(letters).replaceAll(" ").strip().toUpperCase(Locale.ROOT);
    }
}
