package io.posthorn.channel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.Time;
import io.posthorn.message.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PhonesTest {
    private final Phones phones = new Phones(3, Time.system());

    @Test
    void the_newest_come_first_and_the_oldest_go() {
        for (String text : List.of("one", "two", "three", "four")) {
            phones.receive(received("+1", Channel.SMS, text));
        }

        assertThat(phones.inbox())
                .extracting(Received::text)
                .containsExactly("four", "three", "two");
        assertThat(phones.inbox()).extracting(Received::number).containsExactly(4L, 3L, 2L);
        assertThat(phones.count()).isEqualTo(4);
    }

    @Test
    void a_filter_asks_for_phone_channel_what_is_new_and_how_many() {
        phones.receive(received("+1", Channel.SMS, "a"));
        phones.receive(received("+2", Channel.SMS, "b"));
        phones.receive(received("+1", Channel.RCS, "c"));

        assertThat(texts(Phones.Filter.to("+1"))).containsExactly("c", "a");
        assertThat(texts(filter(Optional.of(Channel.SMS), 0, 10))).containsExactly("b", "a");
        assertThat(texts(filter(Optional.empty(), 1, 10))).containsExactly("c", "b");
        assertThat(texts(filter(Optional.empty(), 0, 1))).containsExactly("c");
    }

    @Test
    void waiting_ends_with_the_first_match() throws Exception {
        CompletableFuture<List<Received>> found = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        found.complete(phones.await(Phones.Filter.to("+2"), Duration.ofMinutes(1)));
                    } catch (InterruptedException e) {
                        found.completeExceptionally(e);
                    }
                });
        phones.receive(received("+1", Channel.SMS, "for somebody else"));
        phones.receive(received("+2", Channel.SMS, "for you"));

        assertThat(found.get()).extracting(Received::text).containsExactly("for you");
    }

    @Test
    void waiting_in_vain_ends_too() throws Exception {
        phones.receive(received("+1", Channel.SMS, "a"));

        assertThat(phones.await(Phones.Filter.to("+2"), Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void forgotten_messages_still_count() {
        phones.receive(received("+1", Channel.SMS, "a"));
        phones.clear();

        assertThat(phones.inbox()).isEmpty();
        assertThat(phones.count()).isEqualTo(1);
    }

    private List<String> texts(Phones.Filter filter) {
        return phones.inbox(filter).stream().map(Received::text).toList();
    }

    private static Phones.Filter filter(Optional<Channel> channel, long after, int max) {
        return new Phones.Filter(Optional.empty(), channel, after, max);
    }

    private static Received received(String to, Channel channel, String text) {
        return new Received(channel, "+9", to, Screen.of(text), "id", Instant.EPOCH);
    }
}
