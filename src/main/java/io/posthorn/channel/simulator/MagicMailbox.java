package io.posthorn.channel.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Mailboxes with a fate of their own, at any domain. This is the table the documentation is made
/// from.
public enum MagicMailbox {
    INVALID("no-such-mailbox", "refused: 550 5.1.1", MagicNumber.INVALID),
    DELIVERED("delivered", "delivered at once", MagicNumber.DELIVERED_AT_ONCE),
    BOUNCE("bounce", "taken, then it bounces: 5.1.1", MagicNumber.NOT_MOBILE),
    MAILBOX_FULL("mailbox-full", "taken, then it bounces: 5.2.2", MagicNumber.UNREACHABLE),
    LATER("later", "delivered after 2 seconds", MagicNumber.DELIVERED_LATER),
    THROTTLED(
            "throttled",
            "450 4.7.1, a rate exceeded, three times; then delivered",
            MagicNumber.THROTTLED),
    NO_ANSWER("no-answer", "the server never answers", MagicNumber.NO_ANSWER),
    EARLY_REPORT("early", "the report comes before the answer", MagicNumber.EARLY_RECEIPT),
    NO_REPORT("no-report", "taken, but nothing is reported", MagicNumber.NO_RECEIPT),
    SPAM("spam", "refused: 554 5.7.1, for its content", MagicNumber.CONTENT_REJECTED),
    SLOW("slow", "the answer takes 5 seconds", null),
    DEFERRED("deferred", "reported as delayed, then as delivered", null),
    COMPLAINT("complaint", "delivered, and its owner complains of spam", null),
    VACATION("vacation", "delivered, and a machine answers that nobody is there", null);

    private static final Map<String, MagicMailbox> BY_NAME =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(MagicMailbox::local, Function.identity()));

    private final String local;
    private final String meaning;
    private final @Nullable MagicNumber phone;

    MagicMailbox(String local, String meaning, @Nullable MagicNumber phone) {
        this.local = local;
        this.meaning = meaning;
        this.phone = phone;
    }

    /// What stands before the @.
    public String local() {
        return local;
    }

    /// What happens to an email for it, for the documentation.
    public String meaning() {
        return meaning;
    }

    /// The phone that fares like it, where there is one.
    Optional<MagicNumber> phone() {
        return Optional.ofNullable(phone);
    }

    public static Optional<MagicMailbox> of(String address) {
        int at = address.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        BY_NAME.get(address.substring(0, at).toLowerCase(Locale.ROOT)));
    }
}
