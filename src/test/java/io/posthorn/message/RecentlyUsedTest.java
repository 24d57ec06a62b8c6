package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

    private final RecentlyUsed<String, String> texts = new RecentlyUsed<>(10, String::length);

    @Test
    void what_was_not_used_for_longest_makes_room() {
        texts.put("a", "12345");
        texts.put("b", "1234");
        assertThat(texts.get("a")).isEqualTo("12345");

        texts.put("c", "12");

        assertThat(texts.get("b")).isNull();
        assertThat(texts.get("a")).isEqualTo("12345");
        assertThat(texts.get("c")).isEqualTo("12");
    }

    @Test
    void what_is_larger_than_all_the_room_is_not_kept() {
        texts.put("a", "12345678901");
        assertThat(texts.get("a")).isNull();

        texts.put("b", "1234567890");
        assertThat(texts.get("b")).isEqualTo("1234567890");
    }

    @Test
    void one_put_again_or_taken_out_gives_its_room_back() {
        texts.put("a", "123456789");
        texts.put("a", "1");
        texts.put("b", "123456789");
        assertThat(texts.get("a")).isEqualTo("1");

        texts.remove("b");
        texts.put("c", "123456789");
        assertThat(texts.get("a")).isEqualTo("1");

        texts.clear();
        texts.put("d", "1234567890");
        assertThat(texts.get("d")).isEqualTo("1234567890");
    }
}
