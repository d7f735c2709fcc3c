package org.leastaction.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.FloatPoints;

/** Collects the data of one measurement, batch by batch. */
final class FlowCollector {

    private final FlowShape shape;
    private final int samples;
    private final CostCollector costs;
    private final List<float[]> starts = new ArrayList<>();
    private final List<float[]> ends = new ArrayList<>();
    private final int[] firstBlock;
    private final int[] lastBlock;

    FlowCollector(FlowShape shape, int samples, GroundCost cost) {
        this.shape = shape;
        this.samples = samples;
        this.costs = new CostCollector(shape, samples, cost);
        int segments = shape.segments().size();
        this.firstBlock = new int[segments];
        this.lastBlock = new int[segments];
        int block = 0;
        for (int s = 0; s < segments; s++) {
            Segment segment = shape.segments().get(s);
            starts.add(new float[Math.multiplyExact(samples, segment.dimension())]);
            ends.add(new float[Math.multiplyExact(samples, segment.dimension())]);
            firstBlock[s] = block;
            block += segment.blocks();
            lastBlock[s] = block - 1;
        }
    }

    void collect(int firstRow, BlockStep step) {
        costs.collect(firstRow, step);
        int segment = step.segment();
        if (step.block() == firstBlock[segment]) {
            copy(step.shortcut(), starts.get(segment), firstRow);
        }
        if (step.block() == lastBlock[segment]) {
            copy(step.output(), ends.get(segment), firstRow);
        }
    }

    MeasuredFlow result(Optional<FloatPoints> answers) {
        List<SegmentFlow> segments = new ArrayList<>();
        for (int s = 0; s < shape.segments().size(); s++) {
            Segment segment = shape.segments().get(s);
            segments.add(new SegmentFlow(segment,
                    FloatPoints.wrap(starts.get(s), samples, segment.dimension()),
                    FloatPoints.wrap(ends.get(s), samples, segment.dimension())));
        }
        return new MeasuredFlow(shape, costs.result(), segments, answers);
    }

    private static void copy(FloatPoints batch, float[] all, int firstRow) {
        int d = batch.dimension();
        System.arraycopy(batch.array(), batch.offset(), all, firstRow * d, batch.size() * d);
    }
}
