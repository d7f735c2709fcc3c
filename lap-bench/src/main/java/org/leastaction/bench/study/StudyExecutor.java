package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;

/**
 * Where units of work run: the seam behind which other machines may stand. An implementation ships units, which are plain
 * values, to wherever a {@link UnitWork} is, and hands back what came of them.
 */
public interface StudyExecutor {

    /** Hears of every unit once, in any order, from any thread, but never from two at a time. */
    interface Outcome {

        /** The unit's instances. */
        void made(WorkUnit unit, List<MadeInstance> instances) throws IOException;

        /** The unit failed; the others go on. */
        void failed(WorkUnit unit, Exception reason) throws IOException;
    }

    /**
     * Runs all units; returns when the last has been told.
     *
     * @throws IOException          if an outcome could not be kept: nothing more is begun
     * @throws InterruptedException if the thread was interrupted: what runs is stopped
     */
    void execute(List<WorkUnit> units, UnitWork work, Outcome outcome) throws IOException, InterruptedException;
}
