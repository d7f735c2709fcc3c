package org.leastaction.bench.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.Sha256;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.io.AtomicFiles;

/**
 * Trains the autoencoders of a study. One that exists in the study's folder is not trained again; its errors per epoch
 * are in NAME.csv in the same folder.
 */
public final class Preparations {

    private final StudyDirectory directory;
    private final Trainings trainings;

    public Preparations(StudyDirectory directory, Trainings trainings) {
        this.directory = directory;
        this.trainings = trainings;
    }

    /** The autoencoders that do not exist yet, or are damaged. */
    public List<Preparation> missing(FlowBackend backend) {
        return directory.study().prepared().stream()
                .filter(one -> !isWhole(directory.preparedFolder(one), backend)).toList();
    }

    private static boolean isWhole(Path folder, FlowBackend backend) {
        return Files.exists(folder) && backend.recognises(folder) && backend.damage(folder).isEmpty();
    }

    /** The folders of all autoencoders, trained or not, by name. */
    public Map<String, Path> folders() {
        Map<String, Path> folders = new LinkedHashMap<>();
        directory.study().prepared().forEach(one -> folders.put(one.name(), directory.preparedFolder(one)));
        return folders;
    }

    /** SHA-256 of the existing autoencoders, by name: the hash of the encoder in records. */
    public Map<String, String> sums() throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        for (Map.Entry<String, Path> folder : folders().entrySet()) {
            if (Files.exists(folder.getValue())) {
                sums.put(folder.getKey(), Sha256.of(folder.getValue()));
            }
        }
        return sums;
    }

    /**
     * Trains the missing autoencoders; each is written atomically.
     *
     * @param listener receives every epoch and further messages
     * @throws IOException              if data are missing, an autoencoder diverged, or the folder cannot be written
     * @throws InterruptedException     if the thread was interrupted; autoencoders already written are kept
     * @throws IllegalArgumentException if the backend trains no autoencoders, or settings do not fit the data
     */
    public void make(FlowBackend backend, Execution execution, AutoencoderListener listener)
            throws IOException, InterruptedException {
        for (Preparation preparation : missing(backend)) {
            AutoencoderTrainer trainer = backend.autoencoderTrainer().orElseThrow(() -> new IllegalArgumentException(
                    "the backend " + backend.id() + " trains no autoencoders, but '" + preparation.name()
                            + "' is one"));
            long seed = preparation.seed(directory.study().name(), directory.seed());
            DataSet data = trainings.data(preparation.settings(), seed);
            Path folder = directory.preparedFolder(preparation);
            Checkpointing checkpointing = Checkpointing.in(folder.resolveSibling(preparation.name() + ".checkpoint"));
            AtomicFiles.delete(folder);
            try (TrainedAutoencoder trained = trainer.train(
                    trainings.autoencoder(preparation, data, seed), execution, listener, checkpointing)) {
                requireSound(preparation, trained.epochs());
                byte[] curve = curve(trained.epochs()).getBytes(StandardCharsets.UTF_8);
                AtomicFiles.write(folder.resolveSibling(preparation.name() + ".csv"), out -> out.write(curve));
                trained.model().save(folder, data.normalisation().ofInputs());
                checkpointing.discard();
            }
        }
    }

    private static void requireSound(Preparation preparation, List<AutoencoderEpoch> epochs) throws IOException {
        AutoencoderEpoch last = epochs.get(epochs.size() - 1);
        if (!Double.isFinite(last.trainingError()) || !Double.isFinite(last.testError())) {
            throw new IOException("the autoencoder '" + preparation.name() + "' diverged in epoch " + last.epoch()
                    + ": its lr is too high");
        }
    }

    /** The errors of a training, one line per epoch. */
    public static String curve(List<AutoencoderEpoch> epochs) {
        StringBuilder lines = new StringBuilder("epoch,learning_rate,training_error,test_error\n");
        for (AutoencoderEpoch epoch : epochs) {
            lines.append(epoch.epoch()).append(',').append(epoch.learningRate()).append(',')
                    .append(epoch.trainingError()).append(',').append(epoch.testError()).append('\n');
        }
        return lines.toString();
    }
}
