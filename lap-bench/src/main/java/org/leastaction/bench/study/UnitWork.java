package org.leastaction.bench.study;

import java.util.List;
import org.leastaction.bench.record.RunRecord;

/** Makes the records of one unit of work. */
@FunctionalInterface
public interface UnitWork {

    /**
     * Trains and measures all instances of the unit.
     *
     * @return a record each, in order
     * @throws InterruptedException if the thread was interrupted
     * @throws Exception            if an instance cannot be made
     */
    List<RunRecord> records(WorkUnit unit) throws Exception;
}
