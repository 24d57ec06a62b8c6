package io.posthorn.channel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.MessageId;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// Marks that go out with mail and come back with bounces.
class PostmarkTest {
    private static final String SEED = "1";

    private final Postmark postmark =
            new Postmark("a key", Optional.of("bounce@mail.posthorn.example"));

    @Property(seed = SEED)
    void a_mark_leads_back_to_its_attempt(
            @ForAll @LongRange(min = 0) long message,
            @ForAll @IntRange(min = 1, max = 65_535) int attempt) {
        EnvelopeId id = new EnvelopeId(new MessageId(message), attempt);
        String returnPath = postmark.returnPath(id).orElseThrow();

        assertThat(returnPath.substring(0, returnPath.indexOf('@'))).hasSizeLessThanOrEqualTo(64);
        assertThat(Mailbox.of(returnPath)).contains(returnPath);
        assertThat(postmark.ofReturnPath(returnPath)).contains(id);
        assertThat(postmark.ofReturnPath(returnPath.toUpperCase(Locale.ROOT))).contains(id);
        assertThat(postmark.ofMessageId(postmark.messageId(id, "posthorn.example"))).contains(id);
        assertThat(postmark.read(postmark.mark(id))).contains(id);
    }

    @Property(seed = SEED)
    void a_mark_with_another_letter_leads_nowhere(
            @ForAll @LongRange(min = 0) long message,
            @ForAll @IntRange(min = 0, max = 40) int position,
            @ForAll @IntRange(min = 1, max = 15) int shift) {
        String mark = postmark.mark(new EnvelopeId(new MessageId(message), 1));
        int at = position % mark.length();
        int digit = Character.digit(mark.charAt(at), 16);
        String other =
                mark.substring(0, at)
                        + (digit < 0 ? 'x' : Character.forDigit((digit + shift) % 16, 16))
                        + mark.substring(at + 1);

        assertThat(other.equals(mark) ? Optional.empty() : postmark.read(other)).isEmpty();
    }

    @Property(seed = SEED)
    void nothing_that_is_no_mark_is_read(@ForAll String text) {
        assertThat(postmark.read(text)).isEmpty();
        assertThat(postmark.ofReturnPath(text)).isEmpty();
        assertThat(postmark.ofMessageId(text)).isEmpty();
    }

    @Property(seed = SEED, tries = 20)
    void a_mark_of_another_connection_is_not_read(@ForAll @LongRange(min = 0) long message) {
        var id = new EnvelopeId(new MessageId(message), 1);

        assertThat(new Postmark("another key", Optional.empty()).read(postmark.mark(id))).isEmpty();
    }
}
