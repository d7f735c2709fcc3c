package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.points.FloatPoints;

/** The real files, if present: in shared/data beside the checkout, in $LAP_DATA or in the cache. */
@Tag("data")
class RealMnistTest {

    private final DataSets sets = DataSets.standard();
    private final DataPlaces places = DataPlaces.of(
            Optional.of(Path.of("../../shared/data")),
            Optional.ofNullable(System.getenv("LAP_DATA")).map(Path::of),
            Path.of(System.getProperty("user.home")));

    @BeforeEach
    void needsMnist() throws IOException {
        if (sets.find(sets.named("mnist"), places).isEmpty()) {
            abort("MNIST is neither in shared/data beside the checkout, nor in $LAP_DATA, nor in ~/.cache/lap");
        }
    }

    @Test
    void filesAreThePublishedOnes() throws IOException {
        KnownDataSet mnist = sets.named("mnist");
        List<FileCheck> checks = FileCheck.of(mnist.files().orElseThrow(), sets.find(mnist, places).orElseThrow());

        assertThat(checks).hasSize(4).extracting(FileCheck::status).containsOnly(Status.RIGHT);
    }

    @Test
    void normalisedTrainingPixelsHaveMeanZeroAndDeviationOne() throws IOException {
        DataSet mnist = sets.load(DataRequest.of("mnist"), places);
        FloatPoints points = mnist.train().points();
        double sum = 0;
        double squares = 0;
        for (float value : points.array()) {
            sum += value;
            squares += (double) value * value;
        }
        int n = points.array().length;

        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(sum / n).isCloseTo(0, within(1e-3));
        assertThat(squares / n).isCloseTo(1, within(1e-3));
    }
}
