package org.leastaction.bench.study;

import java.util.List;

/** Makes the instances of one unit of work. */
@FunctionalInterface
public interface UnitWork {

    /**
     * Trains and measures all instances of the unit.
     *
     * @return one each, in order
     * @throws InterruptedException if the thread was interrupted
     * @throws Exception            if an instance cannot be made
     */
    List<MadeInstance> make(WorkUnit unit) throws Exception;
}
