package org.leastaction.tf.graph;

import java.util.List;

/**
 * A named array of a network.
 *
 * @param name   unique in the network, e.g. "block3/second/kernel"
 * @param shape  of one instance
 * @param start  how it is initialised
 * @param inputs fan-in of its layer, at least 1
 * @param change how it changes during training
 */
public record Parameter(String name, List<Integer> shape, Start start, int inputs, Change change) {

    /** Initial values. */
    public enum Start {
        /** Drawn by the run's initialisation. */
        WEIGHT,
        /** Drawn if the run's initialisation draws biases, otherwise zeros. */
        BIAS,
        /** Uniform in ±1 / √inputs, whatever the run's initialisation. */
        UNIFORM,
        /** Zeros. */
        ZERO,
        /** Ones. */
        ONE,
        /** Ones on the diagonal of a matrix, zeros elsewhere. */
        DIAGONAL
    }

    /** How a parameter changes after initialisation. */
    public enum Change {
        /** By the optimiser. */
        GRADIENT,
        /** As a running statistic of batch normalisation. */
        STATISTIC,
        /** Not at all. */
        NEVER
    }

    /** @throws ArithmeticException if it has more elements than an array can have */
    public Parameter {
        shape = List.copyOf(shape);
        product(shape);
    }

    /** A parameter of shape [.., outputs], each output of its layer a sum over all other dimensions. */
    public Parameter(String name, List<Integer> shape, Start start, Change change) {
        this(name, shape, start, product(shape.subList(0, shape.size() - 1)), change);
    }

    /** The same parameter with a prefix to its name. */
    Parameter within(String prefix) {
        return new Parameter(prefix + name, shape, start, inputs, change);
    }

    /** Number of elements of one instance. */
    public int size() {
        return product(shape);
    }

    private static int product(List<Integer> sizes) {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }
}
