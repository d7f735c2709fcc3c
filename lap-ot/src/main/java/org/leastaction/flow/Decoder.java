package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/** Role 'decode': turns a particle back into something that looks like an input. */
public interface Decoder {

    /**
     * @param particles any block's states, [n, encodedDimension]
     * @return [n, inputDimension], in the units of the inputs
     */
    FloatPoints decode(FloatPoints particles);
}
