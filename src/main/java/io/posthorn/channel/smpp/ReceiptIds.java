package io.posthorn.channel.smpp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings the id in a receipt together with the id in the answer to the submit. Carriers write the
/// two differently: one hexadecimal and one decimal, padded with zeros, in upper or lower case. One
/// object per connection, which learns its carrier's habit from the receipts that found their
/// message.
public final class ReceiptIds {
    private static final int NUMBER_MAX = 40; // digits; longer ids are names, not numbers
    private static final int HABIT_MAX = 100; // so that a carrier that changes is followed soon

    /// What a connection's setting says about the ids in receipts.
    public enum Format {
        /// Find out.
        AUTO,
        /// The same characters as in the answer, but for case and leading zeros.
        TEXT,
        /// Hexadecimal where the answer is decimal.
        HEX,
        /// Decimal where the answer is hexadecimal.
        DECIMAL
    }

    /// How to get from a receipt's id to the answer's.
    private enum Reading {
        SAME,
        DECIMAL_TO_HEX,
        HEX_TO_DECIMAL;

        Optional<String> key(String id) {
            return switch (this) {
                case SAME -> Optional.of(id);
                case DECIMAL_TO_HEX -> converted(id, 10, 16);
                case HEX_TO_DECIMAL -> converted(id, 16, 10);
            };
        }

        private static Optional<String> converted(String id, int from, int to) {
            String digits = from == 10 ? "[0-9]+" : "[0-9A-F]+";
            return id.length() <= NUMBER_MAX && id.matches(digits)
                    ? Optional.of(normal(new BigInteger(id, from).toString(to)))
                    : Optional.empty();
        }
    }

    private final List<Reading> readings;
    private final Map<Reading, Integer> habit = new EnumMap<>(Reading.class);

    public ReceiptIds(Format format) {
        this.readings =
                switch (format) {
                    case AUTO -> List.of(Reading.values());
                    case TEXT -> List.of(Reading.SAME);
                    case HEX -> List.of(Reading.HEX_TO_DECIMAL);
                    case DECIMAL -> List.of(Reading.DECIMAL_TO_HEX);
                };
    }

    /// The form under which a message is recorded that was answered with `answeredId`. Empty for an
    /// empty id, which no receipt ever finds.
    public static String key(String answeredId) {
        return normal(answeredId);
    }

    /// The recorded forms a receipt with these ids may mean, most likely first.
    public List<String> candidates(List<String> receiptIds) {
        Set<String> keys = new LinkedHashSet<>();
        for (Reading reading : likeliestFirst()) {
            for (String id : receiptIds) {
                reading.key(normal(id)).ifPresent(keys::add);
            }
        }
        keys.remove("");
        return List.copyOf(keys);
    }

    /// Learns: of the candidates for these ids, `key` was a message to the phone the receipt is
    /// about.
    public synchronized void matched(List<String> receiptIds, String key) {
        List<Reading> explaining = new ArrayList<>();
        for (Reading reading : readings) {
            if (receiptIds.stream()
                    .map(ReceiptIds::normal)
                    .map(reading::key)
                    .anyMatch(Optional.of(key)::equals)) {
                explaining.add(reading);
            }
        }
        if (explaining.size() == 1) { // a short id reads the same either way and teaches nothing
            learn(explaining.getFirst());
        }
    }

    private void learn(Reading right) {
        for (Reading reading : readings) {
            int known = habit.getOrDefault(reading, 0);
            habit.put(reading, reading == right ? Math.min(known + 1, HABIT_MAX) : known / 2);
        }
    }

    private synchronized List<Reading> likeliestFirst() {
        Comparator<Reading> byHabit =
                Comparator.comparingInt(reading -> -habit.getOrDefault(reading, 0));
        return readings.stream().sorted(byHabit).toList();
    }

    /// Upper case, without `0x` and leading zeros.
    private static String normal(String id) {
        String upper = id.strip().toUpperCase(Locale.ROOT);
        String digits = upper.startsWith("0X") ? upper.substring(2) : upper;
        int from = 0;
        while (from < digits.length() - 1 && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
