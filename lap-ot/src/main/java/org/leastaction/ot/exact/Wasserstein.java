package org.leastaction.ot.exact;

import java.util.List;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/** Exact distances between two point sets in one call. */
public final class Wasserstein {

    private Wasserstein() {}

    /**
     * Exact W₂² between x and y with uniform weights: plan, potentials and certificate. Runs on all processors.
     *
     * @param x sources, [n, d], n ≥ 1
     * @param y targets, [m, d], m ≥ 1
     * @return {@link TransportResult#cost()} is W₂², {@link TransportResult#distance()} is W₂
     * @throws IllegalArgumentException for empty sets, unequal dimensions, NaN or infinite coordinates, or more points
     *         than the Java heap can hold
     */
    public static TransportResult exact(Points x, Points y) {
        return exact(TransportProblem.squaredEuclidean(x, y), Parallelism.available());
    }

    /**
     * Solves a problem by the {@linkplain ExactMethod exact method} that suits it; the result names it.
     *
     * @throws IllegalArgumentException if the costs overflow
     */
    public static TransportResult exact(TransportProblem problem, Parallelism parallelism) {
        return exact(problem, 0, parallelism);
    }

    /**
     * The same up to a tolerance, where this saves time: in assignment problems with many points.
     *
     * @param tolerance gap primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact
     * @throws IllegalArgumentException if the tolerance is out of range or the costs overflow
     */
    public static TransportResult exact(TransportProblem problem, double tolerance, Parallelism parallelism) {
        return ExactSolver.defaults().withParallelism(parallelism).withTolerance(tolerance).solve(problem);
    }

    /**
     * Solves many problems, each on one thread and several at once: faster than one after the other if they are small.
     * Each result is that of {@link #exact(TransportProblem, Parallelism)}.
     *
     * @return the results in the order of the problems
     * @throws IllegalArgumentException if the costs of one overflow; the message says of which
     */
    public static List<TransportResult> exact(List<TransportProblem> problems, Parallelism parallelism) {
        return Batch.solve(problems, ExactSolver.defaults().withParallelism(parallelism.sequentially()), parallelism);
    }
}
