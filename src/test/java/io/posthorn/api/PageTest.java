package io.posthorn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.node.JsonNodeFactory;

class PageTest {

    @Property(seed = "1")
    void pages_show_everything_once_and_the_newest_first(
            @ForAll @Size(max = 60) Set<@LongRange(min = 1, max = 500) Long> ids,
            @ForAll @IntRange(min = 1, max = 20) int size) {
        List<Long> seen = new ArrayList<>();
        Page page = new Page(Optional.empty(), size);
        Optional<String> next;
        do {
            Page.Cut<Long> cut = page.of(ids.stream(), Long::longValue);
            assertThat(cut.items()).hasSizeLessThanOrEqualTo(size);
            assertThat(again(cut, size, ids)).isEqualTo(cut.items());
            seen.addAll(cut.items());
            next = cut.next();
            page = next.map(token -> page(token, size)).orElse(page);
        } while (next.isPresent());

        assertThat(seen)
                .containsExactlyElementsOf(ids.stream().sorted((a, b) -> b.compareTo(a)).toList());
    }

    /// What `self` shows, when newer ones have come meanwhile.
    private static List<Long> again(Page.Cut<Long> cut, int size, Set<Long> ids) {
        if (cut.pagination().self().isEmpty()) {
            return List.of();
        }
        List<Long> later = new ArrayList<>(ids);
        later.addAll(List.of(1001L, 1002L));
        return page(cut.pagination().self().get(), size)
                .of(later.stream(), Long::longValue)
                .items();
    }

    private static Page page(String token, int size) {
        Shape<Page> shape =
                Shape.object(
                        values -> new Page(values.get(Page.PAGE_TOKEN), size), Page.PAGE_TOKEN);
        Page page =
                shape.read(
                        JsonNodeFactory.instance.objectNode().put("pageToken", token),
                        Place.ROOT,
                        new Findings());
        return java.util.Objects.requireNonNull(page);
    }
}
