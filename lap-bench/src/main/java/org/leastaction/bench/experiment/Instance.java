package org.leastaction.bench.experiment;

import java.util.Objects;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingRun;

/**
 * One network of an experiment: its data, its training, and the id of its record.
 *
 * @param run trains on the data's training set and is measured on its test set
 */
public record Instance(String id, DataSet data, TrainingRun run) {

    /** The augmentation of records that do not name one: they are older than all others. */
    private static final String NONE = Augmentation.none().key();

    public Instance {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(run, "run");
    }

    /** The record of this instance, once trained; without analysis. */
    public RunRecord record(TrainedFlow trained, RunRecord.Backend backend) {
        return settings()
                .withTraining(RunRecord.Training.of(run.options(), trained.curve(), trained.seconds()))
                .withBackend(backend);
    }

    /** Whether a record came from the same data and settings. */
    public boolean made(RunRecord record) {
        RunRecord settings = settings();
        RunRecord.Training training = record.training();
        return settings.data().equals(record.data())
                && record.model() != null
                && record.model().describes(run.network())
                && Objects.equals(settings.model().encoder(), record.model().encoder())
                && settings.initialisation().equals(record.initialisation())
                && settings.objective().equals(record.objective())
                && training != null
                && training.epochs() == run.options().epochs()
                && training.batch() == run.options().batch()
                && run.options().augmentation().key().equals(Objects.requireNonNullElse(training.augmentation(), NONE))
                && training.seed() == run.options().seed()
                && RunRecord.Optimiser.of(run.options().optimiser()).equals(training.optimiser());
    }

    private static RunRecord.Encoder encoder(EncoderStart start) {
        return new RunRecord.Encoder(start.learning().key(), FolderSum.sha256(start.autoencoder()));
    }

    private RunRecord settings() {
        return RunRecord.of(id, new RunRecord.Data(
                        data.name(), data.train().size(), data.test().size(), data.sha256()))
                .withModel(RunRecord.Model.of(run.network())
                        .withEncoder(run.encoder().map(Instance::encoder).orElse(null)))
                .withInitialisation(RunRecord.Initialisation.of(run.initialisation()))
                .withObjective(RunRecord.Objective.of(run.objective()));
    }
}
