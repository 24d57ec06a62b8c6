package io.posthorn.message;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The area codes of calling code 1, which 25 countries share.
final class NorthAmerica {

    static final int CALLING_CODE = 1;

    private static final String OVERLAYS = "/numbering/north-american-overlays.txt";
    private static final int CODES = 1000;
    private static final BitSet[] SHARING = read();
    private static final @Nullable String[] COUNTRIES = new String[CODES];

    private NorthAmerica() {}

    /// The ISO region a national number's area code belongs to: every area code belongs to one.
    /// `US` where the code is not assigned, and for codes that all share, as 800.
    static String country(String national) {
        int code = national.length() < 3 ? 0 : Integer.parseInt(national, 0, 3, 10);
        String known = COUNTRIES[code];
        if (known == null) {
            known = countryOf(code);
            COUNTRIES[code] = known; // the same each time, so races do no harm
        }
        return known;
    }

    /// By the first range that is assigned: small countries have not opened all of their code.
    private static String countryOf(int code) {
        for (int exchange = 200; exchange < 1000; exchange++) {
            var number = new PhoneNumber().setCountryCode(CALLING_CODE);
            number.setNationalNumber((code * 1000L + exchange) * 10_000 + 4_567);
            String region = PhoneNumberUtil.getInstance().getRegionCodeForNumber(number);
            if (region != null) {
                return region;
            }
        }
        return "US";
    }

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
