package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the picture of who may use whom. A new line here is a decision, not a fix.
class ArchitectureTest {

    private static final Map<String, Set<String>> MAY_USE =
            Map.of(
                    "message", Set.of(),
                    "store", Set.of("message"),
                    "pool", Set.of("message"),
                    "channel", Set.of("message"),
                    "delivery", Set.of("store", "pool", "channel", "message"),
                    "event", Set.of("store", "delivery", "message"),
                    "api", Set.of("delivery", "store", "pool", "channel", "event", "message"),
                    "cli", Set.of());

    /// The files that choose adapters, the one adapter that speaks the protocol of another, and the
    /// resource that shows it.
    private static final Set<String> MAY_NAME_ADAPTERS =
            Set.of(
                    "Server.java",
                    "channel/Channels.java",
                    "channel/simulator",
                    "api/Simulator.java",
                    "api/Behavior",
                    "api/PhoneAction.java",
                    "api/DelayShape.java");

    private static final Path MAIN = Path.of("src/main/java/io/posthorn");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern PACKAGE = Pattern.compile("\\bio\\.posthorn\\.([a-z]+)\\b");
    private static final Pattern ROOT_CLASS = Pattern.compile("\\bio\\.posthorn\\.([A-Z]\\w*)");
    private static final Pattern ADAPTER =
            Pattern.compile("\\bio\\.posthorn\\.((?:store|channel)\\.[a-z]\\w*)");

    @Test
    void packages_use_only_what_the_picture_allows() throws IOException {
        assertThat(uses(PACKAGE, ArchitectureTest::mayUsePackage)).isEmpty();
    }

    @Test
    void of_the_root_only_the_clock_and_the_guess_of_names_are_used_by_packages()
            throws IOException {
        assertThat(
                        uses(
                                ROOT_CLASS,
                                (file, used) ->
                                        packageOf(file).isEmpty()
                                                || Set.of("Time", "Signal", "Nearest")
                                                        .contains(used)))
                .isEmpty();
    }

    @Test
    void adapters_are_named_only_where_they_are_chosen() throws IOException {
        assertThat(uses(ADAPTER, ArchitectureTest::mayNameAdapter)).isEmpty();
    }

    private static boolean mayUsePackage(Path file, String used) {
        String from = packageOf(file);
        return from.isEmpty()
                || from.equals(used)
                || MAY_USE.getOrDefault(from, Set.of()).contains(used);
    }

    private static boolean mayNameAdapter(Path file, String used) {
        String path = file.toString();
        return path.startsWith(used.replace('.', '/'))
                || MAY_NAME_ADAPTERS.stream().anyMatch(path::startsWith);
    }

    private interface Rule {
        boolean allows(Path file, String used);
    }

    /// Every use that `rule` forbids, as "Choice.java uses store".
    private static List<String> uses(Pattern name, Rule rule) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file ->
                            named(name, file)
                                    .filter(used -> !rule.allows(MAIN.relativize(file), used))
                                    .map(used -> MAIN.relativize(file) + " uses " + used))
                    .toList();
        }
    }

    private static Stream<String> named(Pattern name, Path file) {
        try {
            String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
            return name.matcher(code).results().map(found -> found.group(1)).distinct();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first folder of a path below the root package; empty for the root's own files.
    private static String packageOf(Path file) {
        return file.getNameCount() == 1 ? "" : file.getName(0).toString();
    }
}
