package org.leastaction.transport;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.FloatPoints;

/**
 * Runs inputs through a flow, once, and measures on the way.
 *
 * @param batch points that go through the model together at most, at least 1; changes speed and memory, not results
 * @param cost  what a residue costs: h(v), for example ‖v‖₂²
 */
public record FlowMeasurement(int batch, GroundCost cost) {

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

    public FlowMeasurement withCost(GroundCost newCost) {
        return new FlowMeasurement(batch, newCost);
    }

    /**
     * Measures a model on inputs.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @throws IllegalArgumentException if there are no inputs, or of the wrong dimension
     */
    public MeasuredFlow measure(FlowModel model, FloatPoints inputs) {
        return measure(model, inputs, BatchObserver.NONE);
    }

    /**
     * Measures a model on inputs while someone looks on, for example a {@link StateRecorder}. O(n·d·K) beside the
     * model's own work; O(n·d) memory per segment.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @throws IllegalArgumentException if there are no inputs, or of the wrong dimension
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
}
