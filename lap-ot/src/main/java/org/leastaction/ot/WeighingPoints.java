package org.leastaction.ot;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.LeastReduced;
import org.leastaction.points.DoublePoints;

/**
 * A problem without its points of weight 0. These carry no mass, but distant ones would determine the scale of
 * tolerances and sums. A solution is extended to the whole problem: the plan is the same, and the potentials of the
 * other points are f(x) = minⱼ c(x, yⱼ) − g(yⱼ), the largest feasible values, capped at the largest known potential.
 * Larger values would not improve the dual bound, and rounding them could make pairs with near points infeasible.
 */
public final class WeighingPoints {

    private final TransportProblem whole;
    private final int[] sources;
    private final int[] targets;
    private final TransportProblem problem;

    private WeighingPoints(TransportProblem whole, int[] sources, int[] targets) {
        this.whole = whole;
        this.sources = sources;
        this.targets = targets;
        this.problem = isWhole() ? whole : new TransportProblem(whole.x().select(sources), whole.y().select(targets),
                whole.a().select(sources), whole.b().select(targets), whole.cost());
    }

    /** The points of a problem with weights above 0; O((n + m)·d). */
    public static WeighingPoints of(TransportProblem problem) {
        return new WeighingPoints(problem, problem.a().weighing(), problem.b().weighing());
    }

    /** The problem of these points. */
    public TransportProblem problem() {
        return problem;
    }

    private boolean isWhole() {
        return sources.length == whole.x().size() && targets.length == whole.y().size();
    }

    /** Solves the problem of these points and certifies the solution for the whole problem. */
    public TransportResult solve(
            Function<TransportProblem, TransportResult> solver, Parallelism parallelism) {
        TransportResult result = solver.apply(problem);
        if (isWhole()) {
            return result;
        }
        TransportResult extended = TransportResult.certified(
                whole, plan(result.plan()), potentials(result.potentials(), parallelism), parallelism);
        return result.choice().map(extended::chosen).orElse(extended);
    }

    /** The part of a warm start of the whole problem that concerns these points; a pairing only of all points. */
    public Optional<WarmStart> start(WarmStart start) {
        if (isWhole()) {
            return Optional.of(start);
        }
        return start.potentials().map(known -> WarmStart.potentials(known.select(sources, targets)));
    }

    /** Converts a plan of these points to one of the whole problem. */
    public TransportPlan plan(TransportPlan plan) {
        if (isWhole()) {
            return plan;
        }
        SparsePlan.Builder entries = SparsePlan.builder(plan.entries());
        for (int e = 0; e < plan.entries(); e++) {
            entries.add(sources[plan.source(e)], targets[plan.target(e)], plan.mass(e));
        }
        return entries.build();
    }

    /** Extends potentials of these points to all points. */
    public DualPotentials potentials(DualPotentials known, Parallelism parallelism) {
        if (isWhole()) {
            return known;
        }
        double[] g = new double[targets.length];
        Arrays.setAll(g, known::g);
        double[] allF = extended(whole.cost(), whole.x(), sources, known::f, problem.y(), g, parallelism);
        double[] allG = extended(whole.cost().transposed(), whole.y(), targets, known::g, whole.x(), allF, parallelism);
        return DualPotentials.of(allF, allG);
    }

    private static double[] extended(GroundCost cost, DoublePoints points, int[] weighing, IntToDoubleFunction known,
            DoublePoints others, double[] potentials, Parallelism parallelism) {
        double[] all = new double[points.size()];
        boolean[] has = new boolean[all.length];
        for (int k = 0; k < weighing.length; k++) {
            all[weighing[k]] = known.applyAsDouble(k);
            has[weighing[k]] = true;
        }
        double most = IntStream.range(0, weighing.length).mapToDouble(known).max().orElse(0);
        int[] missing = IntStream.range(0, all.length).filter(i -> !has[i]).toArray();
        if (missing.length > 0) {
            LeastReduced least =
                    LeastReduced.of(cost, points.select(missing), others, potentials, parallelism);
            for (int k = 0; k < missing.length; k++) {
                all[missing[k]] = Math.min(most, least.cost(k) - potentials[least.column(k)]);
            }
        }
        return all;
    }
}
