package org.leastaction.onnx.flow;

import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.points.FloatPoints;

/** Reports the steps of blocks to observers, from the states of a run. */
final class StepReporter {

    private final Cut cut;
    private final int[] segments;

    StepReporter(Cut cut) {
        this.cut = cut;
        this.segments = new int[cut.blocks().size()];
        for (int k = 1; k < segments.length; k++) {
            segments[k] = segments[k - 1] + (cut.blocks().get(k).shortcut() == Shortcut.IDENTITY ? 0 : 1);
        }
    }

    /**
     * Reports some blocks.
     *
     * @param from   the first of them
     * @param to     the one after the last of them
     * @param states of a run through them
     */
    void report(int from, int to, States states, BlockObserver observer) {
        for (int k = from; k < to && observer != BlockObserver.NONE; k++) {
            ResidualBlock block = cut.blocks().get(k);
            observer.observe(new Step(segments[k], k, cut.dimension(block.output()), block, states));
        }
    }

    /** A step whose points are read from the states when they are requested. */
    private record Step(int segment, int block, int dimension, ResidualBlock tensors, States states)
            implements BlockStep {

        @Override
        public int size() {
            return states.size();
        }

        @Override
        public FloatPoints shortcut() {
            return states.of(tensors.shortcutTensor());
        }

        @Override
        public FloatPoints residue() {
            return states.residue(tensors);
        }

        @Override
        public FloatPoints output() {
            return states.of(tensors.output());
        }
    }
}
