package org.leastaction.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Produces the records that a study's directory lacks. */
public final class StudyRunner {

    private final StudyExecutor executor;
    private final Predicate<StudyCell> wanted;

    public StudyRunner(StudyExecutor executor) {
        this(executor, cell -> true);
    }

    private StudyRunner(StudyExecutor executor, Predicate<StudyCell> wanted) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.wanted = Objects.requireNonNull(wanted, "wanted");
    }

    /** A runner for some cells only. */
    public StudyRunner withCells(Predicate<StudyCell> chosen) {
        return new StudyRunner(executor, chosen);
    }

    /** The instances of this runner's cells, whether their records exist or not. */
    public List<StudyInstance> wanted(Study study) {
        return study.all().stream().filter(instance -> wanted.test(instance.cell())).toList();
    }

    /** The units of work that {@link #run} would run. */
    public List<WorkUnit> toDo(StudyDirectory directory) throws IOException {
        return missing(directory).stream().filter(unit -> wanted.test(unit.cell())).toList();
    }

    /** The units of work with missing records in a whole study. */
    public static List<WorkUnit> missing(StudyDirectory directory) throws IOException {
        return WorkPlan.missing(directory.study(), directory.records().keySet());
    }

    /**
     * Runs the missing units. Records are written atomically. An instance that fails is listed and does not stop the
     * others; earlier failures are retried.
     *
     * @param recorded receives the number of records in the directory
     * @throws InterruptedException if the thread was interrupted; records already written are kept
     */
    public void run(StudyDirectory directory, UnitWork work, LongConsumer recorded)
            throws IOException, InterruptedException {
        Set<String> there = directory.records().keySet();
        Keeper keeper = new Keeper(directory, there, recorded);
        directory.keep(List.of());
        executor.execute(toDo(directory), work, keeper);
    }

    private static final class Keeper implements StudyExecutor.Outcome {

        private final StudyDirectory directory;
        private final Set<String> there;
        private final LongConsumer recorded;
        private final Map<String, InstanceFailure> failures = new LinkedHashMap<>();
        private long made;

        Keeper(StudyDirectory directory, Set<String> there, LongConsumer recorded) {
            this.directory = directory;
            this.there = there;
            this.recorded = recorded;
            this.made = there.size();
        }

        @Override
        public void made(WorkUnit unit, List<MadeInstance> instances) throws IOException {
            for (MadeInstance instance : instances) {
                if (!there.contains(instance.record().id())) {
                    directory.keep(instance);
                    made++;
                }
            }
            recorded.accept(made);
        }

        @Override
        public void failed(WorkUnit unit, Exception reason) throws IOException {
            String sentence = Objects.requireNonNullElse(reason.getMessage(), reason.toString());
            unit.instances().stream().map(StudyInstance::id).filter(id -> !there.contains(id))
                    .forEach(id -> failures.put(id, new InstanceFailure(id, sentence)));
            directory.keep(new ArrayList<>(failures.values()));
        }
    }
}
