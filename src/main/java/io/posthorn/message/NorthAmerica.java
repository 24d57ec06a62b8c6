package io.posthorn.message;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// The area codes of calling code 1, which 25 countries share.
final class NorthAmerica {

    static final int CALLING_CODE = 1;

    private static final String OVERLAYS = "/numbering/north-american-overlays.txt";
    private static final int CODES = 1000;
    private static final BitSet[] SHARING = read();

    private NorthAmerica() {}

    /// Whether both area codes are given to numbers of the same area.
    static boolean overlay(int a, int b) {
        return a != b && SHARING[a].get(b);
    }

    private static BitSet[] read() {
        BitSet[] sharing = new BitSet[CODES];
        Arrays.setAll(sharing, _ -> new BitSet());
        for (List<Integer> area : areas()) {
            area.forEach(code -> area.forEach(sharing[code]::set));
        }
        return sharing;
    }

    /// The codes of each area that has several.
    static List<List<Integer>> areas() {
        var file = Objects.requireNonNull(NorthAmerica.class.getResourceAsStream(OVERLAYS));
        try (var lines =
                new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split(" ")).map(Integer::valueOf).toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
