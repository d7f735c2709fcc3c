package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.AtomicFiles;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** The snippets of the package documentation of files, compiled and run. */
class PointFilesTutorialTest {

    @TempDir
    Path work;

    @Test
    void atomicFiles() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        String description = "{}";
        Map<String, NpyArray> weights = Map.of("kernel", NpyArray.of(new float[] {1, 2}, 2));

        AtomicFiles.write(work.resolve("out/analysis.json"), out -> out.write(json));
        AtomicFiles.writeFolder(work.resolve("models/circles"), "model.json", folder -> {
            Npz.write(folder.resolve("weights.npz"), weights);
            Files.writeString(folder.resolve("model.json"), description);
        });

        assertThat(work.resolve("out/analysis.json")).hasContent("{}");
        assertThat(Npz.read(work.resolve("models/circles/weights.npz"))).isEqualTo(weights);
    }

    @Test
    void pointFiles() throws IOException {
        int[] assignment = {1, 0};
        PointFiles.write(work.resolve("x.npy"), DoublePoints.of(new double[][] {{0, 0}, {1, 0}}));
        Npz.write(work.resolve("weights.npz"), Map.of("kernel", NpyArray.of(new float[] {1, 2}, 2)));

        Points x = PointFiles.read(work.resolve("x.npy"));
        Npy.write(work.resolve("plan.npy"), NpyArray.of(assignment, assignment.length));
        Map<String, NpyArray> weights = Npz.read(work.resolve("weights.npz"));
        float[] kernel = weights.get("kernel").floats();

        assertThat(x.size()).isEqualTo(2);
        assertThat(Npy.read(work.resolve("plan.npy")).ints()).isEqualTo(assignment);
        assertThat(kernel).containsExactly(1, 2);
    }
}
