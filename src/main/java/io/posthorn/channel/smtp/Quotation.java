package io.posthorn.channel.smtp;

import java.util.List;

/// The old mail below an answer: our own words, not the person's.
final class Quotation {

    private Quotation() {}

    /// The text without a quotation at its end and the line that introduces it.
    static String cut(String text) {
        List<String> lines = text.lines().toList();
        int end = lines.size();
        while (end > 0 && isOld(lines.get(end - 1))) {
            end--;
        }
        boolean quoted = lines.subList(end, lines.size()).stream().anyMatch(l -> !l.isBlank());
        if (quoted && end > 0 && lines.get(end - 1).strip().endsWith(":")) {
            end--;
        }
        return String.join("\n", lines.subList(0, end)).strip();
    }

    private static boolean isOld(String line) {
        return line.isBlank() || line.startsWith(">");
    }
}
