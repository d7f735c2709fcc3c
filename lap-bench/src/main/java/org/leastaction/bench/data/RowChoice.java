package org.leastaction.bench.data;

import java.io.IOException;

/** A choice of some of n rows. */
@FunctionalInterface
interface RowChoice {

    /**
     * The chosen rows, each in [0, n), in the order of the result.
     *
     * @throws IOException if there are too few
     */
    int[] of(int n) throws IOException;
}
