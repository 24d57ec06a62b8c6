package io.posthorn.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What the codes of carriers and providers mean (`routing.md` section 7), as read from
/// `outcomes.txt`.
///
/// A code is a protocol and one to three words: `SMPP 0x0000000B`, `DLR UNDELIV 027` (state, then
/// error), `HTTP 429`, `META 131056`, `RBM 404`, `SMTP 550 5.1.1`. What follows is ignored. The
/// whole is looked up first, then the words alone from the last to the first, then the first one's
/// hundred: `HTTP 4xx`.
public final class OutcomeTable {

    private static final int WORDS = 3;
    private static final Map<String, Row> ROWS = read();

    /// One line of the table.
    public record Row(String code, Meaning meaning, String note) {}

    private OutcomeTable() {}

    /// In the order of the file.
    public static List<Row> rows() {
        return List.copyOf(ROWS.values());
    }

    public static Optional<Row> row(String upstream) {
        return find(ROWS, upstream);
    }

    public static Optional<Meaning> meaning(String upstream) {
        return row(upstream).map(Row::meaning);
    }

    /// A command_status that is not in the table: a carrier's own.
    static boolean isUnmapped(String upstream) {
        return upstream.startsWith("SMPP 0x") && row(upstream).isEmpty();
    }

    /// The value of the most exact code in `byCode` that `upstream` has.
    static <T> Optional<T> find(Map<String, T> byCode, String upstream) {
        for (String code : codes(upstream)) {
            T value = byCode.get(code);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static List<String> codes(String upstream) {
        String[] words = upstream.split(" ", WORDS + 2);
        int last = Math.min(words.length - 1, WORDS);
        List<String> codes = new ArrayList<>();
        for (int count = last; count > 1; count--) {
            codes.add(String.join(" ", List.of(words).subList(0, count + 1)));
        }
        for (int word = last; word > 0; word--) {
            codes.add(words[0] + " " + words[word]);
        }
        if (last > 0 && words[1].matches("[0-9]{3}")) {
            codes.add(words[0] + " " + words[1].charAt(0) + "xx");
        }
        return codes;
    }

    private static Map<String, Row> read() {
        try (InputStream in =
                Objects.requireNonNull(OutcomeTable.class.getResourceAsStream("/outcomes.txt"))) {
            Map<String, Row> rows = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(OutcomeTable::parsed)
                    .forEach(row -> rows.put(row.code(), row));
            return Collections.unmodifiableMap(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("outcomes.txt cannot be read", e);
        }
    }

    private static Row parsed(String line) {
        String[] columns = line.split(" {2,}", 3);
        return new Row(columns[0], Meaning.valueOf(columns[1]), columns[2]);
    }
}
