package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How the instances of a study are cut into units.
 *
 * <p>The cut is the same whatever is there already: how sums round depends on who trains together, and a study that was
 * stopped is to end with the records of one that was not.
 *
 * @param together instances of a cell that train at once, at least 1
 */
public record WorkPlan(int together) {

    /** Networks of the plane share a graph, whose step costs 100 of them little more than 25. */
    private static final int IN_ONE_GRAPH = 100;

    /** @throws IllegalArgumentException for less than 1 */
    public WorkPlan {
        if (together < 1) {
            throw new IllegalArgumentException("at least 1 instance trains at once, not " + together);
        }
    }

    /** How a family is trained best. */
    static WorkPlan forFamily(String family) {
        return new WorkPlan(family.equals("mlp") ? IN_ONE_GRAPH : 1);
    }

    /**
     * The units that hold an instance whose record is not there: the first of every cell, then the second of every cell,
     * so that a study that is stopped early has about as many instances of each.
     */
    static List<WorkUnit> missing(Study study, Set<String> there) {
        List<WorkUnit> units = new ArrayList<>();
        for (StudyCell cell : study.cells()) {
            int together = forFamily(cell.settings().getOrDefault("model", "")).together();
            for (int first = 0; first < study.instances(); first += together) {
                List<StudyInstance> instances = new ArrayList<>();
                for (int i = first; i < Math.min(study.instances(), first + together); i++) {
                    instances.add(new StudyInstance(study.name(), cell, i));
                }
                if (instances.stream().anyMatch(instance -> !there.contains(instance.id()))) {
                    units.add(new WorkUnit(instances));
                }
            }
        }
        units.sort(Comparator.comparingInt(unit -> unit.instances().get(0).index()));
        return units;
    }
}
