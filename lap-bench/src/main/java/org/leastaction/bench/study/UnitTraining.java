package org.leastaction.bench.study;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.leastaction.bench.analysis.AnalysedFlow;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.experiment.BackendRecord;
import org.leastaction.bench.experiment.Instance;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

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
     * @param analysis the analysis of the trained networks
     * @param seed     seed of the whole study
     * @param epochs   receives every epoch of every instance, on several threads
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
    public List<MadeInstance> make(WorkUnit unit) throws Exception {
        List<Instance> instances = new ArrayList<>();
        for (StudyInstance instance : unit.instances()) {
            instances.add(prepared(instance));
        }
        List<TrainedFlow> trained = trainer.train(
                instances.stream().map(Instance::run).toList(),
                execution,
                (run, epoch) -> epochs.accept(unit.instances().get(run)));
        try {
            List<MadeInstance> made = new ArrayList<>();
            for (int i = 0; i < trained.size(); i++) {
                made.add(made(instances.get(i), trained.get(i)));
            }
            return made;
        } finally {
            trained.forEach(TrainedFlow::close);
        }
    }

    /** The data and settings of an instance. */
    Instance prepared(StudyInstance instance) throws Exception {
        long drawn = instance.seed(seed);
        DataSet data = trainings.data(instance.cell().settings(), drawn);
        return new Instance(instance.id(), instance.id(), data, trainings.run(instance.cell(), data, drawn), execution.precision());
    }

    private MadeInstance made(Instance instance, TrainedFlow trained) throws IOException {
        RunRecord record = instance.record(trained, BackendRecord.of(backend, execution));
        if (analysis.isEmpty()) {
            return MadeInstance.of(record);
        }
        AnalysedFlow analysed = analysis.get()
                .analyse(trained.model(), instance.run().test(), InputUnits.of(instance.data()));
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (analysed.particles().isPresent()) {
            files.put(RunDirectory.particles(instance.id()), bytes(analysed.particles().get()));
        }
        if (analysed.decodings().isPresent()) {
            files.put(RunDirectory.decodings(instance.id()),
                    bytes(analysed.decodings().get().arrays(instance.data().normalisation())));
        }
        return new MadeInstance(record.withAnalysis(analysed.analysis()), files);
    }

    private static byte[] bytes(Map<String, NpyArray> arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }
}
