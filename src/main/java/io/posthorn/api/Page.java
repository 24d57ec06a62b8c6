package io.posthorn.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which part of a list is asked for: lists run from the newest to the oldest, and a page begins
/// below an id, so nothing is skipped or repeated when something is added meanwhile.
///
/// @param before the id number all items are below; empty: from the newest
record Page(Optional<Long> before, int size) {

    static final int MAX_SIZE = 1000;
    static final int USUAL_SIZE = 50;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Shape<Long> TOKEN = Shape.text(1, 200).then(Page::position);

    static final Field<Optional<Long>> PAGE_TOKEN =
            Field.optional(
                    "pageToken",
                    TOKEN.described("`pagination.next` or `pagination.self` of an earlier answer"));
    static final Field<Integer> PAGE_SIZE =
            Field.withDefault("pageSize", Shape.integer(1, MAX_SIZE), USUAL_SIZE);

    /// The same in a query, where everything is text.
    static final Field<Integer> QUERY_SIZE =
            Field.withDefault("pageSize", new TextualInteger(1, MAX_SIZE), USUAL_SIZE);

    static Page of(Values values) {
        return new Page(values.get(PAGE_TOKEN), values.get(QUERY_SIZE));
    }

    static Page ofBody(Values values) {
        return new Page(values.get(PAGE_TOKEN), values.get(PAGE_SIZE));
    }

    /// Tokens of this page and the next.
    record Pagination(Optional<String> next, Optional<String> self) {}

    /// One page with its tokens.
    record Cut<T>(List<T> items, Pagination pagination) {

        Optional<String> next() {
            return pagination.next;
        }
    }

    /// This page of all items, in whatever order they come.
    <T> Cut<T> of(Stream<T> all, ToLongFunction<T> id) {
        return cut(
                all.filter(each -> before.isEmpty() || id.applyAsLong(each) < before.get())
                        .sorted(Comparator.comparingLong(id).reversed())
                        .limit(size + 1L)
                        .toList(),
                id);
    }

    /// This page of items that begin where it begins, newest first; one more than `size` tells that
    /// there is a next page.
    <T> Cut<T> cut(List<T> found, ToLongFunction<T> id) {
        boolean more = found.size() > size;
        List<T> items = more ? found.subList(0, size) : found;
        Optional<String> self =
                items.isEmpty()
                        ? before.map(Page::token)
                        : Optional.of(token(id.applyAsLong(items.getFirst()) + 1));
        Optional<String> next =
                more ? Optional.of(token(id.applyAsLong(items.getLast()))) : Optional.empty();
        return new Cut<>(items, new Pagination(next, self));
    }

    private static String token(long before) {
        byte[] json = JSON.writeValueAsBytes(JSON.createObjectNode().put("before", before));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    private static @Nullable Long position(String token, Place at, Findings findings) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
            JsonNode before = JSON.readTree(json).path("before");
            if (before.isIntegralNumber()) {
                return before.longValue();
            }
        } catch (IllegalArgumentException | JacksonException notOurs) {
            // said below, as for any other token that is none
        }
        findings.add(at.label() + " is not a token of this list", at);
        return null;
    }
}
