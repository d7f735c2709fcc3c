package org.leastaction.flow.backend;

import java.util.List;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.points.FloatPoints;

/** A flow of one block that does nothing, to be broken. */
class StandingFlow implements FlowModel {

    @Override
    public FlowShape shape() {
        return new FlowShape(List.of(2), List.of(2), List.of(new Segment(List.of(2), 1)), 2);
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        return inputs;
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        FloatPoints none = FloatPoints.wrap(new float[2 * encoded.size()], encoded.size(), 2);
        observer.observe(BlockStep.of(0, 0, encoded, none, encoded));
        return encoded;
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        return transported;
    }

    @Override
    public void close() {}
}
