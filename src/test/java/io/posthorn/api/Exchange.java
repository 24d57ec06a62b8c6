package io.posthorn.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request and its answer, from a `.http` file; `contract/README.md` says how they are written.
///
/// @param headers of the request
/// @param answerHeaders that must be there
/// @param answerBody empty: not looked at
record Exchange(
        String shows,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        int status,
        Map<String, String> answerHeaders,
        String answerBody) {

    private static final String ANSWER = "=> ";

    static List<Exchange> read(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("(?m)^### ", -1))
                .filter(part -> !part.isBlank())
                .map(Exchange::exchange)
                .toList();
    }

    private static Exchange exchange(String text) {
        List<String> lines = text.lines().toList();
        List<String> answer = new ArrayList<>(lines.subList(answerLine(lines), lines.size()));
        List<String> request = new ArrayList<>(lines.subList(1, answerLine(lines)));
        String[] first = request.removeFirst().split(" ", 2);
        int status = Integer.parseInt(answer.removeFirst().substring(ANSWER.length()).strip());
        return new Exchange(
                lines.getFirst(),
                first[0],
                first[1],
                headers(request),
                String.join("\n", request).strip(),
                status,
                headers(answer),
                String.join("\n", answer).strip());
    }

    private static int answerLine(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(ANSWER)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no answer to " + lines.getFirst());
    }

    /// Takes the headers off the beginning.
    private static Map<String, String> headers(List<String> lines) {
        Map<String, String> headers = new LinkedHashMap<>();
        while (!lines.isEmpty() && !lines.getFirst().isBlank()) {
            String[] header = lines.removeFirst().split(": ", 2);
            headers.put(header[0], header[1]);
        }
        return headers;
    }
}
