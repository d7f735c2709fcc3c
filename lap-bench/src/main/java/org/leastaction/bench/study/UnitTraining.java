package org.leastaction.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyExecutor.UnitWork;
import org.leastaction.bench.training.Run;
import org.leastaction.bench.training.RunTraining;
import org.leastaction.flow.training.Checkpointing;

/**
 * Trains and measures units in this process; the states of the first network of each cell are kept.
 *
 * @param training      how a run is trained and measured
 * @param runs          prepares an instance; called when its unit starts
 * @param checkpointing where the state of a unit's training is saved
 */
public record UnitTraining(RunTraining training, RunSource runs, Function<WorkUnit, Checkpointing> checkpointing)
        implements UnitWork {

    /** Prepares the run of an instance, with its data. */
    @FunctionalInterface
    public interface RunSource {
        Run run(StudyInstance instance) throws IOException;
    }

    @Override
    public List<RunResult> make(WorkUnit unit) throws IOException, InterruptedException {
        List<Run> together = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        Set<String> firsts = new HashSet<>();
        for (StudyInstance instance : unit.instances()) {
            Run run = runs.run(instance);
            together.add(run);
            if (unit.lacks(instance)) {
                wanted.add(run.id());
            }
            if (instance.index() == 0) {
                firsts.add(run.id());
            }
        }
        return training.withParticlesOf(firsts).train(together, wanted, checkpointing.apply(unit));
    }

    /**
     * The number of steps that the units report to {@link RunTraining#withProgress}: all instances of a unit are
     * trained, those without a record are measured.
     *
     * @param epochs the number of epochs of a cell
     */
    public static long steps(RunTraining training, List<WorkUnit> units, ToLongFunction<StudyCell> epochs) {
        return units.stream().mapToLong(unit -> unit.instances().stream().mapToLong(instance -> {
            long trained = epochs.applyAsLong(instance.cell());
            return unit.lacks(instance) ? training.steps(trained) : trained;
        }).sum()).sum();
    }
}
