package org.leastaction.tf.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.EpochRecord;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.tf.TensorFlowBackend;

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

    /** Their hash is put right, so that it is the reader that meets the damage. */
    @Test
    void checkpointsBehindTheirHash() throws IOException {
        Path file = folder.resolve("even.checkpoint");

        DamagedFiles.of("checkpoint, hash right", file, checkpoint(file)).withRepair(DamagedStatesTest::hashed)
                .isReadOrRefused(() -> CheckpointFile.read(file, EnsembleStanding.class));
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
        Path model = folder.resolve("model");
        try (TrainedFlow trained = new TensorFlowTrainer().train(
                List.of(TrainingData.imageRun(16, 8, 1, 3)), ONE_THREAD, TrainingListener.NONE).get(0)) {
            trained.model().role(Saver.class).orElseThrow().save(model);
        }
        TensorFlowBackend backend = new TensorFlowBackend();
        Path file = model.resolve("model.json");

        DamagedFiles.of("model.json, opened", file, Files.readAllBytes(file)).isReadOrRefusedSlowly(() -> {
            backend.open(model, ONE_THREAD).close();
        }, 5);
    }
}
