package io.posthorn.channel;

import io.posthorn.channel.ConnectionType.Field;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of one connection; those left out have the default of their field.
public record Settings(List<Field> fields, Map<String, String> given) {
    /// The most requests that may be in flight to an HTTP provider.
    public static final int WINDOW_MAX = 10_000;

    /// The longest wait for an HTTP provider's answer, in seconds: a lease outlives it.
    public static final int TIMEOUT_MAX = 120;

    public Settings {
        fields = List.copyOf(fields);
        given = Map.copyOf(given);
    }

    public String text(String name) {
        Optional<String> fallback =
                fields.stream()
                        .filter(field -> field.name().equals(name))
                        .findFirst()
                        .flatMap(Field::fallback);
        return Optional.ofNullable(given.get(name)).or(() -> fallback).orElseThrow();
    }

    /// Empty when nothing was given and there is nothing by default.
    public Optional<String> some(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /// The provider at `baseUrl`, with `window` and `timeoutSeconds`.
    public HttpUpstream.Settings upstream() {
        URI base = URI.create(text("baseUrl"));
        return new HttpUpstream.Settings(
                base, number("window"), Duration.ofSeconds(number("timeoutSeconds")));
    }

    /// An address below `baseUrl`.
    public URI below(String path) {
        return URI.create(text("baseUrl").replaceAll("/+$", "") + path);
    }

    /// What is wrong with the settings `upstream` reads.
    public Map<String, String> upstreamFaults() {
        Map<String, String> faults = new LinkedHashMap<>();
        if (!text("baseUrl").matches("(?i)https?://[\\w.-]+(:[0-9]{1,5})?(/[^?#\\s]*)?")) {
            faults.put("baseUrl", "baseUrl must be an http or https URL without a query");
        }
        range("window", WINDOW_MAX).ifPresent(fault -> faults.put("window", fault));
        range("timeoutSeconds", TIMEOUT_MAX)
                .ifPresent(fault -> faults.put("timeoutSeconds", fault));
        return faults;
    }

    /// What is wrong with a number that has to be from 1 to `most`.
    public Optional<String> range(String name, int most) {
        int number = number(name);
        return number >= 1 && number <= most
                ? Optional.empty()
                : Optional.of(name + " must be from 1 to " + most);
    }

    @Override
    public String toString() {
        return "Settings" + given.keySet(); // values may be secret
    }
}
