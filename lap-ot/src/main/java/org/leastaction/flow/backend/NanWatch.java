package org.leastaction.flow.backend;

import java.util.HashSet;
import java.util.Set;
import org.leastaction.points.FloatPoints;

/** Tells of a model's results that are not numbers; of each method once. */
final class NanWatch {

    private final Supervisor supervisor;
    private final Set<String> told = new HashSet<>();

    NanWatch(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Looks at results; O(n·d).
     *
     * @param method that gave them
     */
    void see(String method, FloatPoints results) {
        if (told.contains(method)) {
            return;
        }
        float[] array = results.array();
        int end = results.offset() + results.size() * results.dimension();
        for (int i = results.offset(); i < end; i++) {
            if (Float.isNaN(array[i])) {
                told.add(method);
                supervisor.remark("gave NaN in " + method);
                return;
            }
        }
    }
}
