package org.leastaction.flow.backend;

import java.util.HashSet;
import java.util.Set;
import org.leastaction.points.FloatPoints;

/** Reports NaN in a model's results, once per method. */
final class NanWatch {

    private final Supervisor supervisor;
    private final Set<String> told = new HashSet<>();

    NanWatch(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Checks results; O(n·d).
     *
     * @param method the method that returned them
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
