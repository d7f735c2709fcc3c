package org.leastaction.bench.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.bench.data.DataSet;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Sha256;

/**
 * Trains autoencoders. An autoencoder has no flow, and so no record: its files are a model folder and a curve.
 *
 * @param data      the data of the run, whose normalisation is saved with the model
 * @param execution threads and device
 * @param listener  receives the progress
 */
public record AutoencoderTraining(
        AutoencoderTrainer trainer, DataSet data, Execution execution, AutoencoderListener listener) {

    /**
     * The end of a training.
     *
     * @param last    its last epoch
     * @param seconds wall-clock time
     */
    public record Outcome(AutoencoderEpoch last, double seconds) {

        /** Whether the training diverged: its errors are not finite. */
        public boolean diverged() {
            return !Double.isFinite(last.trainingError()) || !Double.isFinite(last.testError());
        }
    }

    /** Eight hexadecimal digits that almost certainly differ if the data or a setting differs; a part of ids. */
    public static String fingerprint(AutoencoderRun run, DataSet data) {
        TrainingOptions options = run.options();
        return Sha256.fingerprint(List.of(data.sha256(), run.network(), run.initialisation().scheme().key(),
                run.initialisation().gain(), options.epochs(), options.batch(), options.optimiser(),
                options.augmentation().key(), options.seed()).toString());
    }

    /**
     * Trains an autoencoder, and writes first its errors per epoch and then, unless it diverged, its model; each is
     * written atomically.
     *
     * @param curve         the file of its errors; its folder is created
     * @param checkpointing where the state of the training is saved; the caller discards it
     * @throws InterruptedException if the thread was interrupted; nothing is written
     */
    public Outcome train(AutoencoderRun run, Checkpointing checkpointing, Path curve, Path model)
            throws IOException, InterruptedException {
        try (TrainedAutoencoder trained = trainer.train(run, execution, listener, checkpointing)) {
            StringBuilder lines = new StringBuilder("epoch,learning_rate,training_error,test_error\n");
            for (AutoencoderEpoch epoch : trained.epochs()) {
                lines.append(epoch.epoch()).append(',').append(epoch.learningRate()).append(',')
                        .append(epoch.trainingError()).append(',').append(epoch.testError()).append('\n');
            }
            AtomicFiles.write(curve, out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
            Outcome outcome = new Outcome(trained.epochs().get(trained.epochs().size() - 1), trained.seconds());
            if (!outcome.diverged()) {
                trained.model().save(model, data.inputs());
            }
            return outcome;
        }
    }
}
