package org.leastaction.onnx.flow;

import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.points.FloatPoints;

/** The states of a run. */
interface States {

    /** Number of points n. */
    int size();

    /** The points of a tensor, [n, d]: a state, or a shortcut that is not the identity. */
    FloatPoints of(String tensor);

    /** The residue of a block, [n, d]; valid until the next residue is requested. */
    FloatPoints residue(ResidualBlock block);

    /** @param target an array of at least n·d numbers. Modified. */
    static void subtract(FloatPoints minuend, FloatPoints subtrahend, float[] target) {
        float[] a = minuend.array();
        float[] b = subtrahend.array();
        int fromA = minuend.offset();
        int fromB = subtrahend.offset();
        int length = minuend.size() * minuend.dimension();
        for (int i = 0; i < length; i++) {
            target[i] = a[fromA + i] - b[fromB + i];
        }
    }

    /** Reports the steps of blocks to observers, from the states of a run. */
    static final class StepReporter {

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
}
