package org.leastaction.ot.line;

import java.util.Objects;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport on the line, for any sizes, weights and power p ≥ 1: the monotone plan, by sorting. O(n log n + m log m)
 * for plan and potentials; the certificate still looks at all n·m pairs. Who needs the cost alone takes
 * {@link LineTransport}.
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
        int[] sources = LineOrder.of(problem.x().toArray());
        int[] targets = LineOrder.of(problem.y().toArray());
        checkFinite(problem, sources, targets);
        DualPotentials potentials = potentials(problem, sources, targets);
        TransportPlan plan = plan(problem, sources, targets);
        return new TransportResult(
                problem, plan, potentials, Certificate.of(problem, plan, potentials, parallelism));
    }

    /** The largest cost is that of an outermost pair. */
    private static void checkFinite(TransportProblem problem, int[] sources, int[] targets) {
        double down = problem.cost().between(problem.x(), sources[0], problem.y(), targets[targets.length - 1]);
        double up = problem.cost().between(problem.x(), sources[sources.length - 1], problem.y(), targets[0]);
        if (!Double.isFinite(down + up)) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " overflow double precision: scale the points down");
        }
    }

    private static TransportPlan plan(TransportProblem problem, int[] sources, int[] targets) {
        if (problem.isAssignment()) {
            int[] target = new int[sources.length];
            for (int s = 0; s < sources.length; s++) {
                target[sources[s]] = targets[s];
            }
            return Assignment.of(target);
        }
        return Staircase.plan(sources, targets, WholeMasses.of(problem));
    }

    /**
     * Equality on every cell of the staircase gives the potentials. They are feasible on all pairs since costs that are
     * convex in x − y are Monge: c(xᵢ, yⱼ) + c(xₖ, yₗ) ≤ c(xᵢ, yₗ) + c(xₖ, yⱼ) in sorted order.
     */
    private static DualPotentials potentials(TransportProblem problem, int[] sources, int[] targets) {
        PotentialWalk walk = new PotentialWalk(problem);
        Staircase.walk(sources, targets, WholeMasses.of(problem), walk);
        return DualPotentials.of(walk.f, walk.g);
    }

    private static final class PotentialWalk implements Staircase.Cell {

        private final TransportProblem problem;
        private final double[] f;
        private final double[] g;
        private final CompensatedSum source = new CompensatedSum();
        private final CompensatedSum target = new CompensatedSum();
        private int lastSource = -1;
        private int lastTarget = -1;
        private double lastCost;

        PotentialWalk(TransportProblem problem) {
            this.problem = problem;
            this.f = new double[problem.x().size()];
            this.g = new double[problem.y().size()];
        }

        @Override
        public void take(int i, int j, long mass) {
            DoublePoints x = problem.x();
            double cost = problem.cost().between(x, i, problem.y(), j);
            if (j == lastTarget) {
                source.add(cost);
                source.add(-lastCost);
            } else {
                target.add(cost);
                target.add(i == lastSource ? -lastCost : 0);
            }
            f[i] = source.value();
            g[j] = target.value();
            lastSource = i;
            lastTarget = j;
            lastCost = cost;
        }
    }
}
