package org.leastaction.ot.interval;

import java.util.function.ToDoubleFunction;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedWasserstein;

/**
 * The estimators of this module as functions of a problem. They run on the calling thread only, because subsets are
 * processed in parallel.
 */
public final class Estimators {

    private Estimators() {}

    /** Exact W<sub>p</sub><sup>p</sup>; by sorting on the line. */
    public static ToDoubleFunction<TransportProblem> exact() {
        return problem -> Wasserstein.exact(problem, Parallelism.sequential()).cost();
    }

    /** The debiased divergence; ε, tolerance and iterations are the solver's. */
    public static ToDoubleFunction<TransportProblem> divergence(SinkhornSolver solver) {
        return problem -> solver.withParallelism(Parallelism.sequential()).divergence(problem).value();
    }

    /** Squared sliced W₂, with the same lines for every problem. */
    public static ToDoubleFunction<TransportProblem> sliced(SlicedWasserstein slicing) {
        return problem -> slicing.withParallelism(Parallelism.sequential()).estimate(problem).squared();
    }

    /** Squared max-sliced W₂ as found by the ascents. */
    public static ToDoubleFunction<TransportProblem> maxSliced(SlicedWasserstein slicing) {
        return problem -> slicing.withParallelism(Parallelism.sequential()).estimate(problem).maxSquared();
    }

    /** Gelbrich's bound: the squared distance between the Gaussians of the same means and covariances. */
    public static ToDoubleFunction<TransportProblem> gaussian() {
        return problem -> GelbrichBound.of(problem, Parallelism.sequential()).value();
    }

    /** D − W<sub>p</sub><sup>p</sup> of paired points, to be drawn {@linkplain Subsampling.Sampling#PAIRED in pairs}. */
    public static ToDoubleFunction<TransportProblem> gap() {
        return problem -> {
            CompensatedSum displacement = new CompensatedSum();
            for (int i = 0; i < problem.size(); i++) {
                displacement.add(problem.cost().between(problem.x(), i, problem.y(), i));
            }
            return displacement.value() / problem.size() - exact().applyAsDouble(problem);
        };
    }
}
