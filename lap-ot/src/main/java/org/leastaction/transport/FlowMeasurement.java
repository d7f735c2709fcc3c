package org.leastaction.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.ot.cost.DisplacementCost;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.MeasuredCosts.CostCollector;

/**
 * Runs inputs through a flow once and measures the flow.
 *
 * @param batch maximum number of points that go through the model together, at least 1; affects speed and memory, not
 *              results
 * @param cost  the cost h(v) of a residue, for example ‖v‖₂²
 */
public record FlowMeasurement(int batch, DisplacementCost cost) {

    /** @throws IllegalArgumentException if the batch is empty */
    public FlowMeasurement {
        Objects.requireNonNull(cost, "cost");
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least 1 point, not " + batch);
        }
    }

    /** Batches of 256, squared Euclidean cost. */
    public static FlowMeasurement defaults() {
        return new FlowMeasurement(256, GroundCost.squaredEuclidean());
    }

    public FlowMeasurement withBatch(int newBatch) {
        return new FlowMeasurement(newBatch, cost);
    }

    public FlowMeasurement withCost(DisplacementCost newCost) {
        return new FlowMeasurement(batch, newCost);
    }

    /**
     * Measures a model on inputs.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @throws IllegalArgumentException if there are no inputs, or they have the wrong dimension
     */
    public MeasuredFlow measure(FlowModel model, FloatPoints inputs) {
        return measure(model, inputs, BatchObserver.NONE);
    }

    /**
     * Measures a model on inputs with an observer, for example a {@link StateRecorder}. O(n·d·K) time in addition to
     * the model's own; O(n·d) memory per segment.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @throws IllegalArgumentException if there are no inputs, or they have the wrong dimension
     */
    public MeasuredFlow measure(FlowModel model, FloatPoints inputs, BatchObserver observer) {
        int n = inputs.size();
        if (n == 0) {
            throw new IllegalArgumentException("there are no inputs: measuring a flow needs at least one");
        }
        FlowCollector collector = new FlowCollector(model.shape(), n, cost);
        Optional<FloatPoints> answers = model.pass(inputs, batch, (firstRow, step) -> {
            collector.collect(firstRow, step);
            observer.observe(firstRow, step);
        });
        return collector.result(answers);
    }

    /**
     * Measures the costs of a pass without keeping the particles. Squared Euclidean costs are computed by the model if
     * it has the role {@link BlockCosts}: this is faster, and each agrees with that of {@link #measure} to a relative
     * error of about 1e-5. Other costs, other models, and costs outside the range of single precision are measured from
     * the states.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @throws IllegalArgumentException if there are no inputs, or they have the wrong dimension
     */
    public MeasuredCosts costs(FlowModel model, FloatPoints inputs) {
        Optional<FlowCosts> told = told(model, inputs).filter(FlowCosts::isFinite);
        return told.isPresent()
                ? MeasuredCosts.of(model.shape(), told.get())
                : measure(model, inputs).costs();
    }

    private Optional<FlowCosts> told(FlowModel model, FloatPoints inputs) {
        return inputs.size() == 0 || cost != GroundCost.squaredEuclidean()
                ? Optional.empty()
                : model.role(BlockCosts.class).map(role -> role.costs(inputs, batch));
    }

    /** Collects the data of one measurement, batch by batch. */
    private static final class FlowCollector {

        private final FlowShape shape;
        private final int samples;
        private final CostCollector costs;
        private final List<float[]> starts = new ArrayList<>();
        private final List<float[]> ends = new ArrayList<>();
        private final int[] firstBlock;
        private final int[] lastBlock;

        FlowCollector(FlowShape shape, int samples, DisplacementCost cost) {
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
}
