package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.io.damage.Harmful;
import org.leastaction.io.damage.WatchedReading;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.training.Checkpoints.Checkpoint;

/** Damaged checkpoints, and damaged models of trainings through the engine, are read or refused by one sentence. */
class DamagedStatesTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final int HASH_BYTES = 32;

    @TempDir
    private Path folder;

    private byte[] checkpoint(Path file) throws IOException {
        EpochRecord epoch = new EpochRecord(1, 0.1, 1.0 / 3, 5, 0.5, 0.25, 1e-300);
        EnsembleStanding standing = new EnsembleStanding(2, 5, 9, new double[] {0.1}, new double[] {2},
                List.of(List.of(epoch)), new int[] {0}, new long[] {0}, 1.5);
        Map<String, float[]> variables = new LinkedHashMap<>();
        variables.put("block1/kernel", new float[] {1, 2, 3});
        variables.put("lambda", new float[] {4});
        CheckpointFile.write(file, Map.of("seed", "7"), new Checkpoint<>(standing, variables));
        return Files.readAllBytes(file);
    }

    @Test
    void checkpoints() throws IOException {
        Path file = folder.resolve("even.checkpoint");

        DamagedFiles.of("checkpoint", file, checkpoint(file))
                .isReadOrRefused(() -> CheckpointFile.read(file, EnsembleStanding.class));
    }

    /** Their hash is put right, so that the reader encounters the damage. */
    @Test
    void checkpointsBehindTheirHash() throws IOException {
        Path file = folder.resolve("even.checkpoint");

        DamagedFiles.of("checkpoint, hash right", file, checkpoint(file)).withRepair(DamagedStatesTest::hashed)
                .isReadOrRefused(() -> CheckpointFile.read(file, EnsembleStanding.class));
    }

    /** Counts that are negative, or beyond the end of the file; the hash is right. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30, 100_000})
    void headersOfImpossibleLength(int length) throws IOException {
        Path file = folder.resolve("even.checkpoint");
        byte[] bytes = checkpoint(file);
        ByteBuffer.wrap(bytes).putInt("lap-tf-checkpoint/1\n".length(), length);
        Files.write(file, hashed(bytes));

        Harmful.isRefused(file, () -> CheckpointFile.read(file, EnsembleStanding.class),
                "it claims " + length + " bytes in its header, and has ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-2147483648", "2147483647", "1073741825", "null"})
    void variablesOfImpossibleLength(String size) throws IOException {
        Path file = folder.resolve("even.checkpoint");
        int start = "lap-tf-checkpoint/1\n".length() + Integer.BYTES;
        byte[] whole = checkpoint(file);
        int length = ByteBuffer.wrap(whole).getInt(start - Integer.BYTES);
        String header = new String(whole, start, length, StandardCharsets.UTF_8)
                .replace("\"block1/kernel\":3", "\"block1/kernel\":" + size);
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(whole.length - length + json.length);
        bytes.put(whole, 0, start - Integer.BYTES).putInt(json.length).put(json)
                .put(whole, start + length, whole.length - start - length);
        Files.write(file, hashed(bytes.array()));

        Harmful.isRefused(file, () -> CheckpointFile.read(file, EnsembleStanding.class),
                "is no checkpoint of this version");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeInPlaceOfACheckpointIsDamage() throws IOException, InterruptedException {
        Path pipe = folder.resolve("even.checkpoint");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        Harmful.isRefused(pipe, () -> CheckpointFile.read(pipe, EnsembleStanding.class), "a pipe or a device");
        List<String> remarks = new ArrayList<>();
        assertThat(new CheckpointFolder<>(EnsembleStanding.class, folder, Duration.ZERO, Map.of(),
                CheckpointFolder.LastState.KEPT).latest(remarks::add)).isEmpty();
        assertThat(remarks).singleElement().asString()
                .contains("a pipe or a device", "no checkpoint is whole, so the training begins again");
    }

    /** Sizes of a network that its weights do not have: refused before a graph of that size is built or filled. */
    @ParameterizedTest
    @CsvSource({"blocks, 2147483647", "blocks, 100000", "filters, 2147483647", "filters, 65536", "filters, 1000000",
            "classes, 2147483647", "classes, 100000000", "blocks, 0", "blocks, -1", "filters, -1"})
    void sizesThatTheWeightsDoNotHave(String key, String value) throws Exception {
        Path model = trained();
        Path file = model.resolve("model.json");
        String json = Files.readString(file);
        String changed = json.replaceFirst("(\"" + key + "\" : (\\[ )?)[0-9]+", "$1" + value);
        assertThat(changed).isNotEqualTo(json);
        Files.writeString(file, changed);

        TensorFlowBackend backend = new TensorFlowBackend();
        WatchedReading reading = WatchedReading.of(() -> backend.open(model, ONE_THREAD).close());
        assertThat(reading.thrown()).get().isInstanceOf(InputFileException.class);
        assertThat(reading.thrown().get()).hasMessageStartingWith(model.toString());
        assertThat(reading.cpuSeconds()).isLessThan(2);
        assertThat(reading.bytes()).isLessThan(64L << 20);
    }

    private Path trained() throws Exception {
        Path model = folder.resolve("model");
        try (TrainedFlow trained = new TensorFlowTrainer().train(
                List.of(TrainingData.imageRun(16, 8, 1, 3)), ONE_THREAD, TrainingListener.NONE).get(0)) {
            trained.model().role(Saver.class).orElseThrow().save(model);
        }
        return model;
    }

    private static byte[] hashed(byte[] bytes) {
        int end = Math.max(0, bytes.length - HASH_BYTES);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
            byte[] hashed = Arrays.copyOf(bytes, end + HASH_BYTES);
            System.arraycopy(hash, 0, hashed, end, HASH_BYTES);
            return hashed;
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What describes a network that its weights do not fit is refused before the engine or by it. */
    @Test
    void modelsThroughTheEngine() throws Exception {
        Path model = trained();
        TensorFlowBackend backend = new TensorFlowBackend();
        Path file = model.resolve("model.json");

        DamagedFiles.of("model.json, opened", file, Files.readAllBytes(file)).isReadOrRefusedSlowly(() -> {
            backend.open(model, ONE_THREAD).close();
        }, 5);
    }
}
