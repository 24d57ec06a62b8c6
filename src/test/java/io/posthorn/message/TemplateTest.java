package io.posthorn.message;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.posthorn.message.Template.Malformed;
import io.posthorn.message.Template.Unrenderable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Map<String, String> ADA =
            Map.of("firstName", "Ada", "empty_", "", "n", "12", "1", "one", "first-name", "Hy");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "Hi {{ firstName }}!                                   | Hi Ada!",
                "Hi {{firstName}}!                                     | Hi Ada!",
                "Hi {{ missing }}!                                     | Hi !",
                "Hi {{ missing.deep.deeper }}!                         | Hi !",
                "{{ first-name }}                                      | Hy",
                "{{ ['firstName'] }}                                   | Ada",
                "{{ 1 }} {{ '1' }}                                     | 1 1",
                "50% off { } }} %} {x}                                 | 50% off { } }} %} {x}",
                "{{'x'}}{{-'y'-}} z                                    | xyz",
            })
    void outputs(String source, String text) {
        assertThat(Template.parse(source + "{{ '' }}").render(ADA)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "firstName ! default: 'there'                          | Ada",
                "missing ! default: 'there'                            | there",
                "empty_ ! default: 'there'                             | there",
                "false ! default: 'there'                              | there",
                "missing ! default: 'a' ! upcase                       | A",
                "firstName ! upcase                                    | ADA",
                "'HELLO wOrld' ! capitalize                            | Hello world",
                "'Aa' ! downcase                                       | aa",
                "'2026-03-19' ! date: '%B %d, %Y'                      | March 19, 2026",
                "'2026-03-19T09:30:00Z' ! date: '%Y-%m-%d %H:%M'       | 2026-03-19 09:30",
                "1700000000 ! date: '%Y-%m-%d'                         | 2023-11-14",
                "'nonsense' ! date: '%Y'                               | nonsense",
                "'Ground control to Major Tom.' ! truncate: 20         | Ground control to...",
                "'Ground control' ! truncate: 10, ''                   | Ground con",
                "'Ground control to' ! truncatewords: 2                | Ground control...",
                "'<b>' ! escape                                        | &lt;b&gt;",
                "\"Tom & Jerry's\" ! escape                            | Tom &amp; Jerry&#39;s",
                "'&lt; <' ! escape_once                                | &lt; &lt;",
                "'x' ! append: 'y' ! prepend: 'z'                      | zxy",
                "'a-b-c' ! replace: '-', '+'                           | a+b+c",
                "'a b&c' ! url_encode                                  | a+b%26c",
                "'b,a' ! split: ',' ! sort ! join: '-'                 | a-b",
                "n ! plus: 3                                           | 15",
                "10 ! divided_by: 3                                    | 3",
                "10.0 ! divided_by: 4                                  | 2.5",
                "1.2345 ! round: 2                                     | 1.23",
                "firstName ! size                                      | 3",
                "firstName ! slice: 0, 2                               | Ad",
                "' x ' ! strip                                         | x",
            })
    void filters(String expression, String text) {
        String source = "{{ " + expression.strip().replace('!', '|') + " }}";
        assertThat(Template.parse(source).render(ADA)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "{% if firstName == 'Ada' %}y{% elsif n %}n{% else %}no{% endif %}          => y",
                "{% if missing %}y{% else %}n{% endif %}                                    => n",
                "{% if empty_ == '' %}y{% endif %}{% if empty_ == empty %}e{% endif %}      => ye",
                "{% unless missing %}y{% endunless %}                                       => y",
                "{% if firstName contains 'd' and n > 5 %}y{% endif %}                      => y",
                "{% if n == 12 %}y{% endif %}{% if n > 100 %}more{% endif %}                => y",
                "{% for i in (1..3) %}{{ i }}{% unless forloop.last %},{% endunless %}{% endfor %} => 1,2,3",
                "{% for i in (1..5) limit:2 offset:1 %}{{ i }}{% endfor %}                  => 23",
                "{% for i in (1..3) reversed %}{{ i }}{% endfor %}                          => 321",
                "{% for i in (3..1) %}{{ i }}{% endfor %}none                               => none",
                "{% assign x = 'a,b' | split: ',' %}{% for i in x %}{{ forloop.index }}{{ i }}{% endfor %} => 1a2b",
                "{% for i in missing %}{{ i }}{% else %}none{% endfor %}                    => none",
                "{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %} => 12",
                "{% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %} => 13",
                "{% assign x = firstName | upcase %}{{ x }}                                 => ADA",
                "{% capture c %}Hi {{ firstName }}{% endcapture %}{{ c }}                   => Hi Ada",
                "{% case firstName %}{% when 'Bob', 'Ada' %}A{% else %}C{% endcase %}       => A",
                "{% case n %}{% when '1' %}A{% else %}C{% endcase %}                        => C",
                "{%- if true -%}  x  {%- endif -%}  y                                       => xy",
                "a {{- firstName -}} b                                                      => aAdab",
                "{% raw %}{{ not }}{% endraw %}                                             => {{ not }}",
                "{% comment %}hidden{% endcomment %}shown                                   => shown",
                "{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% increment k %}{% increment k %} => ab01",
            })
    void tags(String source, String text) {
        assertThat(Template.parse(source).render(ADA)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hi there", "", "{ }", "100 % {x}", "€uro"})
    void a_text_with_nothing_to_fill_in_is_its_own_rendering(String text) {
        assertThat(Template.parse(text).render(ADA)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ firstName | nofilter }}                    ; 1; 14; no filter is named nofilter",
                "a\\nb {{ x | upcase | nope: 1 }}              ; 2; 17; no filter is named nope",
                "{% foo %}x{% endfoo %}                        ; 1; 4;  unknown tag",
                "{% render 'x' %}                              ; 1; 4;  unknown tag",
                "{% include 'x' %}                             ; 1; 1;  no other templates can be included",
                "a\\n{% if x %}{% include x %}{% endif %}      ; 2; 11; no other templates can be included",
                "{{ firstName                                  ; 1; 13; syntax error",
                "{{ }}                                         ; 1; 4;  syntax error",
                "{% if firstName %}unclosed                    ; 1; 27; syntax error",
                "line one\\nline {{ firstName | }} two         ; 2; 6;  syntax error",
                "line one\\nline {% if %}{% endif %} two       ; 2; 12; syntax error",
                "{{ firstName | upcase: }}                     ; 1; 1;  syntax error",
                "{{ 'unterminated }}                           ; 1; 20; syntax error",
                "{% endif %}                                   ; 1; 1;  syntax error",
                "{% if x %}{% endfor %}                        ; 1; 14; syntax error",
            })
    void what_is_wrong_is_said_with_its_place(String source, int line, int column, String reason) {
        Malformed malformed = malformed(source.replace("\\n", "\n"));

        assertThat(malformed).hasMessage(reason);
        assertThat(malformed.line()).isEqualTo(line);
        assertThat(malformed.column()).isEqualTo(column);
    }

    @Test
    void an_error_shows_nothing_of_the_text() {
        assertThat(malformed("PIN 4711 {{ 'PIN 4711' 4711 }} 4711"))
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> render("{{ 'PIN 4711' | divided_by: 0 }}"))
                .isInstanceOf(Unrenderable.class)
                .hasMessageNotContaining("4711")
                .hasNoCause();
    }

    private static Malformed malformed(String source) {
        return catchThrowableOfType(Malformed.class, () -> Template.parse(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in (1..2000000000) %}{% endfor %}",
                "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}",
                "{% for i in (1..9000) %}{{ firstName | date: '%c' }}{% endfor %}",
                "{% for i in (1..9000) %}some text that is repeated, and repeated until it is too long{% endfor %}",
                "{% assign x = 'aaaaaaaaaa' %}{% for i in (1..50) %}{% assign x = x | append: x %}{% endfor %}",
                "{% assign x = 9.9 %}{% for i in (1..50) %}{% assign x = x | times: x %}{% endfor %}{{ x }}",
                "{% assign x = 'a,b' | split: ',' %}{% for i in (1..50) %}{% assign x = x | concat: x %}{% endfor %}",
                "{% capture x %}{% for i in (1..4000) %}aaaaaaaaaaaa{% endfor %}{% endcapture %}{{ x | replace: 'a', x }}",
                "{% capture x %}{% for i in (1..4000) %}aaaaaaaaaaaa{% endfor %}{% endcapture %}{{ x | split: '' | join: x }}",
                "{% capture x %}{% for i in (1..4000) %}<script<!--{% endfor %}{% endcapture %}{{ x | strip_html }}",
                "{{ 1.5 | round: 999999999 }}",
                "{{ 1.5 | round: '999999999' }}",
                "{{ 'now' | date: '%0999999999N' }}",
                "{{ 'now' | date: '%-99999999S' }}",
                "{{ 'now' | date: '%^_9999Y' }}",
                "{{ 1 | divided_by: 0 }}",
                "{{ 1 | modulo: 0 }}",
            })
    @Timeout(value = 60, unit = SECONDS)
    void a_hostile_template_ends(String source) {
        assertThatThrownBy(() -> render(source)).isInstanceOf(Unrenderable.class);
    }

    @Test
    @Timeout(value = 60, unit = SECONDS)
    void deep_nesting_is_refused_or_rendered() {
        String source = "{% if true %}".repeat(100) + "x" + "{% endif %}".repeat(100);
        assertThat(Template.parse(source).render(ADA)).isEqualTo("x");
        String chain = "{% if " + "false or ".repeat(200) + "true %}x{% endif %}";
        assertThat(Template.parse(chain).render(ADA)).isEqualTo("x");

        assertThat(malformed("\n{% if 1 %}".repeat(4_000)).line()).isEqualTo(102);
        assertThat(malformed("{{ " + "a[".repeat(20_000) + " }}")).isNotNull();
        assertThat(malformed("{{ " + "a[".repeat(900) + " }}")).isNotNull();
        assertThat(malformed("{% if " + "(".repeat(20_000) + " %}{% endif %}")).isNotNull();
        assertThat(malformed("{% if " + "a or ".repeat(5_000) + "a %}{% endif %}")).isNotNull();
    }

    @Test
    void a_longer_source_is_refused() {
        String source = "{{ x }}" + "a".repeat(Template.MAX_SOURCE);

        assertThat(malformed(source)).hasMessageContaining(String.valueOf(Template.MAX_SOURCE));
    }

    @Test
    void threads_do_not_see_each_others_variables() throws Exception {
        Template template =
                Template.parse(
                        "{% assign i = n | modulo: 3 %}{% assign k = 'a,b,c' | split: ',' %}{{ k[i] }}"
                                + "{% for j in (1..3) %}{{ n }}{% endfor %}");
        Callable<Boolean> task = () -> IntStream.range(0, 5_000).allMatch(n -> isOwn(template, n));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> result : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private static boolean isOwn(Template template, int i) {
        int n = i + (int) (Thread.currentThread().threadId() % 7);
        String text = "abc".charAt(n % 3) + String.valueOf(n).repeat(3);
        return template.render(Map.of("n", String.valueOf(n))).equals(text);
    }

    @Property(seed = "1")
    void a_value_is_never_read_as_a_template(@ForAll String value) {
        assertThat(Template.parse("<{{ v }}>").render(Map.of("v", value)))
                .isEqualTo("<" + value + ">");
    }

    @Property(seed = "1")
    void any_name_may_be_missing(@ForAll @AlphaChars @StringLength(min = 1, max = 12) String name) {
        String source = "a{{ x" + name + " | default: 'b' }}c";
        assertThat(Template.parse(source).render(Map.of())).isEqualTo("abc");
    }

    @Property(seed = "1")
    void a_text_around_a_variable_stays_as_it_is(@ForAll String text) {
        String plain = text.replace("{", "(");
        assertThat(Template.parse(plain + "{{ v }}" + plain).render(Map.of("v", "x")))
                .isEqualTo(plain + "x" + plain);
    }

    private static String render(String source) {
        return Template.parse(source).render(ADA);
    }
}
