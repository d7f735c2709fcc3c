package org.leastaction.bench.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.training.AutoencoderTraining;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.Sha256;

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
            AutoencoderTraining.Outcome outcome = new AutoencoderTraining(trainer, data, execution, listener).train(
                    trainings.autoencoder(preparation, data, seed), checkpointing,
                    folder.resolveSibling(preparation.name() + ".csv"), folder);
            if (outcome.diverged()) {
                throw new IOException("the autoencoder '" + preparation.name() + "' diverged in epoch "
                        + outcome.last().epoch() + ": its lr is too high");
            }
            checkpointing.discard();
        }
    }
}
