package io.posthorn.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rows of a CSV file (RFC 4180), in windows that are always the same for the same file.
final class CsvRows implements AutoCloseable, Iterator<CsvRows.Window> {

    static final String TO = "to";
    static final String TEXT = "text";

    /// A line of the file.
    ///
    /// @param line where it begins, from 1
    record Row(long line, List<String> fields) {}

    /// Consecutive rows.
    record Window(int index, List<Row> rows) {}

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> header;
    private final int size;
    private int next;

    private CsvRows(Path file, int size) throws IOException {
        this.size = size;
        this.reader =
                CsvReader.builder()
                        .detectBomHeader(true)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(file);
        this.records = reader.iterator();
        this.header = header(file);
    }

    /// @param size rows in a window
    static CsvRows of(Path file, int size) {
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("there is no file " + file);
        }
        try {
            return new CsvRows(file, size);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private List<String> header(Path file) {
        if (!hasNext()) {
            throw Failure.usage(file + " is empty");
        }
        List<String> names = records.next().getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(twice -> {
                    throw Failure.usage(file + " has two columns \"" + twice + "\"");
                });
        if (!seen.contains(TO)) {
            throw Failure.usage(
                    file + " has no column \"to\"; its columns are: " + String.join(", ", names));
        }
        return names;
    }

    List<String> header() {
        return header;
    }

    @Override
    public boolean hasNext() {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            throw new Failure(ExitCode.USAGE, "the file is not CSV: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new Failure(ExitCode.USAGE, "cannot read the file: " + e.getMessage(), e);
        }
    }

    @Override
    public Window next() {
        List<Row> rows = new ArrayList<>(size);
        while (rows.size() < size && hasNext()) {
            CsvRecord line = records.next();
            rows.add(new Row(line.getStartingLineNumber(), line.getFields()));
        }
        return new Window(next++, rows);
    }

    /// What is wrong with a row whatever the server thinks of it.
    Optional<String> fault(Row row) {
        if (row.fields.size() != header.size()) {
            return Optional.of(
                    "has " + row.fields.size() + " fields, the header has " + header.size());
        }
        return addresses(row).isEmpty() ? Optional.of("\"to\" is empty") : Optional.empty();
    }

    List<String> addresses(Row row) {
        return Arrays.stream(row.fields.get(header.indexOf(TO)).split(";", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    Map<String, String> variables(Row row) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).equals(TO)) {
                variables.put(header.get(i), row.fields.get(i));
            }
        }
        return variables;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
