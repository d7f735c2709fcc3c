package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/** Role 'decode': maps particles back to the space of inputs. */
public interface Decoder {

    /**
     * @param particles any block's states, [n, encodedDimension]
     * @return [n, inputDimension], in the units of the inputs
     */
    FloatPoints decode(FloatPoints particles);
}
