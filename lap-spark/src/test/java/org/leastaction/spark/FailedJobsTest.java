package org.leastaction.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.scheduler.JobWaiter;
import org.junit.jupiter.api.Test;
import org.leastaction.spark.SparkCluster.Job;
import org.leastaction.spark.SparkCluster.Jobs;
import scala.runtime.BoxedUnit;

/** Jobs of several units of which Spark gives up a task. */
class FailedJobsTest {

    private static Job job(List<Integer> units, String failure) {
        JobWaiter<Object> waiter = new JobWaiter<>(null, 0, units.size(), (index, made) -> BoxedUnit.UNIT);
        if (!failure.isEmpty()) {
            waiter.jobFailed(new IllegalStateException(failure));
        }
        return new Job(new SimpleFutureAction<>(waiter, () -> BoxedUnit.UNIT), units);
    }

    /** A second job may fail while the driver waits to see whether the first failed by itself. */
    @Test
    void whatAJobMadeBeforeItFailedComesFirst() {
        Jobs jobs = new Jobs();
        Job running = job(List.of(5), "");
        jobs.running.addAll(List.of(job(List.of(0, 1), "the first"), running, job(List.of(2, 3), "the second")));
        jobs.outcomes.add(List.of(UnitOutcome.made(3, new byte[0])));

        List<UnitOutcome> outcomes = jobs.failed();

        assertThat(outcomes).extracting(UnitOutcome::unit).containsExactly(3, 0, 1, 2, 3);
        assertThat(outcomes.get(0).results()).isNotNull();
        assertThat(outcomes).extracting(UnitOutcome::failure).containsExactly(null,
                "Spark gave up its task: the first", "Spark gave up its task: the first",
                "Spark gave up its task: the second", "Spark gave up its task: the second");
        assertThat(jobs.running).containsExactly(running);
    }
}
