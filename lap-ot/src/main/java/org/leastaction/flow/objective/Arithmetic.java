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

    /**
     * The samples of {@code to} in another order: row i is the sample that the optimal assignment, of least Σ ‖from_i −
     * to_σ(i)‖², gives to row i of {@code from}. The order counts as constant. By the envelope theorem, the mean of
     * (from − assigned)² over samples, summed over elements, is then W₂² of the batch with its gradient.
     *
     * @return elements
     * @throws IllegalArgumentException also if an operand depends on the result of this operation
     */
    T assigned(T from, T to);

    /** The numbers of each element in descending order over the samples; a gradient goes back to where it came from. */
    T sorted(T elements);

    /**
     * The projections of several values of equal d on directions that are uniform on the unit sphere. All values share
     * the directions; another call and every batch have others.
     *
     * @param directions L, at least 1
     * @return for each value its elements, [n, L]
     */
    List<T> projected(List<T> elements, int directions);

    /** Independent random signs, 1 or −1, for every element of every sample; another call and every batch have others. */
    T signs(T elements);

    /**
     * J·direction: the derivative of {@code to} along a direction at {@code from}, from which it was computed. Samples
     * do not mix: statistics of batch normalisation count as constants.
     *
     * @param from      elements
     * @param direction elements, of the shape of {@code from}
     * @return a value of the shape of {@code to}
     * @throws IllegalArgumentException also if {@code to} does not depend on {@code from}, or an operation between them
     *                                  cannot be differentiated
     */
    T derivative(T from, T to, T direction);

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
