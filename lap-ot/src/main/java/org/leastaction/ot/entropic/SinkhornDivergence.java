package org.leastaction.ot.entropic;

import java.util.Arrays;
import java.util.Objects;
import org.leastaction.ot.CostGradient;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * The debiased divergence and the results of its three problems. Immutable.
 *
 * @param between from x to y
 * @param withinX from x to itself
 * @param withinY from y to itself
 */
public record SinkhornDivergence(EntropicResult between, EntropicResult withinX, EntropicResult withinY) {

    public SinkhornDivergence {
        Objects.requireNonNull(between, "between");
        Objects.requireNonNull(withinX, "withinX");
        Objects.requireNonNull(withinY, "withinY");
    }

    /**
     * S = OT_ε(a, b) − ½ OT_ε(a, a) − ½ OT_ε(b, b), each from its dual value, whose error is of second order in the
     * marginal error. Negative by no more than that.
     */
    public double value() {
        return between.dual() - (withinX.dual() + withinY.dual()) / 2;
    }

    /** Whether all three converged: the worst of them. */
    public Convergence convergence() {
        for (EntropicResult result : new EntropicResult[] {between, withinX, withinY}) {
            if (result.convergence() instanceof Convergence.Stopped stopped) {
                return stopped;
            }
        }
        return between.convergence();
    }

    /**
     * The gradient of the {@link #value}: ∇OT_ε(a, b) less the gradients within each set, of which one side's share
     * remains after the factor ½. O((n + m)²·d).
     *
     * @throws UnsupportedOperationException if the gradient of the ground cost is not known
     */
    public CostGradient gradient(Parallelism parallelism) {
        CostGradient all = between.gradient(parallelism);
        CostGradient ofX = withinX.gradient(parallelism);
        CostGradient ofY = withinY.gradient(parallelism);
        return new CostGradient(less(all.x(), ofX.x()), less(all.y(), ofY.x()), less(all.a(), ofX.a()),
                less(all.b(), ofY.a()));
    }

    private static DoublePoints less(DoublePoints all, DoublePoints own) {
        return DoublePoints.wrap(less(all.toArray(), own.toArray()), all.size(), all.dimension());
    }

    private static double[] less(double[] all, double[] own) {
        double[] difference = new double[all.length];
        Arrays.setAll(difference, k -> all[k] - own[k]);
        return difference;
    }
}
