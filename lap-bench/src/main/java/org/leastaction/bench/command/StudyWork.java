package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.command.input.StudyTrainings;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.Study.Measure;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.UnitTraining;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildAssignment;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.UnitServer;
import org.leastaction.bench.training.RunTraining;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.training.Checkpointing;

/** Runs the units of a study in this process: that of the command, or a child. */
final class StudyWork implements UnitServer.Work {

    private final ChildAssignment assignment;
    private final StudyTrainings trainings;
    private final Backends backends;
    private final Listener listener;

    StudyWork(ChildAssignment assignment, StudyTrainings trainings, Backends backends, Listener listener) {
        Map<String, Path> encoders = new LinkedHashMap<>();
        assignment.encoders().forEach((name, folder) -> encoders.put(name, Path.of(folder)));
        this.assignment = assignment;
        this.trainings = trainings.withEncoders(encoders);
        this.backends = backends;
        this.listener = listener;
    }

    ChildAssignment assignment() {
        return assignment;
    }

    StudyWork withListener(Listener newListener) {
        return new StudyWork(assignment, trainings, backends, newListener);
    }

    /** The number of steps that units report to the listener. */
    long steps(List<WorkUnit> units, ToLongFunction<StudyCell> epochs) {
        return units.isEmpty() ? 0 : UnitTraining.steps(
                training(backends.forFamily(family(units.get(0)))), units, epochs);
    }

    @Override
    public List<RunResult> make(WorkUnit unit) throws IOException, InterruptedException {
        Execution execution = execution(assignment.threads());
        return new UnitTraining(training(backends.forFamily(family(unit))),
                instance -> trainings.run(instance, assignment.seed(), execution.precision()),
                this::checkpointing).make(unit);
    }

    /**
     * Reads the settings and data of every instance, which must be those of the study, and loads native code; encoders
     * may not be trained yet.
     */
    @Override
    public void check(WorkUnit unit) throws IOException {
        Set<String> families = new TreeSet<>();
        Set<String> read = new HashSet<>();
        for (StudyInstance instance : unit.instances()) {
            trainings.check(instance.cell());
            Map<String, String> settings = instance.cell().settings();
            if (read.add(DataSettings.words(settings))) {
                assignment.data().require(settings, trainings.data(settings, 0));
            }
            families.add(family(instance));
        }
        families.forEach(family -> backends.forFamily(family).devices());
    }

    private RunTraining training(FlowBackend backend) {
        RunTraining training = RunTraining.on(backend, execution(assignment.threads()))
                .withProgress(listener.steps(), listener.remarks());
        FlowAnalysis everything = FlowAnalysis.defaults().withThreads(assignment.analysisThreads());
        return switch (Measure.valueOf(assignment.measure())) {
            case TRAINING -> training;
            case COST -> training.withAnalysis(everything.withMetrics(Set.of("accuracy", "cost")));
            case GEOMETRY -> training.withAnalysis(
                    everything.withMetrics(Set.of("accuracy", "cost", "geometry", "alignment")));
            case FLOW -> training.withAnalysis(everything);
        };
    }

    /** The execution of a study: the workers share the threads, and preparations use the same number. */
    static Execution execution(int threads) {
        return new Execution(threads, "auto");
    }

    private static String family(WorkUnit unit) {
        return family(unit.instances().get(0));
    }

    private static String family(StudyInstance instance) {
        return Objects.requireNonNull(instance.cell().settings().get("model"), "every cell has a model");
    }

    /** In the study's folder; none on a machine that cannot access it. */
    private Checkpointing checkpointing(WorkUnit unit) {
        Path folder = Path.of(assignment.checkpoints());
        return Files.isWritable(folder.resolveSibling("study.json"))
                ? Checkpointing.in(folder.resolve(unit.id())) : Checkpointing.none();
    }
}
