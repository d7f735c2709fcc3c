package org.leastaction.bench.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.ObjectiveRecord;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunSettings;
import org.leastaction.flow.backend.Precision;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;

/**
 * One network of an experiment: its data, its training, and the id of its record.
 *
 * @param name      the readable name, made of a part of the settings, so that several trainings may share it
 * @param id        id of its record
 * @param run       its training, on the data's training set; it is measured on the test set
 * @param precision precision of the training steps
 */
public record Instance(String name, String id, DataSet data, TrainingRun run, Precision precision) {

    private static final String FINGERPRINT = "-[0-9a-f]{8}";

    public Instance {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(precision, "precision");
    }

    /** An instance whose id is a function of all of its settings: the name, then their fingerprint. */
    public static Instance named(String name, DataSet data, TrainingRun run, Precision precision) {
        Instance unmarked = new Instance(name, name, data, run, precision);
        return new Instance(name, name + "-" + unmarked.settings().fingerprint(), data, run, precision);
    }

    /** The record of this instance after training, without analysis. */
    public RunRecord record(TrainedFlow trained, RunRecord.Backend backend) {
        return described()
                .withTraining(RunRecord.Training.of(run.options(), trained.curve(), trained.seconds()))
                .withBackend(backend);
    }

    /** Whether a record came from the same data and settings. */
    public boolean made(RunRecord record) {
        return differences(record).isEmpty();
    }

    /** The differences in a record's settings, one phrase each; empty if there are none. */
    public List<String> differences(RunRecord record) {
        RunSettings there = RunSettings.of(record);
        RunSettings here = settings();
        // Older records lack settings that did not exist when they were written.
        boolean sameNetwork = record.model() != null && record.model().describes(run.network());
        return (sameNetwork ? there.withNetworkOf(here) : there).differences(here);
    }

    /** Whether a record has this instance's name, with a fingerprint or, as in older versions, without. */
    public boolean shares(RunRecord record) {
        return record.id().equals(name) || record.id().matches(Pattern.quote(name) + FINGERPRINT);
    }

    private static RunRecord.Encoder encoder(EncoderStart start) {
        return new RunRecord.Encoder(start.learning().key(), FolderSum.sha256(start.autoencoder()));
    }

    private RunSettings settings() {
        TrainingOptions options = run.options();
        RunRecord.Training training = new RunRecord.Training(
                options.epochs(), options.batch(), RunRecord.Optimiser.of(options.optimiser()),
                options.augmentation().key(), options.seed(), 0, null, null, 0, 0, null);
        return RunSettings.of(described().withTraining(training))
                .withPrecision(precision.name().toLowerCase(Locale.ROOT));
    }

    private RunRecord described() {
        return RunRecord.of(id, new RunRecord.Data(
                        data.name(), data.train().size(), data.test().size(), data.sha256()))
                .withModel(RunRecord.Model.of(run.network())
                        .withEncoder(run.encoder().map(Instance::encoder).orElse(null)))
                .withInitialisation(RunRecord.Initialisation.of(run.initialisation()))
                .withObjective(ObjectiveRecord.of(run.objective()));
    }
}
