package org.leastaction.flow.contract;

import java.util.Optional;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** The role 'cost' of an {@link AffineFlow}: sums the costs of a pass. */
final class AffineCosts implements BatchObserver {

    private final FlowShape shape;
    private final int size;
    private final double[] blocks;
    private final double[] segments;
    private FloatPoints start;
    private int previous = -1;

    AffineCosts(FlowShape shape, int size) {
        this.shape = shape;
        this.size = size;
        this.blocks = new double[size * shape.blocks()];
        this.segments = new double[size * shape.segments().size()];
    }

    @Override
    public void observe(int firstRow, BlockStep step) {
        if (step.segment() != previous || step.block() == 0) {
            start = Batches.copy(step.shortcut());
            previous = step.segment();
        }
        for (int i = 0; i < step.output().size(); i++) {
            int row = firstRow + i;
            blocks[row * shape.blocks() + step.block()] = squares(step.shortcut(), step.output(), i);
            segments[row * shape.segments().size() + step.segment()] = squares(start, step.output(), i);
        }
    }

    /** All observed costs, with the outputs of the pass. */
    FlowCosts with(Optional<FloatPoints> answers) {
        return new FlowCosts(DoublePoints.wrap(blocks, size, shape.blocks()),
                DoublePoints.wrap(segments, size, shape.segments().size()), answers);
    }

    private static double squares(FloatPoints from, FloatPoints to, int i) {
        double squares = 0;
        for (int j = 0; j < to.dimension(); j++) {
            double difference = to.get(i, j) - from.get(i, j);
            squares += difference * difference;
        }
        return squares;
    }
}
