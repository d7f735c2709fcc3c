package org.leastaction.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The work of a task: the units of its partition. */
final class UnitTask extends AbstractFunction1<Iterator<UnitTask.Unit>, UnitOutcome[]>
        implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Worker worker;

    UnitTask(Worker worker) {
        this.worker = worker;
    }

    /**
     * A unit as it is sent to a machine.
     *
     * @param index its index; negative for a sample that is only checked
     */
    record Unit(int index, byte[] content) implements Serializable {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public UnitOutcome[] apply(Iterator<Unit> units) {
        List<UnitOutcome> outcomes = new ArrayList<>();
        while (units.hasNext()) {
            Unit unit = units.next();
            outcomes.add(unit.index() < 0 ? worker.check(unit.content()) : worker.make(unit.index(), unit.content()));
        }
        return outcomes.toArray(UnitOutcome[]::new);
    }
}
