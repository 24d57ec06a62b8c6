package io.posthorn.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/// Which page of a list is asked for, the way of Twilio's older APIs: by its number.
record ClassicPage(int page, int size) {

    static final Field<Integer> PAGE =
            Field.withDefault("Page", new TextualInteger(0, Integer.MAX_VALUE), 0);
    static final Field<Integer> PAGE_SIZE =
            Field.withDefault("PageSize", new TextualInteger(1, Page.MAX_SIZE), Page.USUAL_SIZE);
    static final Field<Optional<String>> PAGE_TOKEN =
            Field.optional(
                    "PageToken", Shape.text(0, 200).described("Taken and not needed: pages count"));

    static ClassicPage of(Values values) {
        return new ClassicPage(values.get(PAGE), values.get(PAGE_SIZE));
    }

    /// What comes beside the items.
    record Meta(
            int page,
            @JsonProperty("page_size") int pageSize,
            @JsonProperty("first_page_url") String firstPageUrl,
            @JsonProperty("previous_page_url") Optional<String> previousPageUrl,
            @JsonProperty("next_page_url") Optional<String> nextPageUrl,
            String url,
            String key) {}

    <T> List<T> of(List<T> all) {
        long from = Math.min((long) page * size, all.size());
        return all.subList((int) from, (int) Math.min(from + size, all.size()));
    }

    /// @param url the list's own
    Meta meta(String url, String key, int total) {
        boolean more = (page + 1L) * size < total;
        return new Meta(
                page,
                size,
                at(url, 0),
                page > 0 ? Optional.of(at(url, page - 1)) : Optional.empty(),
                more ? Optional.of(at(url, page + 1)) : Optional.empty(),
                at(url, page),
                key);
    }

    private String at(String url, int number) {
        return url + "?PageSize=" + size + "&Page=" + number;
    }
}
