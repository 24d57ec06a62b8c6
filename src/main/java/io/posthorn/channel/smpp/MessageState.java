package io.posthorn.channel.smpp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a carrier says a message is (SMPP 3.4 section 5.2.28, SMPP 5.0 section 4.7.15), and the
/// word for it in the text of a receipt (SMPP 3.4 appendix B).
public enum MessageState {
    SCHEDULED(0, "SCHEDULED"),
    ENROUTE(1, "ENROUTE"),
    DELIVERED(2, "DELIVRD"),
    EXPIRED(3, "EXPIRED"),
    DELETED(4, "DELETED"),
    UNDELIVERABLE(5, "UNDELIV"),
    ACCEPTED(6, "ACCEPTD"),
    UNKNOWN(7, "UNKNOWN"),
    REJECTED(8, "REJECTD"),
    SKIPPED(9, "SKIPPED");

    private static final Pattern NOISE = Pattern.compile("[^A-Z0-9]");

    private final int code;
    private final String word;

    MessageState(int code, String word) {
        this.code = code;
        this.word = word;
    }

    public int code() {
        return code;
    }

    public String word() {
        return word;
    }

    /// Nothing more will be heard of the message. Carriers send UNKNOWN when they have lost sight
    /// of it, not when they have given it up, so it decides nothing.
    public boolean isFinal() {
        return switch (this) {
            case DELIVERED, EXPIRED, DELETED, UNDELIVERABLE, REJECTED, SKIPPED -> true;
            case SCHEDULED, ENROUTE, ACCEPTED, UNKNOWN -> false;
        };
    }

    public static Optional<MessageState> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /// The state of a `stat` word as carriers really write it: short or in full, in any case, now
    /// and then a number.
    public static Optional<MessageState> ofWord(String stat) {
        String letters = NOISE.matcher(stat.toUpperCase(Locale.ROOT)).replaceAll("");
        for (Spelling spelling : Spelling.ALL) {
            if (letters.startsWith(spelling.beginning)) {
                return Optional.of(spelling.state);
            }
        }
        return letters.length() == 1 && Character.isDigit(letters.charAt(0))
                ? of(letters.charAt(0) - '0')
                : Optional.empty();
    }

    /// How the words seen in the field begin.
    private record Spelling(String beginning, MessageState state) {
        static final Spelling[] ALL = {
            new Spelling("DELIV", DELIVERED),
            new Spelling("DLVR", DELIVERED),
            new Spelling("UNDELIV", UNDELIVERABLE),
            new Spelling("UNDLVR", UNDELIVERABLE),
            new Spelling("FAIL", UNDELIVERABLE),
            new Spelling("EXPIR", EXPIRED),
            new Spelling("DELET", DELETED),
            new Spelling("REJ", REJECTED),
            new Spelling("ACCEP", ACCEPTED),
            new Spelling("ENROUTE", ENROUTE),
            new Spelling("BUFFER", ENROUTE),
            new Spelling("SENT", ENROUTE),
            new Spelling("SCHED", SCHEDULED),
            new Spelling("SKIP", SKIPPED),
            new Spelling("UNKN", UNKNOWN),
        };
    }
}
