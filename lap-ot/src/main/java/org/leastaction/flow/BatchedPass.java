package org.leastaction.flow;

import java.util.Optional;
import org.leastaction.points.FloatPoints;

/** A pass through the three parts of a flow, one batch after another. */
final class BatchedPass {

    private BatchedPass() {}

    /** As {@link FlowModel#pass}. */
    static Optional<FloatPoints> of(FlowModel model, FloatPoints inputs, int batch, BatchObserver observer) {
        int n = inputs.size();
        if (n == 0 || batch < 1) {
            throw new IllegalArgumentException(
                    "a pass takes at least one input in batches of at least 1, not " + n + " in batches of " + batch);
        }
        int classes = model.shape().classes();
        float[] answers = new float[Math.multiplyExact(n, classes)];
        for (int from = 0; from < n; from += batch) {
            int firstRow = from;
            FloatPoints encoded = model.encode(inputs.rows(from, Math.min(n, from + batch)));
            FloatPoints transported = model.transport(encoded,
                    observer == BatchObserver.NONE ? BlockObserver.NONE : step -> observer.observe(firstRow, step));
            if (classes > 0) {
                FloatPoints own = model.classify(transported);
                System.arraycopy(own.array(), own.offset(), answers, from * classes, own.size() * classes);
            }
        }
        return classes == 0 ? Optional.empty() : Optional.of(FloatPoints.wrap(answers, n, classes));
    }
}
