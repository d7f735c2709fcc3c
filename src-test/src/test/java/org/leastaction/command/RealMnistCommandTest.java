package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real digits, if present: in $LAP_DATA, or in shared/data beside the checkout. */
@Tag("data")
class RealMnistCommandTest {

    private static final String FILE = "train-images-idx3-ubyte";

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void needsMnist() {
        String variable = System.getenv().getOrDefault("LAP_DATA", "");
        Path beside = Repository.root().resolveSibling("shared").resolve("data");
        data = (variable.isBlank() ? Stream.of(beside) : Stream.of(Path.of(variable), beside))
                .filter(RealMnistCommandTest::holdsMnist)
                .findFirst()
                .orElseGet(() -> abort("MNIST is neither in $LAP_DATA nor in " + beside));
    }

    private static boolean holdsMnist(Path folder) {
        return Stream.of(folder, folder.resolve("mnist"))
                .anyMatch(place -> Files.exists(place.resolve(FILE)) || Files.exists(place.resolve(FILE + ".gz")));
    }

    @Test
    void trainsAndMeasures() {
        LapRun.of("train", "--data", "mnist", "--data-dir", data, "--train-size", 100, "--test-size", 200, "--model",
                "resnet9", "--filters", 8, "--objective", "lap", "--epochs", 1, "--batch", 25, "--out",
                folder.resolve("run")).done();
        JsonNode analysis =
                LapRun.of("analyze", "--model", folder.resolve("run"), "--data", "mnist", "--data-dir", data,
                        "--samples", 200, "--out", folder.resolve("analysis"), "--json").done().json();

        assertThat(analysis.get("samples").asInt()).isEqualTo(200);
        assertThat(Analyses.documentedKeys()).allSatisfy(key -> assertThat(analysis.has(key)).as(key).isTrue());
        Analyses.requireConsistent(analysis);
        assertThat(folder.resolve("analysis/report.pdf")).isNotEmptyFile();
    }
}
