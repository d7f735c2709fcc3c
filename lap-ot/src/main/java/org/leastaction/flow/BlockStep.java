package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * The action of one residual block on one batch: {@code output = shortcut + residue}.
 *
 * <p>The arrays belong to the model and may be reused after the observer returns: copy any data that is kept. A model
 * may compute the points when they are requested; {@link #of} makes a step of points that are there.
 */
public interface BlockStep {

    /** Index of the segment, from 0. */
    int segment();

    /** Index of the block over all segments, from 0. */
    int block();

    /** shortcut(x<sub>k</sub>), [n, d]; x<sub>k</sub> itself if the shortcut is the identity. */
    FloatPoints shortcut();

    /** v<sub>k</sub>(x<sub>k</sub>), [n, d]: what the block adds. */
    FloatPoints residue();

    /** x<sub>k+1</sub>, [n, d]. */
    FloatPoints output();

    /** Number of points n, without computing them. */
    int size();

    /** Dimension d of the points, without computing them. */
    int dimension();

    /**
     * A step of given points.
     *
     * @param segment  index of the segment, from 0
     * @param block    index of the block over all segments, from 0
     * @param shortcut [n, d]
     * @param residue  [n, d]
     * @param output   [n, d]
     */
    static BlockStep of(int segment, int block, FloatPoints shortcut, FloatPoints residue, FloatPoints output) {
        return new Given(segment, block, shortcut, residue, output);
    }

    /** A step of points that are there. */
    record Given(int segment, int block, FloatPoints shortcut, FloatPoints residue, FloatPoints output)
            implements BlockStep {

        @Override
        public int size() {
            return output.size();
        }

        @Override
        public int dimension() {
            return output.dimension();
        }
    }
}
