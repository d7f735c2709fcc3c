package org.leastaction.bench.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The partition of a study's instances into units.
 *
 * <p>The partition does not depend on existing records. The rounding of sums depends on which networks train together,
 * and a study that was stopped and resumed must produce the same records as one that was not.
 *
 * @param together number of instances of a cell that train together, at least 1
 */
public record WorkPlan(int together) {

    /** Networks of the plane share a graph, in which a step costs little more for 100 networks than for 25. */
    private static final int IN_ONE_GRAPH = 100;

    /** @throws IllegalArgumentException for less than 1 */
    public WorkPlan {
        if (together < 1) {
            throw new IllegalArgumentException("at least 1 instance trains at once, not " + together);
        }
    }

    /** The partition that suits a family. */
    static WorkPlan forFamily(String family) {
        return new WorkPlan(family.equals("mlp") ? IN_ONE_GRAPH : 1);
    }

    /**
     * The units that contain an instance without a record: the first of every cell, then the second of every cell, so
     * that a study that is stopped early has about the same number of instances of each cell.
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
