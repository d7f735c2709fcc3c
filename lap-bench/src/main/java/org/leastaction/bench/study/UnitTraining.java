package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.experiment.BackendRecord;
import org.leastaction.bench.experiment.Instance;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;

/** Trains and measures units in this process. */
public final class UnitTraining implements UnitWork {

    private final Trainings trainings;
    private final FlowBackend backend;
    private final FlowTrainer trainer;
    private final Execution execution;
    private final Optional<FlowAnalysis> analysis;
    private final long seed;
    private final Consumer<StudyInstance> epochs;

    /**
     * @param analysis what is measured beside the training
     * @param seed     of the whole study
     * @param epochs   hears of every epoch of every instance; from several threads
     * @throws IllegalArgumentException if the backend cannot train
     */
    public UnitTraining(
            Trainings trainings,
            FlowBackend backend,
            Execution execution,
            Optional<FlowAnalysis> analysis,
            long seed,
            Consumer<StudyInstance> epochs) {
        this.trainings = Objects.requireNonNull(trainings, "trainings");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.trainer = backend.trainer().orElseThrow(
                () -> new IllegalArgumentException("the backend " + backend.id() + " cannot train"));
        this.execution = Objects.requireNonNull(execution, "execution");
        this.analysis = Objects.requireNonNull(analysis, "analysis");
        this.seed = seed;
        this.epochs = Objects.requireNonNull(epochs, "epochs");
    }

    @Override
    public List<RunRecord> records(WorkUnit unit) throws Exception {
        List<Instance> instances = new ArrayList<>();
        for (StudyInstance instance : unit.instances()) {
            instances.add(prepared(instance));
        }
        List<TrainedFlow> trained = trainer.train(
                instances.stream().map(Instance::run).toList(),
                execution,
                (run, epoch) -> epochs.accept(unit.instances().get(run)));
        try {
            List<RunRecord> records = new ArrayList<>();
            for (int i = 0; i < trained.size(); i++) {
                records.add(record(instances.get(i), trained.get(i)));
            }
            return records;
        } finally {
            trained.forEach(TrainedFlow::close);
        }
    }

    /** The data and settings of an instance. */
    Instance prepared(StudyInstance instance) throws Exception {
        long drawn = instance.seed(seed);
        DataSet data = trainings.data(instance.cell().settings(), drawn);
        return new Instance(instance.id(), data, trainings.run(instance.cell(), data, drawn));
    }

    private RunRecord record(Instance instance, TrainedFlow trained) {
        RunRecord record = instance.record(trained, BackendRecord.of(backend, execution));
        return analysis.isEmpty()
                ? record
                : record.withAnalysis(analysis.get().analyse(trained.model(), instance.run().test()).analysis());
    }
}
