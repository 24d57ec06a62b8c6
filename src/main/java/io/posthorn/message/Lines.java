package io.posthorn.message;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Text made of lines.
final class Lines {

    private Lines() {}

    /// What is not empty, below one another.
    static String joined(String... lines) {
        return Arrays.stream(lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static String links(List<URI> media) {
        return media.stream().map(URI::toString).collect(Collectors.joining("\n"));
    }
}
