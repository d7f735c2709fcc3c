package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.TensorProto;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;

/**
 * Damaged files open or are refused; nothing else. {@code -Dlap.fuzz.mutations=2000} makes so many of each network,
 * {@code -Dlap.fuzz.seed=7} others; {@code -Dlap.fuzz.keep=FOLDER} leaves each one there while it is tried.
 */
class MutatedModelTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final long LONGEST_SECONDS = 30;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"post_folded_static", "wide_preactivation", "inverted_bottlenecks", "plane", "vit_pre",
            "transformer_post"})
    void aDamagedFileOpensOrIsRefused(String name) throws IOException {
        int mutations = Integer.getInteger("lap.fuzz.mutations", 60);
        long seed = Long.getLong("lap.fuzz.seed", 1);
        Path folder = Path.of(System.getProperty("lap.fuzz.keep", temporary.toString()));
        Path file = folder.resolve(name + ".onnx");
        byte[] whole = Files.readAllBytes(GoldenNetworks.file(name + ".onnx"));
        int[] structure = structure(GoldenNetworks.file(name + ".onnx"), whole);
        int opened = 0;
        for (int i = 0; i < mutations; i++) {
            Files.write(file, mutated(whole, structure, new Random(31 * seed + i)));
            long started = System.nanoTime();
            opened += opens(file, name + ", seed " + seed + ", mutation " + i) ? 1 : 0;
            assertThat((System.nanoTime() - started) / 1_000_000_000)
                    .as("seconds for %s, seed %d, mutation %d", name, seed, i).isLessThan(LONGEST_SECONDS);
        }
        assertThat(opened).as("mutations of %s that did no harm", name).isBetween(1, mutations - 1);
    }

    private static boolean opens(Path file, String what) {
        try (FlowModel model = new OnnxBackend().open(file, ONE_THREAD)) {
            FloatPoints inputs = FloatPoints.wrap(
                    new float[2 * model.shape().inputDimension()], 2, model.shape().inputDimension());
            FloatPoints end = model.transport(model.encode(inputs), BlockObserver.NONE);
            if (model.shape().classes() > 0) {
                model.classify(end);
            }
            FlowMeasurement.defaults().costs(model, inputs);
            return true;
        } catch (InputFileException refused) {
            assertThat(refused).as(what).hasMessageStartingWith(file + ": ");
            assertThat(refused.getMessage().lines()).as(what).hasSize(1);
            return false;
        } catch (RuntimeException | Error other) {
            throw new AssertionError("undeclared failure of " + what + ": " + other, other);
        }
    }

    /**
     * One to four changes, mostly in the structure and seldom in the weights, and mostly of single bytes, since wrong
     * lengths are detected immediately.
     */
    private static byte[] mutated(byte[] whole, int[] structure, Random random) {
        byte[] bytes = whole.clone();
        int changes = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(3);
        for (int c = 0; c < changes; c++) {
            int at = random.nextInt(20) == 0
                    ? random.nextInt(bytes.length)
                    : Math.min(bytes.length - 1, structure[random.nextInt(structure.length)]);
            switch (random.nextInt(20)) {
                case 0 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 1 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)), new byte[0]);
                case 2 -> {
                    byte[] noise = new byte[1 + random.nextInt(8)];
                    random.nextBytes(noise);
                    bytes = spliced(bytes, at, at, noise);
                }
                case 3 -> {
                    int from = structure[random.nextInt(structure.length)];
                    byte[] copy = Arrays.copyOfRange(bytes, Math.min(from, bytes.length - 1),
                            Math.min(bytes.length, from + 1 + random.nextInt(128)));
                    bytes = spliced(bytes, at, at, copy);
                }
                case 4, 5, 6, 7, 8, 9 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 10, 11, 12 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> bytes[at] = (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[bytes.length - (to - from) + middle.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }

    /** Positions outside of weights. */
    private static int[] structure(Path file, byte[] whole) throws IOException {
        ModelProto model = ModelFile.read(file);
        boolean[] weights = new boolean[whole.length];
        for (TensorProto tensor : model.graph().initializers().values()) {
            ByteSlice data = tensor.data();
            if (data.length() > 64 && data.bytes().length() == whole.length) {
                Arrays.fill(weights, data.offset(), data.offset() + data.length(), true);
            }
        }
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            if (!weights[i]) {
                positions.add(i);
            }
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }
}
