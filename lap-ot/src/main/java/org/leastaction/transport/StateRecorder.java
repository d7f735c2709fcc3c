package org.leastaction.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.FloatPoints;

/**
 * Records all particles before and after every block: (K + 1)·n·d floats. Meant for flows in few dimensions, such as
 * plane flows for plots.
 */
public final class StateRecorder implements BatchObserver {

    private final List<float[]> states = new ArrayList<>();
    private final int samples;
    private final int dimension;

    /**
     * A recorder for one measurement.
     *
     * @param samples number of inputs that will be measured
     * @throws IllegalArgumentException if the flow has several segments, whose states differ in dimension
     */
    public StateRecorder(FlowShape shape, int samples) {
        if (shape.segments().size() != 1) {
            throw new IllegalArgumentException("states are recorded for flows of one segment, this one has "
                    + shape.segments().size());
        }
        this.samples = samples;
        this.dimension = shape.segments().get(0).dimension();
        for (int k = 0; k <= shape.blocks(); k++) {
            states.add(new float[Math.multiplyExact(samples, dimension)]);
        }
    }

    @Override
    public void observe(int firstRow, BlockStep step) {
        if (step.block() == 0) {
            copy(step.shortcut(), 0, firstRow);
        }
        copy(step.output(), step.block() + 1, firstRow);
    }

    /**
     * The particles after block k, [n, d]; before the first block for k = 0.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ k ≤ K
     */
    public FloatPoints state(int k) {
        return FloatPoints.wrap(states.get(Objects.checkIndex(k, states.size())), samples, dimension);
    }

    /** All K + 1 states, in order. */
    public List<FloatPoints> states() {
        List<FloatPoints> all = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            all.add(state(k));
        }
        return Collections.unmodifiableList(all);
    }

    private void copy(FloatPoints batch, int state, int firstRow) {
        System.arraycopy(batch.array(), batch.offset(), states.get(state), firstRow * dimension,
                batch.size() * dimension);
    }
}
