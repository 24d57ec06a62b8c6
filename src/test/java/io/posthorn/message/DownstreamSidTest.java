package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DownstreamSidTest {

    @Property(seed = "1")
    void a_sid_leads_back_to_its_attempt(
            @ForAll @LongRange(min = 0) long message, @ForAll @IntRange(max = 65_535) int attempt) {
        var sid = new DownstreamSid(new MessageId(message), attempt);

        assertThat(sid.toString()).matches("SM[0-9a-f]{32}");
        assertThat(DownstreamSid.parse(sid.toString())).contains(sid);
    }

    @Property(seed = "1")
    void a_mistyped_one_leads_nowhere(
            @ForAll @LongRange(min = 0) long message,
            @ForAll @IntRange(max = 65_535) int attempt,
            @ForAll @IntRange(min = 2, max = 33) int at) {
        var sid = new StringBuilder(new DownstreamSid(new MessageId(message), attempt).toString());
        sid.setCharAt(at, sid.charAt(at) == '0' ? '1' : '0');

        assertThat(DownstreamSid.parse(sid.toString())).isEmpty();
    }

    @Test
    void what_does_not_look_like_one_is_none() {
        assertThat(DownstreamSid.parse("")).isEmpty();
        assertThat(DownstreamSid.parse("SM")).isEmpty();
        assertThat(DownstreamSid.parse("XX" + "0".repeat(32))).isEmpty();
        assertThat(DownstreamSid.parse("SM" + "g".repeat(32))).isEmpty();
    }
}
