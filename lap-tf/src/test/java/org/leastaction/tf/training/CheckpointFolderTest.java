package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.io.InputFileException;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.CheckpointFolder.LastState;

class CheckpointFolderTest {

    private static final Map<String, String> SETTINGS = Map.of("seed", "7");

    @TempDir
    Path folder;

    private final List<String> remarks = new ArrayList<>();

    private CheckpointFolder<EnsembleStanding> open(Duration interval) {
        return new CheckpointFolder<>(EnsembleStanding.class, folder.resolve("run"), interval, SETTINGS,
                LastState.IF_DUE);
    }

    private Optional<Checkpoint<EnsembleStanding>> latest() throws IOException {
        return open(Duration.ZERO).latest(remarks::add);
    }

    private static Checkpoint<EnsembleStanding> checkpoint(long steps) {
        EpochRecord epoch = new EpochRecord(1, 0.1, 1.0 / 3, Double.POSITIVE_INFINITY, Double.NaN, 0.1 + 0.2, 1e-300);
        EnsembleStanding standing =
                new EnsembleStanding(2, 5, steps, new double[] {0.1, Math.PI}, new double[] {Double.NaN, 2},
                        List.of(List.of(epoch), List.of()), new int[] {0, 1}, new long[] {0, 3}, 1.5);
        Map<String, float[]> variables = new LinkedHashMap<>();
        float[] large = new float[100_000];
        Arrays.fill(large, 1 / 3f);
        variables.put("block1/kernel", large);
        variables.put("lambda", new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE});
        variables.put("none", new float[0]);
        return new Checkpoint<>(standing, variables);
    }

    private static void requireSame(Checkpoint<EnsembleStanding> actual, Checkpoint<EnsembleStanding> expected) {
        assertThat(inWords(actual.standing())).isEqualTo(inWords(expected.standing()));
        assertThat(actual.variables().keySet()).containsExactlyElementsOf(expected.variables().keySet());
        actual.variables().forEach((name, values) -> assertThat(bits(values)).as(name)
                .isEqualTo(bits(expected.variables().get(name))));
    }

    /** With every digit of every number. */
    private static List<String> inWords(EnsembleStanding standing) {
        return List.of(
                standing.epoch() + " " + standing.seen() + " " + standing.steps() + " " + standing.seconds(),
                Arrays.toString(standing.crossEntropies()),
                Arrays.toString(standing.costs()),
                standing.epochs().toString(),
                Arrays.toString(standing.divergedAt()),
                Arrays.toString(standing.divergedAtStep()));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void whatIsKeptComesBackToTheLastBit() throws IOException {
        assertThat(latest()).isEmpty();

        open(Duration.ZERO).keepIfDue(() -> checkpoint(4));

        requireSame(latest().orElseThrow(), checkpoint(4));
        assertThat(remarks).isEmpty();
    }

    @Test
    void theNewestCountsAndTheOneBeforeItStays() throws IOException {
        CheckpointFolder<EnsembleStanding> kept = open(Duration.ZERO);
        for (long steps = 1; steps <= 5; steps++) {
            long number = steps;
            kept.keepIfDue(() -> checkpoint(number));
            assertThat(latest().orElseThrow().standing().steps()).isEqualTo(steps);
        }
        assertThat(files()).hasSize(2);
        CheckpointFolder<EnsembleStanding> again = open(Duration.ZERO);
        again.latest(remarks::add);
        again.keepIfDue(() -> checkpoint(6));
        assertThat(latest().orElseThrow().standing().steps()).isEqualTo(6);
        Files.delete(folder.resolve("run/odd.checkpoint"));
        assertThat(latest().orElseThrow().standing().steps()).as("the one before").isEqualTo(5);
    }

    @Test
    void aDamagedNewestIsToldAndTheOneBeforeItUsed() throws IOException {
        CheckpointFolder<EnsembleStanding> kept = open(Duration.ZERO);
        kept.keepIfDue(() -> checkpoint(1));
        kept.keepIfDue(() -> checkpoint(2));
        Path newest = folder.resolve("run/odd.checkpoint");
        byte[] whole = Files.readAllBytes(newest);
        Random random = new Random(8);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length == whole.length) {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(newest, damaged);
            remarks.clear();
            requireSame(latest().orElseThrow(), checkpoint(1));
            assertThat(remarks).as("damage %d of the seed 8", i).singleElement().asString()
                    .startsWith(newest.toString())
                    .endsWith("; the other checkpoint is whole and used instead");
        }
        Files.write(folder.resolve("run/even.checkpoint"), new byte[3]);
        remarks.clear();
        assertThat(SavedCheckpoints.damage(folder.resolve("run"))).hasSize(2);
        assertThat(latest()).isEmpty();
        assertThat(remarks).singleElement().asString()
                .endsWith("; no checkpoint is whole, so the training begins again");
        open(Duration.ZERO).keepIfDue(() -> checkpoint(7));
        assertThat(latest().orElseThrow().standing().steps()).as("damaged files are replaced").isEqualTo(7);
    }

    @Test
    void wholeCheckpointsOfAnotherVersionAreNotOverwritten() throws Exception {
        CheckpointFolder<EnsembleStanding> kept = open(Duration.ZERO);
        kept.keepIfDue(() -> checkpoint(1));
        Path file = folder.resolve("run/even.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        byte[] content = Arrays.copyOf(bytes, bytes.length - 32);
        content["lap-tf-checkpoint/".length()] = '9';
        byte[] later = Arrays.copyOf(content, bytes.length);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(content), 0, later, content.length, 32);
        Files.write(file, later);

        assertThat(SavedCheckpoints.damage(folder.resolve("run"))).singleElement().asString()
                .contains("no checkpoint of this");
        assertThatThrownBy(this::latest).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(folder.resolve("run") + ": holds no checkpoint that can be used (")
                .hasMessageEndingWith("); delete this folder to train from the start");
    }

    @Test
    void theStateOfAnotherTrainingIsRefusedNamingWhatDiffers() throws IOException {
        open(Duration.ZERO).keepIfDue(() -> checkpoint(1));
        CheckpointFolder<EnsembleStanding> other =
                new CheckpointFolder<>(EnsembleStanding.class, folder.resolve("run"), Duration.ZERO,
                        Map.of("seed", "8"), LastState.IF_DUE);

        assertThatThrownBy(() -> other.latest(remarks::add)).isInstanceOf(InputFileException.class)
                .hasMessage(
                        folder.resolve("run") + ": holds the state of another training: its seed is 7, not 8; ask for"
                                + " the same again, choose another folder, or delete this one");
    }

    @Test
    void noneIsKeptBeforeItIsTime() throws IOException {
        CheckpointFolder<EnsembleStanding> kept = open(Duration.ofHours(1));

        kept.keepIfDue(() -> checkpoint(1));
        kept.keepLast(() -> checkpoint(1));
        assertThat(folder.resolve("run")).doesNotExist();

        new CheckpointFolder<>(EnsembleStanding.class, folder.resolve("run"), Duration.ofHours(1), SETTINGS,
                LastState.KEPT)
                .keepLast(() -> checkpoint(1));
        assertThat(files()).hasSize(1);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("run"))) {
            return all.toList();
        }
    }
}
