package org.leastaction.ot.cost;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.points.DoublePoints;

/**
 * A cost given by a function of pairs of points; its gradient is known only if it is given too. Nothing else is assumed
 * of it, so all pairs are evaluated: O(n·m) calls per pricing, and no method of the line or of the plane is used.
 */
public final class FunctionCost implements GroundCost {

    /** A cost of two points as arrays of d coordinates, which must not be modified. */
    @FunctionalInterface
    public interface OfPoints {
        double cost(double[] x, double[] y);
    }

    /** A cost of point i of one set and point j of another, which may depend on the coordinates only. */
    @FunctionalInterface
    public interface OfRows {
        double cost(DoublePoints x, int i, DoublePoints y, int j);
    }

    /** The gradient of a cost with respect to its first point: d numbers. */
    @FunctionalInterface
    public interface Gradient {
        double[] at(double[] x, double[] y);
    }

    private final String formula;
    private final OfRows function;
    private final Optional<Gradient> byFirst;
    private final Optional<Gradient> bySecond;
    private final boolean isReversed;
    private final boolean isOfIndices;

    private FunctionCost(String formula, OfRows function, Optional<Gradient> byFirst, Optional<Gradient> bySecond,
            boolean isReversed, boolean isOfIndices) {
        this.formula = Objects.requireNonNull(formula, "formula");
        this.function = Objects.requireNonNull(function, "function");
        this.byFirst = byFirst;
        this.bySecond = bySecond;
        this.isReversed = isReversed;
        this.isOfIndices = isOfIndices;
    }

    FunctionCost(String formula, OfPoints function) {
        this(formula, (x, i, y, j) -> function.cost(point(x, i), point(y, j)), Optional.empty(), Optional.empty(),
                false, false);
        Objects.requireNonNull(function, "function");
    }

    /** A cost by indices, which are the only coordinate of the points. */
    public static FunctionCost ofRows(String formula, OfRows function) {
        return new FunctionCost(formula, function, Optional.empty(), Optional.empty(), false, true);
    }

    /**
     * The same cost with its gradients.
     *
     * @param byX of c(x, y) with respect to x
     * @param byY of c(x, y) with respect to y
     */
    public FunctionCost withGradients(Gradient byX, Gradient byY) {
        return new FunctionCost(formula, function, Optional.of(byX), Optional.of(byY), isReversed, isOfIndices);
    }

    /** Whether the points are mere indices, as of a matrix. */
    public boolean isOfIndices() {
        return isOfIndices;
    }

    @Override
    public double power() {
        return 1;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public double between(DoublePoints x, int i, DoublePoints y, int j) {
        return isReversed ? function.cost(y, j, x, i) : function.cost(x, i, y, j);
    }

    @Override
    public GroundCost transposed() {
        return new FunctionCost(formula, function, byFirst, bySecond, !isReversed, isOfIndices);
    }

    @Override
    public void addGradient(DoublePoints x, int i, DoublePoints y, int j, double factor, double[] sum, int at) {
        double[] source = point(x, i);
        double[] target = point(y, j);
        double[] gradient = isReversed
                ? bySecond.orElseThrow(this::noGradient).at(target, source)
                : byFirst.orElseThrow(this::noGradient).at(source, target);
        if (gradient.length != source.length) {
            throw new IllegalArgumentException("the gradient of " + formula + " has " + gradient.length
                    + " numbers, the points have " + source.length + " coordinates");
        }
        for (int k = 0; k < gradient.length; k++) {
            sum[at + k] += factor * gradient[k];
        }
    }

    private UnsupportedOperationException noGradient() {
        return new UnsupportedOperationException(
                "the gradient of the cost " + formula + " is not known: give it with withGradients");
    }

    @Override
    public PairKernel pairs(DoublePoints x, DoublePoints y) {
        PairKernel.requireSameDimension(x, y);
        return PairKernel.of(x.size(), y.size(), (i, j) -> between(x, i, y, j));
    }

    private static double[] point(DoublePoints points, int i) {
        int from = points.offset() + i * points.dimension();
        return Arrays.copyOfRange(points.array(), from, from + points.dimension());
    }

    @Override
    public String toString() {
        return formula;
    }
}
