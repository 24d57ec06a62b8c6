package io.posthorn.message;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The world's telephone numbering plan (ITU-T E.164): what is a number, and where it belongs.
///
/// A number is accepted when its length is possible in its country, not only when its range is
/// known to be assigned: ranges open faster than metadata is released, and fictitious numbers such
/// as +1 500 555 0006 are what people test with. A North American area code must begin with 2 to 9.
public final class Numbering {

    private static final int MAX_RAW = 40;
    private static final int MAX_DIGITS = 15; // E.164 section 6
    private static final int NORTH_AMERICA = NorthAmerica.CALLING_CODE;
    private static final int NO_CODE = -1;

    /// Calling codes under which the library drops leading digits (a trunk or carrier prefix
    /// dialled after the calling code) from numbers that are long enough without.
    private static final Set<Integer> REWRITTEN = Set.of(55, 61, 86, 352, 375);

    private static final PhoneNumberUtil PLAN = PhoneNumberUtil.getInstance();
    private static final Set<Integer> CALLING_CODES = PLAN.getSupportedCallingCodes();
    private static final String NOT_A_COUNTRY = "001"; // satellite and other worldwide networks

    private static final Instant ANY_MOMENT = Instant.EPOCH.plusSeconds(1_800_000_000);
    private static final Map<List<String>, ZoneId> ZONES = new ConcurrentHashMap<>();

    private Numbering() {}

    /// The E.164 form, `+` and digits, of a number written with its calling code: behind `+` or
    /// `00`, with or without spaces, dashes, dots and parentheses, a trunk `(0)` among them. Empty
    /// for anything else: a national number could be anyone's.
    public static Optional<String> normalise(String raw) {
        if (isPlain(raw) && isPossible(raw)) {
            return Optional.of(raw);
        }
        return raw.length() > MAX_RAW ? Optional.empty() : stripped(raw).flatMap(Numbering::parsed);
    }

    /// The ISO 3166 region of an E.164 number: in North America that of its area code; where a
    /// calling code is shared and the range is not assigned, the largest country under it. Empty
    /// for networks of no country.
    public static Optional<String> country(String e164) {
        int code = callingCode(e164);
        if (code == NO_CODE) {
            return Optional.empty();
        }
        if (code == NORTH_AMERICA) {
            return Optional.of(NorthAmerica.country(e164.substring(2)));
        }
        List<String> regions = PLAN.getRegionCodesForCountryCode(code);
        String region = regions.size() == 1 ? null : PLAN.getRegionCodeForNumber(split(e164, code));
        return Optional.of(region == null ? regions.getFirst() : region)
                .filter(r -> !r.equals(NOT_A_COUNTRY));
    }

    /// The time zone of an E.164 number. Of several it is the middle one from west to east, which
    /// for a mobile or free number of a wide country is the least wrong; UTC when none is known.
    public static ZoneId zone(String e164) {
        int code = callingCode(e164);
        if (code == NO_CODE) {
            return ZoneOffset.UTC;
        }
        return ZONES.computeIfAbsent(
                Zones.MAPPER.getTimeZonesForGeographicalNumber(split(e164, code)),
                Numbering::middle);
    }

    /// The three digits of a North American area code, the first part of such a number; empty
    /// elsewhere.
    public static Optional<String> areaCode(String e164) {
        return e164.length() == 12 && e164.startsWith("+1")
                ? Optional.of(e164.substring(2, 5))
                : Optional.empty();
    }

    /// The digits of calling code and area code of an E.164 number, or of calling code and national
    /// destination code where its range has no areas; 0 when it has neither.
    static int destinationCode(String e164) {
        int code = callingCode(e164);
        if (code == NORTH_AMERICA) {
            return areaCode(e164).map(npa -> 1000 + Integer.parseInt(npa)).orElse(0);
        }
        if (code == NO_CODE) {
            return 0;
        }
        PhoneNumber number = split(e164, code);
        int area = PLAN.getLengthOfGeographicalAreaCode(number);
        int length = area > 0 ? area : PLAN.getLengthOfNationalDestinationCode(number);
        int end = nationalStart(code) + length;
        return length > 0 ? Integer.parseInt(e164, 1, end, 10) : 0;
    }

    private static boolean isPlain(String raw) {
        if (raw.length() < 2 || raw.length() > MAX_DIGITS + 1 || raw.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < raw.length(); i++) {
            if (raw.charAt(i) < '0' || raw.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// For plain numbers; false also for those that need the library to say what they are.
    private static boolean isPossible(String plain) {
        int code = callingCode(plain);
        if (code == NO_CODE || REWRITTEN.contains(code) || beginsNationalWith(plain, code, '0')) {
            return false;
        }
        return isPossible(split(plain, code));
    }

    private static boolean isPossible(PhoneNumber number) {
        boolean badAreaCode =
                number.getCountryCode() == NORTH_AMERICA
                        && number.getNationalNumber() < 2_000_000_000L;
        return !badAreaCode
                && PLAN.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
    }

    private static Optional<String> stripped(String raw) {
        StringBuilder digits = new StringBuilder("+");
        String number = raw.strip();
        int start = number.startsWith("+") ? 1 : number.startsWith("00") ? 2 : 0;
        for (int i = start; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (!isPunctuation(c)) {
                return Optional.empty();
            }
        }
        boolean international = start > 0 && digits.length() > 1;
        return international ? Optional.of(digits.toString()) : Optional.empty();
    }

    private static boolean isPunctuation(char c) {
        return switch (c) {
            case '.', '(', ')' -> true;
            default ->
                    Character.isSpaceChar(c) || Character.getType(c) == Character.DASH_PUNCTUATION;
        };
    }

    /// A number of which the library drops digits twice is none: its normal form would not be
    /// normal.
    private static Optional<String> parsed(String international) {
        Optional<String> e164 = byLibrary(international);
        return e164.filter(
                number -> number.equals(international) || byLibrary(number).equals(e164));
    }

    private static Optional<String> byLibrary(String international) {
        try {
            PhoneNumber number = PLAN.parse(international, null);
            return isPossible(number)
                    ? Optional.of(PLAN.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException _) {
            return Optional.empty();
        }
    }

    /// The calling code of a plain number: no code is the beginning of another (E.164 annex A).
    private static int callingCode(String plain) {
        int code = 0;
        for (int i = 1; i < Math.min(4, plain.length()); i++) {
            code = 10 * code + plain.charAt(i) - '0';
            if (code == 0) {
                return NO_CODE;
            }
            if (CALLING_CODES.contains(code)) {
                return plain.length() > i + 1 ? code : NO_CODE;
            }
        }
        return NO_CODE;
    }

    private static boolean beginsNationalWith(String plain, int code, char digit) {
        return plain.charAt(nationalStart(code)) == digit;
    }

    private static int nationalStart(int code) {
        return code < 10 ? 2 : code < 100 ? 3 : 4;
    }

    /// Splits without the library's parser, which takes 30 times as long.
    private static PhoneNumber split(String plain, int code) {
        int start = nationalStart(code);
        PhoneNumber number =
                new PhoneNumber()
                        .setCountryCode(code)
                        .setNationalNumber(Long.parseLong(plain, start, plain.length(), 10));
        int zeros = start;
        while (zeros < plain.length() - 1 && plain.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros == start
                ? number
                : number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros - start);
    }

    private static ZoneId middle(List<String> names) {
        List<ZoneId> zones =
                names.stream()
                        .filter(ZoneId.getAvailableZoneIds()::contains)
                        .sorted()
                        .map(ZoneId::of)
                        .sorted(Comparator.comparingInt(Numbering::secondsEast))
                        .toList();
        return zones.isEmpty() ? ZoneOffset.UTC : zones.get(zones.size() / 2);
    }

    private static int secondsEast(ZoneId zone) {
        return zone.getRules().getStandardOffset(ANY_MOMENT).getTotalSeconds();
    }

    /// Loaded when first asked for a zone.
    private static final class Zones {
        static final PhoneNumberToTimeZonesMapper MAPPER =
                PhoneNumberToTimeZonesMapper.getInstance();
    }
}
