package io.posthorn.channel.whatsapp;

import io.posthorn.channel.Meaning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the error codes of the Cloud API mean (WhatsApp Cloud API, "Error codes"; `routing.md`
/// section 7).
final class ErrorCodes {
    /// No code, and none of Meta's.
    static final int NONE = -1;

    private static final Map<Integer, Meaning> MEANINGS = new HashMap<>();

    static {
        List.of(4, 80007, 130429).forEach(code -> MEANINGS.put(code, Meaning.THROTTLED));
        List.of(1, 2, 131000, 131016, 131057, 133004)
                .forEach(code -> MEANINGS.put(code, Meaning.TRANSIENT));
        // 131048 is the quality limit: a rest, not a slower rate, is what helps
        List.of(0, 3, 10, 33, 190, 200, 368, 131005, 131031, 131037, 131042, 131045, 131048, 133010)
                .forEach(code -> MEANINGS.put(code, Meaning.SENDER));
        MEANINGS.put(131050, Meaning.OPTED_OUT);
        MEANINGS.put(131056, Meaning.PAIR_RATE);
        // 131047: the 24-hour window is closed; another channel may still say it
        List.of(130472, 130497, 131026, 131047, 131049)
                .forEach(code -> MEANINGS.put(code, Meaning.CHANNEL));
        List.of(
                        100, 131008, 131009, 131051, 131052, 131053, 132000, 132001, 132005, 132007,
                        132012, 132015, 132016, 132068, 132069)
                .forEach(code -> MEANINGS.put(code, Meaning.CONTENT));
        MEANINGS.put(131021, Meaning.DESTINATION);
    }

    private ErrorCodes() {}

    static Optional<Meaning> meaning(int code) {
        return Optional.ofNullable(MEANINGS.get(code));
    }
}
