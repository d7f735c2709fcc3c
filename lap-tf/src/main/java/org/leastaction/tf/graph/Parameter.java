package org.leastaction.tf.graph;

import java.util.List;

/**
 * A named array of a network.
 *
 * @param name   unique in the network, e.g. "block3/second/kernel"
 * @param shape  of one instance
 * @param start  how it is initialised
 * @param change what changes it during training
 */
public record Parameter(String name, List<Integer> shape, Start start, Change change) {

    /** Initial values. */
    public enum Start {
        /** Drawn by the run's initialisation. */
        WEIGHT,
        /** Zeros. */
        ZERO,
        /** Ones. */
        ONE,
        /** Ones on the diagonal of a matrix, zeros elsewhere. */
        DIAGONAL
    }

    /** Who writes a parameter after its start. */
    public enum Change {
        /** The optimiser. */
        GRADIENT,
        /** Batch normalisation's running statistics. */
        STATISTIC,
        /** Nobody. */
        NEVER
    }

    public Parameter {
        shape = List.copyOf(shape);
    }

    /** Number of elements of one instance. */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
