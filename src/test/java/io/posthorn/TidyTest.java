package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// House rules a compiler does not know.
class TidyTest {

    private static final Pattern SAYS_NOTHING =
            Pattern.compile("(Utils?|Helpers?|Manager)(Test)?\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    @Test
    void every_package_is_null_marked() throws IOException {
        assertThat(files("src/main/java", Files::isDirectory))
                .filteredOn(TidyTest::holdsCode)
                .allSatisfy(folder ->
                        assertThat(folder.resolve("package-info.java"))
                                .content()
                                .contains("@NullMarked"));
    }

    @Test
    void no_name_says_nothing() throws IOException {
        assertThat(files("src", Files::isRegularFile))
                .noneMatch(file -> SAYS_NOTHING.matcher(file.getFileName().toString()).find());
    }

    @Test
    void nothing_is_left_for_later() throws IOException {
        assertThat(files("src/main", Files::isRegularFile))
                .filteredOn(file -> file.toString().endsWith(".java"))
                .noneSatisfy(file -> assertThat(file).content().containsPattern(UNFINISHED));
    }

    private static List<Path> files(String root, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(root))) {
            return all.filter(wanted).toList();
        }
    }

    private static boolean holdsCode(Path folder) {
        String[] sources = folder.toFile().list((_, name) -> name.endsWith(".java"));
        return sources != null && sources.length > 0;
    }
}
