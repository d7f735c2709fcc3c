package org.leastaction.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;

/** Makes the records that a study's directory lacks. */
public final class StudyRunner {

    private final StudyExecutor executor;

    public StudyRunner(StudyExecutor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** The units of work that are to do. */
    public static List<WorkUnit> missing(StudyDirectory directory) throws IOException {
        return WorkPlan.missing(directory.study(), directory.records().keySet());
    }

    /**
     * Runs what is missing. A record appears whole or not at all; an instance that fails is listed and does not stop the
     * others. Those that failed before are tried again.
     *
     * @param recorded hears how many records the directory holds
     * @throws InterruptedException if the thread was interrupted; records that were written stay
     */
    public void run(StudyDirectory directory, UnitWork work, LongConsumer recorded)
            throws IOException, InterruptedException {
        Set<String> there = directory.records().keySet();
        Keeper keeper = new Keeper(directory, there, recorded);
        directory.keep(List.of());
        executor.execute(missing(directory), work, keeper);
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
