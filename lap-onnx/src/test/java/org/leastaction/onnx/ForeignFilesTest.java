package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.proto.ModelBuilder;
import org.leastaction.points.FloatPoints;

/** Files as users obtain them: pointers and archives in place of models, caches of links, weights in separate files. */
class ForeignFilesTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @TempDir
    Path temporary;
    private Path folder;

    @BeforeEach
    void resolveLinks() throws IOException {
        folder = temporary.toRealPath();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n"
                        .getBytes(StandardCharsets.UTF_8), "is a Git LFS pointer", "git lfs pull"),
                Arguments.of("<!DOCTYPE html><html>404".getBytes(StandardCharsets.UTF_8), "web page", "download"),
                Arguments.of("no network".getBytes(StandardCharsets.UTF_8), "is a text file, not an ONNX file", ""),
                Arguments.of("PK\3\4model.pt".getBytes(StandardCharsets.ISO_8859_1), "is a zip file", ""),
                Arguments.of(new byte[0], "is empty", ""));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("others")
    void whatIsNoModelIsSaidByItsName(byte[] content, String what, String advice) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), content);
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD))
                .isInstanceOf(InputFileException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(what).hasMessageContaining(advice);
    }

    /** A model hub's cache: snapshots/ID holds links to blobs/HASH, the model's and that of its weights. */
    @Test
    void linksOfAModelCacheLeadToTheWeights() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/main"));
        shifting("weights").write(blobs.resolve("a1"));
        Files.write(blobs.resolve("b2"), floats(2, 3));
        Path model = link(snapshot.resolve("model.onnx"), "../../blobs/a1");
        link(snapshot.resolve("weights"), "../../blobs/b2");
        assertShift(model, 2, 3);
    }

    @Test
    void weightsBesideTheTargetOfALinkAreFound() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("models"));
        shifting("weights").write(elsewhere.resolve("a.onnx"));
        Files.write(elsewhere.resolve("weights"), floats(4, 5));
        assertShift(link(folder.resolve("model.onnx"), "models/a.onnx"), 4, 5);
    }

    @Test
    void weightsBesideALinkAreFound() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("models"));
        shifting("weights").write(elsewhere.resolve("a.onnx"));
        Files.write(folder.resolve("weights"), floats(6, 7));
        assertShift(link(folder.resolve("model.onnx"), "models/a.onnx"), 6, 7);
    }

    @Test
    void linksToWeightsElsewhereAreRefusedWithTheirTarget() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path secret = Files.write(elsewhere.resolve("secret"), floats(1, 1));
        Path model = shifting("weights").write(folder.resolve("model.onnx"));
        link(folder.resolve("weights"), "elsewhere/secret");
        assertThatThrownBy(() -> new OnnxBackend().open(model, ONE_THREAD)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("no plain file but a symbolic link to " + secret)
                .hasMessageContaining("of the folder " + folder);
        Files.delete(secret);
        assertThatThrownBy(() -> new OnnxBackend().open(model, ONE_THREAD)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("a symbolic link that leads nowhere");
        Files.delete(folder.resolve("weights"));
        Path linked = link(folder.resolve("elsewhere/linked.onnx"), "../model.onnx");
        assertThatThrownBy(() -> new OnnxBackend().open(linked, ONE_THREAD)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("missing or no plain file")
                .hasMessageContaining("beside its target, in " + folder);
    }

    /** Weights of 16 MB are outside of Java's heap, where all sessions use them without a copy. */
    @Test
    void largeWeightsAreSharedByTheRuntimesSessions() throws IOException {
        int wide = 1 << 20;
        float[] numbers = new float[4 * wide];
        for (int i = 0; i < wide; i++) {
            numbers[i] = (i % 7 - 3) / 8f;
            numbers[wide + i] = (i % 5 - 2) / 4f;
            numbers[2 * wide + 2 * i] = (i % 3 - 1) / 1024f;
            numbers[2 * wide + 2 * i + 1] = (i % 11 - 5) / 1024f;
        }
        Files.write(folder.resolve("weights"), floats(numbers));
        int bytes = 8 * wide;
        Path file = ModelBuilder.of(-1, 2)
                .external("in", "weights", "0", Integer.toString(bytes), 2, wide)
                .external("out", "weights", Integer.toString(bytes), Integer.toString(bytes), wide, 2)
                .node("MatMul", "x in -> h").node("Relu", "h -> r").node("MatMul", "r out -> v").node("Add", "x v -> y")
                .write(folder.resolve("model.onnx"));
        double[] point = {1, -2};
        double[] expected = point.clone();
        for (int i = 0; i < wide; i++) {
            double hidden = Math.max(0, point[0] * numbers[i] + point[1] * numbers[wide + i]);
            expected[0] += hidden * numbers[2 * wide + 2 * i];
            expected[1] += hidden * numbers[2 * wide + 2 * i + 1];
        }
        try (FlowModel model = new OnnxBackend().open(file, ONE_THREAD);
                FlowModel again = new OnnxBackend().open(file, ONE_THREAD)) {
            for (FlowModel each : new FlowModel[] {model, again}) {
                assertThat(each.shape().blocks()).isEqualTo(1);
                float[] end = each.transport(each.encode(FloatPoints.of(new float[][] {{1, -2}})), BlockObserver.NONE)
                        .toArray();
                for (int j = 0; j < 2; j++) {
                    assertThat(end[j] / expected[j]).isCloseTo(1, within(1e-4));
                }
            }
        }
    }

    private static void assertShift(Path model, float first, float second) throws IOException {
        try (FlowModel flow = new OnnxBackend().open(model, ONE_THREAD)) {
            FloatPoints point = FloatPoints.of(new float[][] {{0, 0}});
            assertThat(flow.transport(flow.encode(point), BlockObserver.NONE).toArray()).containsExactly(first, second);
        }
    }

    /** A map of the plane that adds two numbers of another file. */
    private static ModelBuilder shifting(String location) {
        return ModelBuilder.of(-1, 2).external("w", location, "0", "8", 2).node("Add", "x w -> y");
    }

    private static Path link(Path link, String target) throws IOException {
        return Files.createSymbolicLink(link, Path.of(target));
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
