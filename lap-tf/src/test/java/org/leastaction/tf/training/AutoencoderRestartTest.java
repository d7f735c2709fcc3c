package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;

/** A resumed training of an autoencoder ends like an uninterrupted one, bit for bit. */
class AutoencoderRestartTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final FloatPoints TEST = TrainingData.coloured(10, 2).points();

    private final TensorFlowAutoencoderTrainer trainer = new TensorFlowAutoencoderTrainer();

    @TempDir
    Path folder;

    /** 20 images in batches of 6: 4 steps an epoch. */
    private static AutoencoderRun run(long seed) {
        return new AutoencoderRun(
                new AutoencoderSpec(ImageEncoderSpec.full(4), true, List.of(8, 8, 3)),
                Initialisation.kaiming(1),
                TrainingOptions.defaults().withEpochs(3).withBatch(6).withSeed(seed),
                TrainingData.coloured(20, 1).points(),
                TEST);
    }

    private Checkpointing checkpointing() {
        return Checkpointing.in(folder.resolve("state")).withInterval(Duration.ZERO);
    }

    /** The events of a listener. */
    private static final class Notes implements AutoencoderListener {

        private final List<AutoencoderEpoch> epochs = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        @Override
        public void epochEnded(AutoencoderEpoch epoch) {
            epochs.add(epoch);
        }

        @Override
        public void remarked(String sentence) {
            remarks.add(sentence);
        }
    }

    @Test
    void interruptedTwiceItGoesOn() throws Exception {
        List<AutoencoderEpoch> expected;
        float[] encoded;
        try (TrainedAutoencoder undisturbed = trainer.train(run(7), ONE_THREAD, epoch -> {})) {
            expected = undisturbed.epochs();
            encoded = undisturbed.model().encode(TEST).toArray();
        }
        for (int cut = 1; cut <= 2; cut++) {
            int last = cut;
            assertThatThrownBy(() -> trainer.train(run(7), ONE_THREAD, epoch -> {
                if (epoch.epoch() == last) {
                    Thread.currentThread().interrupt();
                }
            }, checkpointing())).isInstanceOf(InterruptedException.class);
        }
        Notes notes = new Notes();

        try (TrainedAutoencoder actual = trainer.train(run(7), ONE_THREAD, notes, checkpointing())) {

            assertThat(actual.epochs()).isEqualTo(expected);
            assertThat(actual.model().encode(TEST).toArray()).isEqualTo(encoded);
            assertThat(notes.epochs).as("what is heard, with the epochs before").isEqualTo(expected);
            assertThat(notes.remarks).singleElement().asString().contains("goes on after step 8, in epoch 3 of 3");
        }
        checkpointing().discard();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aDamagedStateIsPassedOverAndNamed() throws Exception {
        trainer.train(run(7), ONE_THREAD, epoch -> {}, checkpointing()).close();
        Path damaged = folder.resolve("state").resolve("odd.checkpoint");
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Notes notes = new Notes();

        trainer.train(run(7), ONE_THREAD, notes, checkpointing()).close();

        assertThat(notes.remarks).hasSize(2);
        assertThat(notes.remarks.get(0)).startsWith(damaged + ": is damaged").contains("the other checkpoint is whole");
        assertThat(notes.epochs).hasSize(3);
    }

    @Test
    void theStateOfAnotherTrainingIsRefused() throws Exception {
        trainer.train(run(7), ONE_THREAD, epoch -> {}, checkpointing()).close();

        assertThatThrownBy(() -> trainer.train(run(8), ONE_THREAD, epoch -> {}, checkpointing()))
                .isInstanceOf(InputFileException.class).hasMessageContaining("its seed is 7, not 8");
    }
}
