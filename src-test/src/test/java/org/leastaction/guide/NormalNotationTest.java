package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * N(0, 5) is ambiguous: a variance or a standard deviation. Here a normal start is described by its standard deviation,
 * in words; the symbol is used only in quotations of the paper.
 */
class NormalNotationTest {

    private static final Pattern SYMBOL = Pattern.compile("N\\(0, ?[0-9σ]|N\\(0, \"");
    private static final Pattern THE_PAPERS = Pattern.compile("[Pp]aper's N\\(0, 5\\)|whose N\\(0, 5\\) is read as");
    private static final Set<String> ENDINGS = Set.of("java", "md", "yaml", "csv", "tex", "svg");

    @Test
    void aNormalStartIsToldByItsStandardDeviationInWords() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<String> found = new ArrayList<>();
        for (String folder : List.of("studies", "docs", "lap-bench/src/main", "lap-tf/src/main", "lap-ot/src/main",
                "lap-metrics/src/main", "README.md")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).filter(NormalNotationTest::isText).toList()) {
                    for (String line : Files.readAllLines(file)) {
                        if (SYMBOL.matcher(THE_PAPERS.matcher(line).replaceAll("")).find()) {
                            found.add(root.relativize(file) + ": " + line.strip());
                        }
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
