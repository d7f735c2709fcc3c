package org.leastaction.bench.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.FloatPoints;

/** Keeps some particles before and after every block, whatever its dimension: 4·m·Σd bytes. */
final class SubsetStates implements BatchObserver {

    private final int[] rows;
    private final List<float[]> states = new ArrayList<>();
    private final int[] dimensions;

    /** @param rows rows of the inputs, ascending */
    SubsetStates(FlowShape shape, int[] rows) {
        this.rows = rows.clone();
        this.dimensions = new int[shape.blocks() + 1];
        for (int k = 0; k <= shape.blocks(); k++) {
            dimensions[k] = k == 0 ? shape.encodedDimension() : shape.leavingDimension(k - 1);
            states.add(new float[Math.multiplyExact(rows.length, dimensions[k])]);
        }
    }

    @Override
    public void observe(int firstRow, BlockStep step) {
        copy(step.output(), step.block() + 1, firstRow);
    }

    /** The rows of the particles. */
    int[] rows() {
        return rows.clone();
    }

    /** The kept particles as they enter block k, or leave the last, [m, d]. */
    FloatPoints state(int k) {
        return FloatPoints.wrap(states.get(k), rows.length, dimensions[k]);
    }

    /** Stores the input of the first block, [m, d]: its shortcut need not be the identity. */
    void start(FloatPoints encoded) {
        System.arraycopy(encoded.toArray(), 0, states.get(0), 0, states.get(0).length);
    }

    private void copy(FloatPoints batch, int state, int firstRow) {
        int d = dimensions[state];
        int at = Arrays.binarySearch(rows, firstRow);
        for (int i = at >= 0 ? at : -at - 1; i < rows.length && rows[i] < firstRow + batch.size(); i++) {
            System.arraycopy(batch.array(), batch.offset() + (rows[i] - firstRow) * d, states.get(state), i * d, d);
        }
    }
}
