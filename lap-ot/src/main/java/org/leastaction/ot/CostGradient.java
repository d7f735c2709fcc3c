package org.leastaction.ot;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.DoublePoints;

/**
 * The gradient of the optimal value with respect to the points and the weights of both sides, by the envelope theorem:
 * plan and potentials are held fixed, since they are optimal.
 *
 * <p><b>Points.</b> ∂/∂xᵢ = Σⱼ Pᵢⱼ ∇ₓc(xᵢ, yⱼ). It exists where the optimal plan is unique and the cost differentiable.
 * If several plans are optimal, the value is the least of several smooth functions, and this is the gradient of one of
 * them: the value does not exceed this one's linear approximation, up to second order.
 *
 * <p><b>Weights.</b> ∂/∂aᵢ = fᵢ − Σₖ aₖ fₖ: the change of the value if the weight of point i grows and all weights are
 * then divided by their new sum, as {@link Weights#of} does. It exists where the potentials are unique up to a constant,
 * which they rarely are for uniform weights and as many targets as sources. Otherwise it is a subgradient: the value is
 * convex in the weights, on both sides together, and nowhere below this linear approximation.
 *
 * @param x [n, d]
 * @param y [m, d]
 * @param a n numbers; the array belongs to the caller, who may modify it
 * @param b m numbers, likewise
 */
public record CostGradient(DoublePoints x, DoublePoints y, double[] a, double[] b) {

    /**
     * The gradient of an exact cost; O(entries·d).
     *
     * @param f the potential of each source, also of those with weight 0
     * @param g the potential of each target
     * @throws UnsupportedOperationException if the gradient of the ground cost is not known
     */
    static CostGradient of(TransportProblem problem, TransportPlan plan, double[] f, double[] g) {
        int d = problem.x().dimension();
        double[] ofX = new double[problem.x().size() * d];
        double[] ofY = new double[problem.y().size() * d];
        GroundCost cost = problem.cost();
        GroundCost back = cost.transposed();
        for (int e = 0; e < plan.entries(); e++) {
            int i = plan.source(e);
            int j = plan.target(e);
            cost.addGradient(problem.x(), i, problem.y(), j, plan.mass(e), ofX, i * d);
            back.addGradient(problem.y(), j, problem.x(), i, plan.mass(e), ofY, j * d);
        }
        return new CostGradient(DoublePoints.wrap(ofX, problem.x().size(), d),
                DoublePoints.wrap(ofY, problem.y().size(), d), centred(problem.a(), k -> f[k]),
                centred(problem.b(), k -> g[k]));
    }

    /** Potentials less their weighted mean. */
    public static double[] centred(Weights weights, IntToDoubleFunction potential) {
        double mean = weights.mean(potential)[0];
        double[] centred = new double[weights.size()];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = potential.applyAsDouble(i) - mean;
        }
        return centred;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "CostGradient: ‖∂x‖ = %.6g, ‖∂y‖ = %.6g, ‖∂a‖ = %.6g, ‖∂b‖ = %.6g",
                norm(x.toArray()), norm(y.toArray()), norm(a), norm(b));
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
