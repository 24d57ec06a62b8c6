package io.posthorn.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A wrong request and the first error of its answer, from `wrong-requests.txt`.
///
/// @param headers names and values, after one another
record Wrong(
        String what,
        String method,
        String path,
        String body,
        List<String> headers,
        int status,
        int code,
        String message,
        String context) {

    private static final Path FILE = Path.of("src/test/resources/wrong-requests.txt");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z-]+: .*");
    private static final Pattern REPEATED = Pattern.compile("(?s)<(\\d+) times (.+?)>");
    private static final Pattern CREDENTIALS = Pattern.compile("\\((.+?):(.+?)\\)");
    private static final String ANSWER = "=> ";

    static List<Wrong> all() throws IOException {
        return Arrays.stream(Files.readString(FILE).split("\n\n", -1))
                .map(String::stripTrailing)
                .filter(block -> block.contains("\n" + ANSWER) && !block.contains("=> status"))
                .map(Wrong::read)
                .toList();
    }

    private static Wrong read(String block) {
        List<String> lines = block.lines().toList();
        String[] request = lines.get(1).split(" ", 2);
        int answer =
                lines.indexOf(
                        lines.stream()
                                .filter(line -> line.startsWith(ANSWER))
                                .findFirst()
                                .orElseThrow());
        List<String> headers = new ArrayList<>();
        List<String> body = new ArrayList<>();
        for (String line : lines.subList(2, answer)) {
            if (body.isEmpty() && HEADER.matcher(line).matches()) {
                headers.addAll(Arrays.asList(repeated(encoded(line)).split(": ", 2)));
            } else {
                body.add(line);
            }
        }
        String[] expected = lines.get(answer).substring(ANSWER.length()).split(" ", 3);
        return new Wrong(
                lines.get(0).substring(2),
                request[0],
                request[1],
                repeated(String.join("\n", body)),
                headers,
                Integer.parseInt(expected[0]),
                Integer.parseInt(expected[1]),
                lines.get(answer + 1),
                expected[2]);
    }

    static String repeated(String text) {
        return REPEATED.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                match.group(2).repeat(Integer.parseInt(match.group(1)))));
    }

    private static String encoded(String header) {
        return CREDENTIALS
                .matcher(header)
                .replaceAll(match ->
                        RunningApi.basic(match.group(1), match.group(2))
                                .substring("Basic ".length()));
    }

    @Override
    public String toString() {
        return what;
    }
}
