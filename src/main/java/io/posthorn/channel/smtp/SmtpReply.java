package io.posthorn.channel.smtp;

import io.posthorn.message.Meaning;
import io.posthorn.message.Outcome;
import io.posthorn.message.OutcomeTable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a mail server answered to a command (RFC 5321 section 4.2), with its enhanced status code
/// where it gave one (RFC 2034, RFC 3463).
///
/// @param text as it came, of all lines; may quote addresses and words, so it is never passed on
record SmtpReply(Stage stage, int code, String text) {
    private static final Pattern ENHANCED =
            Pattern.compile("^[245][0-9]{2}[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b");
    private static final Pattern TOO_FAST =
            Pattern.compile(
                    "(?i)\\b(rate|too (many|fast|much)|throttl\\w*|slow down|limit exceeded)\\b");
    private static final Pattern TOO_LARGE = Pattern.compile("552|5\\.2\\.3|5\\.3\\.4");

    /// How far the mail transaction had come.
    enum Stage {
        /// The server knows us, and nothing of the message.
        GREETING,
        /// It knows the sender.
        MAIL,
        /// It knows the recipient.
        RCPT,
        /// It has the message.
        DATA
    }

    /// Whether it says yes or no at all (RFC 5321 section 4.2.1).
    boolean decides() {
        return accepts() || (code >= 400 && code < 600);
    }

    boolean accepts() {
        return code >= 200 && code < 300;
    }

    /// Its codes alone: `SMTP 550 5.1.1`.
    String upstream() {
        Matcher enhanced = ENHANCED.matcher(text);
        return "SMTP " + code + (enhanced.find() ? " " + enhanced.group(1) : "");
    }

    Outcome outcome() {
        return meaning().outcome(upstream(), Optional.empty());
    }

    private Meaning meaning() {
        if (code < 500 && TOO_FAST.matcher(text).find()) {
            return Meaning.THROTTLED;
        }
        Meaning told =
                OutcomeTable.meaning(upstream())
                        .orElse(code < 500 ? Meaning.TRANSIENT : Meaning.CONTENT);
        return switch (told) {
            case CONTENT -> stage == Stage.DATA || tooLarge() ? told : Meaning.SENDER;
            case CHANNEL, DESTINATION, OPTED_OUT, PAIR_RATE, WINDOW ->
                    stage.compareTo(Stage.RCPT) >= 0 ? told : aboutUs();
            case THROTTLED, TRANSIENT, SENDER, EXPIRED, UNKNOWN -> told;
        };
    }

    /// A server that does not know the recipient yet can only mean the sender, or the size that it
    /// was told.
    private Meaning aboutUs() {
        return stage == Stage.MAIL && tooLarge() ? Meaning.CONTENT : Meaning.SENDER;
    }

    private boolean tooLarge() {
        return TOO_LARGE.matcher(upstream()).find();
    }

    @Override
    public String toString() {
        return upstream(); // the text may quote the message
    }
}
