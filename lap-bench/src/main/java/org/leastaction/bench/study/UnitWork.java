package org.leastaction.bench.study;

import java.util.List;

/** Trains and measures the instances of one unit of work. */
@FunctionalInterface
public interface UnitWork {

    /**
     * Trains and measures all instances of the unit.
     *
     * @return one result per instance, in order
     * @throws InterruptedException if the thread was interrupted
     * @throws Exception            if an instance fails
     */
    List<MadeInstance> make(WorkUnit unit) throws Exception;
}
