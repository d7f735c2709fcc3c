package org.leastaction.ot.sliced;

import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A direction on which W₂² of the shadows is greatest nearby: ascent along Σ Pᵢⱼ ⟨xᵢ − yⱼ, θ⟩ (xᵢ − yⱼ), half of the
 * gradient, with P optimal between the shadows on θ. A step that gains nothing is halved.
 *
 * @param direction θ, of length 1
 * @param squared   W₂² of the shadows on θ
 */
record Steepest(double[] direction, double squared) {

    private static final int STEPS = 100;
    private static final double SHORTEST = 1e-6;
    private static final double GAIN = 1e-12;

    static Steepest from(TransportProblem problem, double[] start, Parallelism execution) {
        Steepest best = new Steepest(start, new Slice(problem, start).squared());
        double length = 1;
        double[] gradient = null;
        for (int step = 0; step < STEPS && length > SHORTEST; step++) {
            execution.check();
            if (gradient == null) {
                gradient = gradient(problem, best.direction);
            }
            double[] next = moved(best.direction, gradient, length);
            double squared = new Slice(problem, next).squared();
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

    private static double[] gradient(TransportProblem problem, double[] direction) {
        TransportPlan plan = new Slice(problem, direction).plan();
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

    /** Along the gradient by a share of its own length, back on the sphere. */
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
