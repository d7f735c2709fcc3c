package org.leastaction.flow.objective;

import java.util.List;

/**
 * The operations that an objective may use. An objective is written once in terms of these. A trainer's implementation
 * evaluates and differentiates it on its own tensors; {@link DoubleArithmetic} evaluates it on plain numbers.
 *
 * <p>A value has one of three extents: <em>elements</em>, one number for every element of every sample of a batch, [n,
 * d]; <em>samples</em>, one number per sample, [n]; or a <em>number</em>. An operation on two values broadcasts the one
 * of smaller extent; two values of elements must have the same d.
 *
 * <p>A trainer may train several networks at once: every value then represents one such array per network, and no
 * operation mixes networks.
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

    /** The sum over the elements of each sample: elements to samples. */
    T sumOfElements(T elements);

    /** The mean over all samples and elements of a value: any extent to a number. */
    T mean(T a);

    /**
     * The sum of values of equal extent.
     *
     * @throws IllegalArgumentException if there are none or their extents differ
     */
    T total(List<T> summands);

    /** The same value as a constant: no gradient flows through it. */
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
