package org.leastaction.bench.study;

import java.util.List;
import java.util.Set;

/**
 * Instances that are trained together, and those whose results are missing: plain values, from which any machine with
 * the data produces the same results.
 *
 * @param instances at least one
 * @param missing   ids of those without a record, at least one
 */
public record WorkUnit(List<StudyInstance> instances, Set<String> missing) {

    /** @throws IllegalArgumentException if there is no instance, or no result is missing */
    public WorkUnit {
        instances = List.copyOf(instances);
        missing = Set.copyOf(missing);
        if (instances.isEmpty() || missing.isEmpty()) {
            throw new IllegalArgumentException("a unit of work has at least one instance without a record");
        }
    }

    /** Whether the result of one of its instances is missing. */
    public boolean lacks(StudyInstance instance) {
        return missing.contains(instance.id());
    }

    /** The id of its first instance, which no other unit of the study has. */
    public String id() {
        return instances.get(0).id();
    }

    /** A label for display: the first and the last id. */
    public String label() {
        String first = id();
        return instances.size() == 1 ? first : first + " … " + instances.get(instances.size() - 1).id();
    }
}
