package org.leastaction.flow.backend;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** Checks the costs of an untrusted model: results of wrong shapes and negative costs are failures of its backend. */
final class GuardedCosts {

    private final FlowShape shape;
    private final Function<String, BackendFailure> failure;
    private final NanWatch watch;

    GuardedCosts(FlowShape shape, Function<String, BackendFailure> failure, NanWatch watch) {
        this.shape = shape;
        this.failure = failure;
        this.watch = watch;
    }

    /**
     * Checks costs; O(n·(K + classes)).
     *
     * @param n expected number of points
     * @throws BackendFailure if they do not fit the model's shape
     */
    FlowCosts checked(@Nullable FlowCosts costs, int n) {
        if (costs == null) {
            throw failure.apply("costs gave nothing");
        }
        check("of blocks", costs.blocks(), n, shape.blocks());
        int segments = shape.segments().size();
        check("of segments", costs.segments(), n, segments);
        Optional<FloatPoints> answers = costs.logProbabilities();
        if (answers.map(FloatPoints::dimension).orElse(0) != shape.classes()) {
            throw failure.apply("costs gave answers of " + answers.map(FloatPoints::dimension).orElse(0) + " classes, "
                    + shape.classes() + " is right");
        }
        answers.ifPresent(points -> watch.see("costs", points));
        return costs;
    }

    private void check(String what, DoublePoints costs, int size, int dimension) {
        if (costs.size() != size || costs.dimension() != dimension) {
            throw failure.apply("costs " + what + " are [" + costs.size() + ", " + costs.dimension() + "], [" + size + ", "
                    + dimension + "] is right");
        }
        double[] array = costs.array();
        for (int i = 0; i < size * dimension; i++) {
            if (array[costs.offset() + i] < 0) {
                throw failure.apply("costs " + what + " are below 0: " + array[costs.offset() + i]);
            }
        }
    }
}
