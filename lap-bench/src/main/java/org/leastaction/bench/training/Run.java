package org.leastaction.bench.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.ObjectiveRecord;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunSettings;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.Sha256;
import org.leastaction.settings.SettingType;

/**
 * One run: the data, the training of a network on them, and the id of its record.
 *
 * @param name      the readable name, made of a part of the settings, so that several trainings may share it
 * @param id        id of its record
 * @param training  the training, on the data's training set; the network is measured on the test set
 * @param precision precision of the training steps
 */
public record Run(String name, String id, DataSet data, TrainingRun training, Precision precision) {

    private static final String FINGERPRINT = "-[0-9a-f]{8}";

    /** A run whose id is a function of all of its settings: the name, then their fingerprint. */
    public static Run named(String name, DataSet data, TrainingRun training, Precision precision) {
        Run unmarked = new Run(name, name, data, training, precision);
        return new Run(name, name + "-" + unmarked.settings().fingerprint(), data, training, precision);
    }

    /** The record of this run after training, without analysis. */
    public RunRecord record(TrainedFlow trained, RunRecord.Backend backend) {
        return described()
                .withTraining(RunRecord.Training.of(training.options(), trained.curve(), trained.seconds()))
                .withBackend(backend);
    }

    /** Whether a record came from the same data and settings. */
    private boolean isFrom(RunRecord record) {
        return differences(record).isEmpty();
    }

    /**
     * The record of this run in a directory.
     *
     * @return empty if there is none
     * @throws IllegalArgumentException if the directory contains a record of the same name from other settings or data;
     *                                  the message lists what differs
     * @throws IOException              if its records cannot be read
     */
    public Optional<RunRecord> find(RunDirectory directory) throws IOException {
        List<RunRecord> sameName = directory.isEmpty()
                ? List.of() : directory.records().all().stream().filter(this::hasNameOf).toList();
        Optional<RunRecord> found = sameName.stream().filter(this::isFrom).findFirst();
        if (found.isEmpty() && !sameName.isEmpty()) {
            RunRecord other = sameName.get(0);
            throw new IllegalArgumentException(directory.path() + " contains the record " + other.id()
                    + " of another run: " + String.join(", ", differences(other))
                    + "; choose another folder or delete this one");
        }
        return found;
    }

    /** The differences in a record's settings, one phrase each; empty if there are none. */
    private List<String> differences(RunRecord record) {
        RunSettings there = RunSettings.of(record);
        RunSettings here = settings();
        // Older records lack settings that did not exist when they were written.
        boolean sameNetwork = record.model() != null && record.model().describes(training.network());
        return (sameNetwork ? there.withNetworkOf(here) : there).differences(here);
    }

    /** Whether a record has this run's name, with a fingerprint or, as in older versions, without. */
    private boolean hasNameOf(RunRecord record) {
        return record.id().equals(name) || record.id().matches(Pattern.quote(name) + FINGERPRINT);
    }

    private static RunRecord.Encoder encoder(EncoderStart start) {
        try {
            return new RunRecord.Encoder(start.learning().key(), Sha256.of(start.autoencoder()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private RunSettings settings() {
        TrainingOptions options = training.options();
        RunRecord.Training untrained = new RunRecord.Training(
                options.epochs(), options.batch(), RunRecord.Optimiser.of(options.optimiser()),
                options.augmentation().key(), options.seed(), 0, null, null, 0, 0, null);
        return RunSettings.of(described().withTraining(untrained))
                .withPrecision(SettingType.word(precision));
    }

    private RunRecord described() {
        return RunRecord.of(id, new RunRecord.Data(
                data.name(), data.train().size(), data.test().size(), data.sha256()))
                .withModel(RunRecord.Model.of(training.network())
                        .withEncoder(training.encoder().map(Run::encoder).orElse(null)))
                .withInitialisation(RunRecord.Initialisation.of(training.initialisation()))
                .withObjective(ObjectiveRecord.of(training.objective()));
    }
}
