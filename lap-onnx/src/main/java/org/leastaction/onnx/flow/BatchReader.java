package org.leastaction.onnx.flow;

import org.leastaction.points.FloatPoints;

/** Runs one batch through a subgraph and reads its results. Memory is allocated once and reused by every batch. */
interface BatchReader {

    /** @param points [n, input dimension], in the network's own order; n at most the size of a batch */
    void run(FloatPoints points);

    /** The tensor that a network with classes is read at, [n, d]; valid until the next run. */
    FloatPoints scores();
}
