package org.leastaction.ot.barycentre;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * The barycentre for W₂² on points that move: each point goes to the mean of its images under the exact plans to all
 * distributions, until that no longer lowers the objective. A fixed point is a local minimum if its plans are unique; the
 * lower bound of the result says how far from the least value it can be. Each solution starts from the previous one.
 *
 * @param maxIterations maximum number of moves, at least 1
 * @param tolerance     the iteration ends when a move lowers the objective by less than this share of it, at least 0
 * @param parallelism   threads; the result is the same for any number
 */
public record FreeSupport(int maxIterations, double tolerance, Parallelism parallelism) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public FreeSupport {
        Objects.requireNonNull(parallelism, "parallelism");
        if (maxIterations < 1) {
            throw new IllegalArgumentException("at least 1 iteration is needed, not " + maxIterations);
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("the tolerance must be at least 0, not " + tolerance);
        }
    }

    /** At most 100 moves, a tolerance of 10⁻⁷, all processors. */
    public static FreeSupport defaults() {
        return new FreeSupport(100, 1e-7, Parallelism.available());
    }

    /** The same with another maximum number of moves. */
    public FreeSupport withMaxIterations(int newMaxIterations) {
        return new FreeSupport(newMaxIterations, tolerance, parallelism);
    }

    /** The same with another tolerance. */
    public FreeSupport withTolerance(double newTolerance) {
        return new FreeSupport(maxIterations, newTolerance, parallelism);
    }

    /** A barycentre of equal weights, started from points. */
    public Barycentre solve(List<WeightedPoints> distributions, Weights lambda, Points start) {
        return solve(distributions, lambda, start, Weights.uniform(start.size()));
    }

    /**
     * A barycentre.
     *
     * @param distributions at least one
     * @param lambda        the share of each
     * @param start         the points before the first move, [k, d]
     * @param weights       k shares, which do not change
     * @throws IllegalArgumentException if numbers or dimensions do not fit, or costs overflow
     */
    public Barycentre solve(List<WeightedPoints> distributions, Weights lambda, Points start, Weights weights) {
        if (distributions.isEmpty() || lambda.size() != distributions.size()) {
            throw new IllegalArgumentException(lambda.size() + " shares for " + distributions.size()
                    + " distributions: each needs one, and at least one is needed");
        }
        DoublePoints points = start.toDouble();
        List<TransportResult> transports = transports(distributions, points, weights, List.of());
        double objective = objective(transports, lambda);
        List<Double> history = new ArrayList<>();
        while (history.size() < maxIterations) {
            DoublePoints moved = mean(transports, lambda);
            List<TransportResult> next = transports(distributions, moved, weights, transports);
            double reached = objective(next, lambda);
            history.add(objective);
            boolean isDone = !(reached < objective * (1 - tolerance));
            if (reached <= objective) {
                points = moved;
                transports = next;
                objective = reached;
            }
            if (isDone) {
                break;
            }
        }
        return new Barycentre(points, weights, objective, lowerBound(distributions, lambda), transports, history);
    }

    private List<TransportResult> transports(List<WeightedPoints> distributions, DoublePoints points,
            Weights weights, List<TransportResult> before) {
        List<TransportResult> transports = new ArrayList<>();
        for (int k = 0; k < distributions.size(); k++) {
            WeightedPoints target = distributions.get(k);
            ExactSolver solver = ExactSolver.defaults().withParallelism(parallelism);
            if (!before.isEmpty()) {
                WarmStart known = before.get(k).warmStart();
                solver = solver.startingFrom(known);
            }
            transports.add(solver.solve(new TransportProblem(
                    points, target.points(), weights, target.weights(), GroundCost.squaredEuclidean())));
        }
        return transports;
    }

    private static double objective(List<TransportResult> transports, Weights lambda) {
        return lambda.mean(k -> transports.get(k).cost())[0];
    }

    /** Σₖ λₖ Tₖ(xᵢ), Tₖ the barycentric projection of the plan to the k-th distribution. */
    private DoublePoints mean(List<TransportResult> transports, Weights lambda) {
        DoublePoints first = transports.get(0).barycentres(parallelism);
        double[] mean = new double[first.size() * first.dimension()];
        for (int k = 0; k < transports.size(); k++) {
            double[] images = transports.get(k).barycentres(parallelism).toArray();
            for (int c = 0; c < mean.length; c++) {
                mean[c] += lambda.get(k) * images[c];
            }
        }
        return DoublePoints.wrap(mean, first.size(), first.dimension());
    }

    private double lowerBound(List<WeightedPoints> distributions, Weights lambda) {
        CompensatedSum sum = new CompensatedSum();
        for (int k = 0; k < distributions.size(); k++) {
            for (int l = 0; l < k; l++) {
                WeightedPoints from = distributions.get(k);
                WeightedPoints to = distributions.get(l);
                TransportResult between = ExactSolver.defaults().withParallelism(parallelism)
                        .solve(new TransportProblem(from.points(), to.points(), from.weights(), to.weights(),
                                GroundCost.squaredEuclidean()));
                sum.add(lambda.get(k) * lambda.get(l) * between.certificate().dualBound());
            }
        }
        return sum.value();
    }
}
