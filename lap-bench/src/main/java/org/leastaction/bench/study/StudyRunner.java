package org.leastaction.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.StudyExecutor.UnitWork;

/** Produces the records that a study's directory lacks. */
public final class StudyRunner {

    private final StudyExecutor executor;
    private final Predicate<StudyInstance> wanted;

    public StudyRunner(StudyExecutor executor) {
        this(executor, instance -> true);
    }

    private StudyRunner(StudyExecutor executor, Predicate<StudyInstance> wanted) {
        this.executor = executor;
        this.wanted = wanted;
    }

    /** A runner with another executor. */
    public StudyRunner withExecutor(StudyExecutor other) {
        return new StudyRunner(other, wanted);
    }

    /** A runner for some cells only. */
    public StudyRunner withCells(Predicate<StudyCell> chosen) {
        return withInstances(instance -> chosen.test(instance.cell()));
    }

    /** A runner for some instances only. */
    public StudyRunner withInstances(Predicate<StudyInstance> chosen) {
        return new StudyRunner(executor, wanted.and(chosen));
    }

    /** The units of work of this runner's instances, as if there were no record. */
    public List<WorkUnit> wanted(Study study) {
        return study.units(wanted);
    }

    /** The units of work that {@link #run} would run: instances without a record, and those whose files are damaged. */
    public List<WorkUnit> toDo(StudyDirectory directory) throws IOException {
        Set<String> there = directory.finished();
        return directory.study()
                .units(instance -> wanted.test(instance) && !there.contains(instance.id()));
    }

    /**
     * Runs the missing units. Records are written atomically. An instance that fails is listed and does not stop the
     * others; earlier failures are retried.
     *
     * @throws InterruptedException if the thread was interrupted; records already written are kept
     */
    public void run(StudyDirectory directory, UnitWork work) throws IOException, InterruptedException {
        directory.keep(List.of());
        Keeper keeper = new Keeper(directory);
        executor.execute(toDo(directory), work, keeper);
        keeper.write();
    }

    private static final class Keeper implements StudyExecutor.Outcome {

        /** Failures are written when their number has grown by more than a twentieth since they were last written. */
        private static final int FEW = 20;

        private final StudyDirectory directory;
        private final Map<String, InstanceFailure> failures = new LinkedHashMap<>();
        private int written;

        Keeper(StudyDirectory directory) {
            this.directory = directory;
        }

        @Override
        public void made(WorkUnit unit, List<RunResult> results) throws IOException {
            for (RunResult result : results) {
                directory.runs().keep(result);
            }
            directory.runs().discardCheckpoints(unit.id());
        }

        @Override
        public void failed(WorkUnit unit, Exception reason) throws IOException {
            String sentence = Objects.requireNonNullElse(reason.getMessage(), reason.toString());
            unit.instances().stream().filter(unit::lacks).map(StudyInstance::id)
                    .forEach(id -> failures.put(id, new InstanceFailure(id, sentence)));
            // Writing all of them after every failure would take quadratic time.
            if (failures.size() - written > written / FEW) {
                write();
            }
        }

        void write() throws IOException {
            if (failures.size() > written) {
                directory.keep(new ArrayList<>(failures.values()));
                written = failures.size();
            }
        }
    }
}
