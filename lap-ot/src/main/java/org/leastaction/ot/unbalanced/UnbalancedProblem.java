package org.leastaction.ot.unbalanced;

import java.util.Objects;
import org.leastaction.ot.Weights;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.Points;

/**
 * Two sets of points with masses whose sums may differ, and a cost per unit of mass moved. Immutable.
 */
public final class UnbalancedProblem {

    private final TransportProblem shares;
    private final double[] a;
    private final double[] b;
    private final double totalA;
    private final double totalB;

    private UnbalancedProblem(TransportProblem shares, double[] a, double[] b) {
        this.shares = shares;
        this.a = a;
        this.b = b;
        this.totalA = sum(a);
        this.totalB = sum(b);
    }

    /**
     * The problem of these points.
     *
     * @param x sources, [n, d]
     * @param y targets, [m, d]
     * @param a n masses, at least 0 and not all 0; copied
     * @param b m masses; copied
     * @throws IllegalArgumentException for masses out of range or points that are not comparable
     */
    public static UnbalancedProblem of(Points x, Points y, double[] a, double[] b, GroundCost cost) {
        Objects.requireNonNull(cost, "cost");
        return new UnbalancedProblem(
                TransportProblem.of(x, y, cost).withWeights(Weights.of(a), Weights.of(b)), a.clone(), b.clone());
    }

    /** The points and the cost, with the masses as shares of the sum of their side. */
    public TransportProblem shares() {
        return shares;
    }

    /** The mass of source i. */
    public double a(int i) {
        return a[i];
    }

    /** The mass of target j. */
    public double b(int j) {
        return b[j];
    }

    /** Σ aᵢ. */
    public double totalA() {
        return totalA;
    }

    /** Σ bⱼ. */
    public double totalB() {
        return totalB;
    }

    /** The problem from x to itself. */
    public UnbalancedProblem withinX() {
        return of(shares.x(), shares.x(), a, a, shares.cost());
    }

    /** The problem from y to itself. */
    public UnbalancedProblem withinY() {
        return of(shares.y(), shares.y(), b, b, shares.cost());
    }

    /** c(xᵢ, yⱼ). */
    double cost(int i, int j) {
        return shares.cost().between(shares.x(), i, shares.y(), j);
    }

    private static double sum(double[] masses) {
        CompensatedSum sum = new CompensatedSum();
        for (double mass : masses) {
            sum.add(mass);
        }
        return sum.value();
    }

    @Override
    public String toString() {
        return shares + ", masses " + totalA + " and " + totalB;
    }
}
