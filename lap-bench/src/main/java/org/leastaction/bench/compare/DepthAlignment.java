package org.leastaction.bench.compare;

import java.util.stream.IntStream;

/**
 * The blocks of two networks by their relative depth: the depth from 0, before the first block, to 1, after the last, is
 * divided into as many equal parts as the network of fewer blocks has blocks.
 *
 * @param first  number of blocks of the first network
 * @param second number of blocks of the second
 */
record DepthAlignment(int first, int second) {

    /** Number of parts. */
    int parts() {
        return Math.min(first, second);
    }

    /** The depth at the end of a part. */
    double end(int part) {
        return (part + 1.0) / parts();
    }

    /** The state of a network of K blocks that is nearest to the start of a part; that after all blocks for the last + 1. */
    int state(int blocks, int part) {
        return (int) Math.round((double) part * blocks / parts());
    }

    /**
     * The share of every block of a network of K blocks that lies in a part, each in [0, 1]; over all parts they sum to
     * 1 for every block.
     */
    double[] shares(int blocks, int part) {
        double from = (double) part * blocks / parts();
        double to = (part + 1.0) * blocks / parts();
        return IntStream.range(0, blocks)
                .mapToDouble(block -> Math.max(0, Math.min(to, block + 1) - Math.max(from, block))).toArray();
    }
}
