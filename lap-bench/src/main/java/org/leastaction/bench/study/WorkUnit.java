package org.leastaction.bench.study;

import java.util.List;

/**
 * Instances that are trained together: plain values, from which any machine with the data produces the same records.
 *
 * @param instances of one cell, at least one
 */
public record WorkUnit(List<StudyInstance> instances) {

    /** @throws IllegalArgumentException if there is no instance, or they belong to several cells */
    public WorkUnit {
        instances = List.copyOf(instances);
        if (instances.stream().map(StudyInstance::cell).distinct().count() != 1) {
            throw new IllegalArgumentException("a unit of work has instances of exactly one cell");
        }
    }

    /** The cell of all its instances. */
    public StudyCell cell() {
        return instances.get(0).cell();
    }

    /** A label for display: the first and the last id. */
    public String label() {
        String first = instances.get(0).id();
        return instances.size() == 1 ? first : first + " … " + instances.get(instances.size() - 1).id();
    }
}
