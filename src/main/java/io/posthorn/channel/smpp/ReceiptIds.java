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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Brings the id in a receipt together with the id in the answer to the submit. Carriers write the
/// two differently: one hexadecimal and one decimal, padded with zeros, in upper or lower case. One
/// object per connection, which learns its carrier's habit: from which ids ever have letters, and
/// from the receipts that found their message.
public final class ReceiptIds {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
    private static final Pattern HEX = Pattern.compile("[0-9A-F]+");
    private static final int NUMBER_MAX = 40; // digits; longer ids are names, not numbers
    private static final int LONG_SAFE = 15; // digits of either base that a long has room for
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
            Pattern digits = from == 10 ? DECIMAL : HEX;
            return id.length() <= NUMBER_MAX && digits.matcher(id).matches()
                    ? Optional.of(rewritten(id, from, to).toUpperCase(Locale.ROOT))
                    : Optional.empty();
        }

        private static String rewritten(String number, int from, int to) {
            return number.length() <= LONG_SAFE
                    ? Long.toString(Long.parseLong(number, from), to)
                    : new BigInteger(number, from).toString(to);
        }
    }

    private final List<Reading> readings;
    private final Map<Reading, Integer> habit = new EnumMap<>(Reading.class);
    private final Look answers = new Look();
    private final Look receipts = new Look();

    public ReceiptIds(Format format) {
        this.readings =
                switch (format) {
                    case AUTO -> List.of(Reading.values());
                    case TEXT -> List.of(Reading.SAME);
                    case HEX -> List.of(Reading.HEX_TO_DECIMAL);
                    case DECIMAL -> List.of(Reading.DECIMAL_TO_HEX);
                };
    }

    /// The form under which to record a message that was answered with `answeredId`. Empty for an
    /// empty id, which no receipt ever finds.
    public synchronized String recorded(String answeredId) {
        String key = normal(answeredId);
        answers.saw(key);
        return key;
    }

    /// The recorded forms a receipt with these ids may mean, most likely first.
    public synchronized List<String> candidates(List<String> receiptIds) {
        List<String> ids = receiptIds.stream().map(ReceiptIds::normal).toList();
        ids.forEach(receipts::saw);
        Set<String> keys = new LinkedHashSet<>();
        for (Reading reading : likeliestFirst()) {
            ids.forEach(id -> reading.key(id).ifPresent(keys::add));
        }
        keys.remove("");
        return List.copyOf(keys);
    }

    /// Learns: of the candidates for these ids, `key` was a message to the phone the receipt is
    /// about.
    public synchronized void matched(List<String> receiptIds, String key) {
        if (isSettled(receiptIds, key)) {
            return;
        }
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

    /// The receipt confirms the only habit there is; nothing is left to learn.
    private boolean isSettled(List<String> receiptIds, String key) {
        Reading right = likeliestFirst().getFirst();
        return habit.getOrDefault(right, 0) == HABIT_MAX
                && habit.values().stream().mapToInt(Integer::intValue).sum() == HABIT_MAX
                && receiptIds.stream()
                        .map(ReceiptIds::normal)
                        .map(right::key)
                        .anyMatch(Optional.of(key)::equals);
    }

    private void learn(Reading right) {
        for (Reading reading : readings) {
            int known = habit.getOrDefault(reading, 0);
            habit.put(reading, reading == right ? Math.min(known + 1, HABIT_MAX) : known / 2);
        }
    }

    private List<Reading> likeliestFirst() {
        Reading look = byLook();
        Comparator<Reading> byLook = Comparator.comparing(reading -> reading != look);
        Comparator<Reading> byHabit =
                Comparator.comparingInt(reading -> -habit.getOrDefault(reading, 0));
        return readings.stream().sorted(byLook.thenComparing(byHabit)).toList();
    }

    /// What the letters in ids say; null while they say nothing.
    private @Nullable Reading byLook() {
        if (answers.hexadecimal() && receipts.decimal()) {
            return Reading.DECIMAL_TO_HEX;
        }
        if (answers.decimal() && receipts.hexadecimal()) {
            return Reading.HEX_TO_DECIMAL;
        }
        return answers.hexadecimal() && receipts.hexadecimal() ? Reading.SAME : null;
    }

    /// What the latest ids of one kind look like.
    private static final class Look {
        private static final int SURE = 30; // of 30 hexadecimal ids, some have a letter
        private int withoutLetter;
        private boolean letter;

        void saw(String id) {
            if (HEX.matcher(id).matches()) {
                boolean decimal = DECIMAL.matcher(id).matches();
                withoutLetter = decimal ? Math.min(withoutLetter + 1, SURE) : 0;
                letter = !decimal || (letter && withoutLetter < SURE);
            }
        }

        boolean hexadecimal() {
            return letter;
        }

        boolean decimal() {
            return withoutLetter == SURE;
        }
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
