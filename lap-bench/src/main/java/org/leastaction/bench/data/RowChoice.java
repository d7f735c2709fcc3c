package org.leastaction.bench.data;

import java.io.IOException;

/** Chooses rows of n. */
@FunctionalInterface
interface RowChoice {

    /**
     * The chosen rows, each in [0, n), in the order in which they are wanted.
     *
     * @throws IOException if there are too few
     */
    int[] of(int n) throws IOException;
}
