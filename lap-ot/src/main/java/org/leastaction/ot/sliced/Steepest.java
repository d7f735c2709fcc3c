package org.leastaction.ot.sliced;

import java.util.Optional;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * A local maximum of W₂² of the projections over directions θ. Found by ascent along Σ Pᵢⱼ ⟨xᵢ − yⱼ, θ⟩ (xᵢ − yⱼ), half
 * of the gradient, with P optimal between the projections onto θ. A step without gain is halved.
 *
 * @param direction θ, of length 1
 * @param squared   W₂² of the projections onto θ
 */
record Steepest(double[] direction, double squared) {

    private static final int STEPS = 100;
    private static final double SHORTEST = 1e-6;
    private static final double GAIN = 1e-12;

    static Steepest from(TransportProblem problem, WholeMasses masses, double[] start, Parallelism execution) {
        Steepest best = new Steepest(start, new Slice(problem, masses, start).squared());
        double length = 1;
        double[] gradient = null;
        for (int step = 0; step < STEPS && length > SHORTEST; step++) {
            execution.check();
            if (gradient == null) {
                gradient = gradient(problem, masses, best.direction);
            }
            double[] next = moved(best.direction, gradient, length);
            double squared = new Slice(problem, masses, next).squared();
            if (squared > best.squared * (1 + GAIN)) {
                best = new Steepest(next, squared);
                gradient = null;
                length = 2 * length;
            } else {
                length /= 2;
            }
        }
        return best;
    }

    /** The direction from the mean of the sources to that of the targets; empty if the means coincide. */
    static Optional<double[]> betweenMeans(TransportProblem problem) {
        double[] difference = new double[problem.x().dimension()];
        add(problem.y(), problem.b(), 1, difference);
        add(problem.x(), problem.a(), -1, difference);
        double norm = Slice.norm(difference);
        if (!(norm > 0) || Double.isInfinite(norm)) {
            return Optional.empty();
        }
        for (int k = 0; k < difference.length; k++) {
            difference[k] /= norm;
        }
        return Optional.of(difference);
    }

    private static void add(DoublePoints points, Weights weights, double sign, double[] sum) {
        for (int i = 0; i < points.size(); i++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += sign * weights.get(i) * points.get(i, k);
            }
        }
    }

    private static double[] gradient(TransportProblem problem, WholeMasses masses, double[] direction) {
        TransportPlan plan = new Slice(problem, masses, direction).plan();
        double[] gradient = new double[direction.length];
        double[] difference = new double[direction.length];
        for (int e = 0; e < plan.entries(); e++) {
            double along = 0;
            for (int k = 0; k < direction.length; k++) {
                difference[k] = problem.x().get(plan.source(e), k) - problem.y().get(plan.target(e), k);
                along += difference[k] * direction[k];
            }
            for (int k = 0; k < direction.length; k++) {
                gradient[k] += plan.mass(e) * along * difference[k];
            }
        }
        return gradient;
    }

    /** A step along the gradient by a share of the gradient's length, projected back onto the sphere. */
    private static double[] moved(double[] direction, double[] gradient, double length) {
        double norm = Slice.norm(gradient);
        double[] next = direction.clone();
        if (norm == 0) {
            return next;
        }
        for (int k = 0; k < next.length; k++) {
            next[k] += length * gradient[k] / norm;
        }
        double whole = Slice.norm(next);
        for (int k = 0; k < next.length; k++) {
            next[k] /= whole;
        }
        return next;
    }
}
