package org.leastaction.bench.study;

import java.util.List;
import org.leastaction.bench.record.RunResult;

/** Trains the instances of one unit of work and measures those that are missing. */
@FunctionalInterface
public interface UnitWork {

    /**
     * Does the work of a unit.
     *
     * @return the results of its missing instances, in order
     * @throws InterruptedException if the thread was interrupted
     * @throws Exception            if an instance fails
     */
    List<RunResult> make(WorkUnit unit) throws Exception;
}
