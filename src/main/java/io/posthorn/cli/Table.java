package io.posthorn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Columns as wide as what is in them.
final class Table {

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] numbers;

    /// @param header one column each; those of numbers begin with `>`
    Table(String... header) {
        this.numbers = new boolean[header.length];
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < header.length; i++) {
            numbers[i] = header[i].startsWith(">");
            titles.add(numbers[i] ? header[i].substring(1) : header[i]);
        }
        rows.add(titles);
    }

    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell.toString());
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    List<String> lines() {
        int[] widths = new int[numbers.length];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String space = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(numbers[i] ? space + row.get(i) : row.get(i) + space);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        String text = COLOUR.matcher(cell).replaceAll("");
        return text.codePointCount(0, text.length());
    }
}
