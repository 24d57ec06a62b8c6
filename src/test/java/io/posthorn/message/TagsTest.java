package io.posthorn.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.message.Tags.Filter;
import io.posthorn.message.Tags.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

    @Test
    void ten_pairs_of_the_longest_names_and_values_are_fine() {
        Map<String, String> tags =
                IntStream.range(0, 10)
                        .boxed()
                        .collect(Collectors.toMap(i -> i + "k".repeat(127), _ -> "v".repeat(256)));

        assertThat(Tags.problems(tags)).isEmpty();
        assertThat(Tags.problems(Map.of("aZ09._~-", "-~_.90zA"))).isEmpty();
        assertThat(Tags.problems(Map.of())).isEmpty();
    }

    @Test
    void an_eleventh_is_too_many() {
        Map<String, String> tags = new HashMap<>();
        IntStream.range(0, 11).forEach(i -> tags.put("k" + i, "v"));

        assertThat(Tags.problems(tags))
                .containsExactly(new Problem("", "at most 10 tags are possible"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', v, a tag's key is made of",
        "a b, v, a tag's key is made of",
        "a:b, v, a tag's key is made of",
        "{{ k }}, v, a tag's key is made of",
        "ключ, v, a tag's key is made of",
        "k, '', a tag's value is made of",
        "k, a b, a tag's value is made of",
        "k, a;b, a tag's value is made of",
        "k, {{ v }}, a tag's value is made of",
        "k, 'v\n', a tag's value is made of",
    })
    void other_characters_are_refused(String key, String value, String message) {
        assertThat(Tags.problems(Map.of(key, value)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo(key);
                    assertThat(problem.message()).startsWith(message);
                });
    }

    @Test
    void too_long_is_refused() {
        assertThat(Tags.problems(Map.of("k".repeat(129), "v".repeat(257))))
                .extracting(Problem::message)
                .containsExactly(
                        "a tag's key has at most 128 characters",
                        "a tag's value has at most 256 characters");
    }

    @Test
    void values_of_a_message_may_be_liquid() {
        assertThat(Tags.templateProblems(Map.of("k", "{{ tier | default: 'none' }}"))).isEmpty();
        assertThat(Tags.templateProblems(Map.of("k", "plain"))).isEmpty();
        assertThat(Tags.templateProblems(Map.of("k", "not plain"))).hasSize(1);
        assertThat(Tags.templateProblems(Map.of("{{ k }}", "v"))).hasSize(1);
        assertThat(Tags.templateProblems(Map.of("k", "{{ tier | nope }}")))
                .containsExactly(
                        new Problem("k", "Liquid: no filter is named nope at line 1, column 9"));
    }

    @Test
    void a_rendered_value_is_brought_into_the_rules() {
        Map<String, String> tags = Map.of("a", "{{ x }}-1", "b", "plain", "c", "{{ missing }}");

        assertThat(Tags.render(tags, Map.of("x", "New York/é")))
                .isEqualTo(Map.of("a", "New_York__-1", "b", "plain"));
    }

    @Test
    void a_rendered_value_is_cut_at_its_limit() {
        assertThat(Tags.render(Map.of("a", "{{ x }}"), Map.of("x", "y".repeat(300))))
                .containsEntry("a", "y".repeat(256));
    }

    @Test
    void tags_without_liquid_stay_as_they_are() {
        Map<String, String> tags = Map.of("a", "b");

        assertThat(Tags.render(tags, Map.of("x", "y"))).isSameAs(tags);
    }

    @ParameterizedTest
    @CsvSource({
        "campaign:launch;, true",
        "campaign:launch, true",
        "campaign:launch;region:us-west;, true",
        "region:us-west;campaign:launch, true",
        "campaign:other;, false",
        "campaign:launch;tier:gold;, false",
        "campaign:launch;campaign:other;, false",
        "Campaign:launch;, false",
    })
    void all_tags_of_a_filter_must_match(String query, boolean matches) {
        Map<String, String> tags = Map.of("campaign", "launch", "region", "us-west");

        assertThat(Tags.filter(query).orElseThrow().matches(tags)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                ":",
                "a",
                "a:",
                ":b",
                "a:b:c",
                "a:b;;",
                "a:b;;c:d",
                ";a:b",
                "a b:c",
                "a:b c",
                "a:b; c:d",
                "a=b;",
                "a:{{b}};",
                "a:1;b:1;c:1;d:1;e:1;f:1;g:1;h:1;i:1;j:1;k:1;",
            })
    void any_other_query_is_no_filter(String query) {
        assertThat(Tags.filter(query)).isEmpty();
    }

    @Property(seed = "1")
    void tags_without_problems_are_found_by_a_filter_of_themselves(
            @ForAll("tags") Map<String, String> tags) {
        assertThat(Tags.problems(tags)).isEmpty();
        String query =
                tags.entrySet().stream()
                        .map(tag -> tag.getKey() + ":" + tag.getValue() + ";")
                        .collect(Collectors.joining());
        Filter filter = Tags.filter(query).orElseThrow();

        assertThat(filter.pairs()).isEqualTo(tags.entrySet());
        assertThat(filter.matches(tags)).isTrue();
    }

    @Property(seed = "1")
    void rendered_tags_have_no_problems(@ForAll String first, @ForAll String second) {
        Map<String, String> tags = Map.of("a", "{{ x }}", "b", "{{ x | append: y }}", "c", "d");

        assertThat(Tags.problems(Tags.render(tags, Map.of("x", first, "y", second)))).isEmpty();
    }

    @Provide
    Arbitrary<Map<String, String>> tags() {
        Arbitrary<String> words =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withCharRange('A', 'Z')
                        .withCharRange('0', '9')
                        .withChars("._~-")
                        .ofMinLength(1)
                        .ofMaxLength(128);
        return Arbitraries.maps(words, words).ofMinSize(1).ofMaxSize(10);
    }
}
