package org.leastaction.flow.objective;

import java.util.List;

/**
 * The operations that an objective may use. An objective is written once with them; a trainer's implementation evaluates
 * it on its own tensors and differentiates it, {@link DoubleArithmetic} evaluates it on plain numbers.
 *
 * <p>A value has one of three extents: <em>elements</em>, one number for every element of every sample of a batch, [n, d];
 * <em>samples</em>, one number a sample, [n]; or a <em>number</em>. An operation on two values repeats the one of smaller
 * extent; two values of elements must have the same d.
 *
 * <p>A trainer may train several networks at once: every value then stands for one such array a network, and no operation
 * mixes networks.
 *
 * <p>Every operation throws {@link IllegalArgumentException} if the extents of its operands do not fit, and {@link
 * NullPointerException} if an operand is null.
 *
 * @param <T> a value
 */
public interface Arithmetic<T> {

    /** A number. */
    T constant(double value);

    /** a + b. */
    T add(T a, T b);

    /** a − b. */
    T subtract(T a, T b);

    /** a · b, elementwise. */
    T multiply(T a, T b);

    /** a / b, elementwise. */
    T divide(T a, T b);

    /** The greater of a and b, elementwise. */
    T maximum(T a, T b);

    /** |a|; its derivative at 0 is 0. */
    T abs(T a);

    /** a². */
    T square(T a);

    /** √a; its derivative at 0 is not finite, so add a small constant where a may be 0. */
    T sqrt(T a);

    /** a^exponent; a should not be negative. */
    T power(T a, double exponent);

    /** eᵃ. */
    T exp(T a);

    /** The natural logarithm of a. */
    T log(T a);

    /** tanh a. */
    T tanh(T a);

    /** max(a, 0); its derivative at 0 is 0. */
    T relu(T a);

    /** For each sample the sum over its elements: elements to samples. */
    T sumOfElements(T elements);

    /** The mean over everything that a value holds, samples and elements alike: any extent to a number. */
    T mean(T a);

    /**
     * The sum of some values of one extent.
     *
     * @throws IllegalArgumentException if there are none or their extents differ
     */
    T total(List<T> summands);

    /** The same value, taken for a constant: no gradient flows through it. */
    T detached(T a);

    /** The mean over samples and elements of |a|^exponent: any extent to a number. */
    default T meanOfPowers(T a, double exponent) {
        return mean(exponent == 2 ? square(a) : power(abs(a), exponent));
    }

    /** a + constant. */
    default T add(T a, double constant) {
        return add(a, constant(constant));
    }

    /** a · factor. */
    default T multiply(T a, double factor) {
        return multiply(a, constant(factor));
    }
}
