package org.leastaction.ot.exact.line;

import java.util.Objects;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.exact.line.LineTransport.Staircase;
import org.leastaction.ot.kernel.LineOrder;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.PreciseSum;

/**
 * Exact transport on the line by sorting, for any sizes, weights and powers p ≥ 1: the monotone plan. O((n + m)·log(n +
 * m)) for plan, potentials and certificate, for any power. {@link LineTransport} gives only the cost.
 *
 * @param parallelism threads for the certificate; the result is the same for any number
 */
public record SortingSolver(Parallelism parallelism) implements TransportSolver {

    public SortingSolver {
        Objects.requireNonNull(parallelism, "parallelism");
    }

    /** All processors. */
    public static SortingSolver defaults() {
        return new SortingSolver(Parallelism.available());
    }

    /** @throws IllegalArgumentException also unless the points have one coordinate */
    @Override
    public TransportResult solve(TransportProblem problem) {
        if (problem.x().dimension() != 1) {
            throw new IllegalArgumentException("sorting solves transport on the line, these points have "
                    + problem.x().dimension() + " coordinates");
        }
        if (!problem.hasDisplacementCost()) {
            throw new IllegalArgumentException(
                    "sorting needs a cost that is a power of |x − y|, not " + problem.cost().formula());
        }
        return WeighingPoints.of(problem).solve(this::solveWeighing, parallelism);
    }

    private TransportResult solveWeighing(TransportProblem problem) {
        int[] sources = LineOrder.of(problem.x().toArray());
        int[] targets = LineOrder.of(problem.y().toArray());
        checkFinite(problem, sources, targets);
        WholeMasses masses = WholeMasses.of(problem);
        PotentialWalk walk = new PotentialWalk(problem);
        Staircase.walk(sources, targets, masses, walk);
        return TransportResult.certified(problem, plan(problem, sources, targets, masses),
                DualPotentials.of(walk.f, walk.g), parallelism);
    }

    /** The largest cost is attained by an outermost pair. */
    private static void checkFinite(TransportProblem problem, int[] sources, int[] targets) {
        double down = problem.cost().between(problem.x(), sources[0], problem.y(), targets[targets.length - 1]);
        double up = problem.cost().between(problem.x(), sources[sources.length - 1], problem.y(), targets[0]);
        if (!Double.isFinite(down + up)) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " overflow double precision: scale the points down");
        }
    }

    private static TransportPlan plan(
            TransportProblem problem, int[] sources, int[] targets, WholeMasses masses) {
        if (problem.isAssignment()) {
            int[] target = new int[sources.length];
            for (int s = 0; s < sources.length; s++) {
                target[sources[s]] = targets[s];
            }
            return Assignment.of(target);
        }
        return Staircase.plan(sources, targets, masses);
    }

    /**
     * Potentials with equality on the cells of the staircase that carry mass. They are feasible for all pairs if they
     * are feasible on the neighbouring cells, since costs that are convex in x − y are Monge: c(xᵢ, yⱼ) + c(xₖ, yₗ) ≤
     * c(xᵢ, yₗ) + c(xₖ, yⱼ) in sorted order. Reduced costs r have the same property, so the difference r(i, j + 1) −
     * r(i, j) decreases from row to row down to the row in which the staircase passes from column j to j + 1, where it
     * is 0, or at least 0 at a corner. The argument for the other side is the same.
     *
     * <p>A cell without mass is a corner: masses above and below it balance, and the potentials after it are free
     * within an interval. They start from the number in the interval that is nearest to 0, so that potentials are no
     * larger than the costs of the plan require, however far apart the points on both sides of the corner are.
     */
    private static final class PotentialWalk implements Staircase.Cell {

        private final TransportProblem problem;
        private final double[] f;
        private final double[] g;
        private PreciseSum source = new PreciseSum();
        private PreciseSum target = new PreciseSum();
        private int lastSource = -1;
        private int lastTarget = -1;

        PotentialWalk(TransportProblem problem) {
            this.problem = problem;
            this.f = new double[problem.x().size()];
            this.g = new double[problem.y().size()];
        }

        @Override
        public void take(int i, int j) {
            if (j == lastTarget) {
                addCost(source, i, j, 1);
                addCost(source, lastSource, lastTarget, -1);
            } else if (i == lastSource) {
                addCost(target, i, j, 1);
                addCost(target, lastSource, lastTarget, -1);
            } else {
                source = lastSource < 0 ? new PreciseSum() : nearestToZero(i, j);
                target = new PreciseSum();
                addCost(target, i, j, 1);
                target.add(source, -1);
            }
            f[i] = source.value();
            g[j] = target.value();
            lastSource = i;
            lastTarget = j;
        }

        /**
         * f of the first source after a corner: the number nearest to 0 in the interval that both cells of the corner
         * allow. In double precision alone, errors would add up over the corners: with cost |x − y| each interval is a
         * single number.
         */
        private PreciseSum nearestToZero(int i, int j) {
            PreciseSum most = new PreciseSum();
            addCost(most, i, lastTarget, 1);
            most.add(target, -1);
            PreciseSum least = new PreciseSum();
            addCost(least, i, j, 1);
            addCost(least, lastSource, j, -1);
            least.add(source, 1);
            PreciseSum width = new PreciseSum();
            width.add(most, 1);
            width.add(least, -1);
            if (width.value() <= 0) {
                // Empty by the rounding of costs: the middle, or errors of one sign would add up.
                least.add(width.value() / 2);
                return least;
            }
            if (least.value() > 0) {
                return least;
            }
            return most.value() < 0 ? most : new PreciseSum();
        }

        /**
         * Adds c(xᵢ, yⱼ), or subtracts it: |x − y| as the exact difference, since the rounding of many such costs would
         * make the potentials violate constraints that all hold with equality.
         *
         * @param sign 1 or −1
         */
        private void addCost(PreciseSum sum, int i, int j, double sign) {
            if (problem.cost().power() == 1) {
                double x = problem.x().get(i, 0);
                double y = problem.y().get(j, 0);
                sum.add(sign * Math.max(x, y));
                sum.add(-sign * Math.min(x, y));
            } else {
                sum.add(sign * problem.cost().between(problem.x(), i, problem.y(), j));
            }
        }
    }
}
