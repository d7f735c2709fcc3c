package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import org.leastaction.bench.record.RunResult;

/**
 * Runs units of work, possibly on other machines. An implementation sends units, which are plain values, to a
 * {@link UnitWork} and returns their results.
 */
public interface StudyExecutor {

    /** Receives the result of every unit once, in any order and on any thread, but never concurrently. */
    interface Outcome {

        /** A unit succeeded with these results. */
        void made(WorkUnit unit, List<RunResult> results) throws IOException;

        /** A unit failed; the others continue. */
        void failed(WorkUnit unit, Exception reason) throws IOException;
    }

    /**
     * Runs all units; returns after the last outcome is delivered.
     *
     * @throws IOException          if an outcome could not be stored; no further unit is started
     * @throws InterruptedException if the thread was interrupted; running units are stopped
     */
    void execute(List<WorkUnit> units, UnitWork work, Outcome outcome) throws IOException, InterruptedException;

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
}
