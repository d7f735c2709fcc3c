package org.leastaction.ot.entropic;

import java.util.stream.IntStream;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Restores points of weight 0 after a solution without them: the plan gives them no mass, and their potentials are
 * determined by those of the other points, f(x) = −ε ln Σⱼ bⱼ e^((gⱼ − c(x, yⱼ))/ε).
 */
final class Weightless {

    private Weightless() {
    }

    /**
     * The result of a whole problem.
     *
     * @param result the result for its points with weight above 0
     */
    static EntropicResult restored(TransportProblem whole, EntropicResult result, Parallelism parallelism) {
        TransportProblem part = result.problem();
        if (part.x().size() == whole.x().size() && part.y().size() == whole.y().size()) {
            return result;
        }
        double[] f = SinkhornSolver.sources(result.potentials());
        double[] g = SinkhornSolver.targets(result.potentials());
        double epsilon = result.epsilon();
        GroundCost cost = whole.cost();
        double[] allF = all(whole.x(), whole.a(), f, missing -> CoarseStart.extended(
                new GibbsKernel(part.y(), part.b(), missing, cost, parallelism), g, epsilon));
        double[] allG = all(whole.y(), whole.b(), g, missing -> CoarseStart.extended(
                new GibbsKernel(part.x(), part.a(), missing, cost, parallelism), f, epsilon));
        return new EntropicResult(whole, epsilon, DualPotentials.of(allF, allG), result.convergence(),
                result.transportCost(), result.primal(), result.dual());
    }

    /** Extends potentials to further points. */
    private interface Extension {
        double[] of(DoublePoints points);
    }

    private static double[] all(DoublePoints points, Weights weights, double[] known, Extension extension) {
        double[] all = new double[points.size()];
        int[] weighing = weights.weighing();
        boolean[] has = new boolean[all.length];
        for (int k = 0; k < weighing.length; k++) {
            all[weighing[k]] = known[k];
            has[weighing[k]] = true;
        }
        int[] missing = IntStream.range(0, all.length).filter(i -> !has[i]).toArray();
        if (missing.length > 0) {
            double[] extended = extension.of(points.select(missing));
            for (int k = 0; k < missing.length; k++) {
                all[missing[k]] = extended[k];
            }
        }
        return all;
    }
}
