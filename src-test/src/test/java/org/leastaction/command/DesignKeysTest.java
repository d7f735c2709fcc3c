package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lap analyze} writes every key that the design specifies. */
class DesignKeysTest {

    private static final Pattern FIRST_CELL = Pattern.compile("^\\| ([^|]*)\\|");
    private static final Pattern KEY = Pattern.compile("`([a-z0-9_]+)`");

    @TempDir
    Path folder;

    private static List<String> keys() throws IOException {
        return Files.readAllLines(Repository.root().resolve("src-test/src/test/resources/design-keys.txt")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }

    @Test
    void anAnalysisHasEveryKey() throws IOException {
        Path run = folder.resolve("run");
        LapRun.of("train", "--data", "circles", "--train-size", 60, "--test-size", 60, "--model", "mlp", "--blocks", 2,
                "--epochs", 1, "--out", run).done();

        JsonNode analysis =
                LapRun.of("analyze", "--model", run, "--data", "circles", "--train-size", 60, "--test-size", 60,
                        "--out", folder.resolve("analysis"), "--json").done().json();

        assertThat(keys()).hasSizeGreaterThan(30).allSatisfy(key -> {
            assertThat(analysis.has(key)).as(key).isTrue();
            assertThat(analysis.get(key).isNull() && !analysis.path(key + "_reason").isTextual())
                    .as("%s is null without a reason", key).isFalse();
        });
        double sliced = Analyses.number(analysis, "sliced_w2");
        assertThat(sliced).isPositive();
        assertThat(analysis.get("max_sliced_w2").asDouble()).isBetween(sliced,
                Math.sqrt(Analyses.number(analysis, "w2_squared")));
        assertThat(sliced * sliced).as("at most W2 squared over d").isLessThanOrEqualTo(
                1.05 * Analyses.number(analysis, "w2_squared") / 2);
    }

    /** If the design document is present, the table is read from it. */
    @Test
    void theTableIsTheDesigns() throws IOException {
        Path design = Repository.root().resolveSibling("shared/design.md");
        assumeTrue(Files.exists(design), "the design is not beside this checkout");
        List<String> promised = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(design)) {
            inside = line.startsWith("| quantity (JSON key)") || inside && line.startsWith("|");
            Matcher cell = FIRST_CELL.matcher(line);
            if (inside && cell.find() && !cell.group(1).contains("scaled identities")) {
                KEY.matcher(cell.group(1)).results().forEach(key -> promised.add(key.group(1)));
            }
        }
        assertThat(promised).hasSizeGreaterThan(25).isSubsetOf(keys());
    }
}
