package org.leastaction.ot;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.LeastReduced;
import org.leastaction.points.DoublePoints;

/**
 * A problem without its points of weight 0. They move nothing, but far ones would set the scale of tolerances and of
 * sums. A solution of this problem becomes one of the whole: the same plan, and potentials of the other points by
 * f(x) = minⱼ c(x, yⱼ) − g(yⱼ), the largest that are feasible, or the largest of the known ones where that is less: a larger
 * one says no more, and rounding it would make pairs with near points infeasible.
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
        boolean all = sources.length == whole.x().size() && targets.length == whole.y().size();
        this.problem = all ? whole : new TransportProblem(whole.x().select(sources), whole.y().select(targets),
                whole.a().select(sources), whole.b().select(targets), whole.cost());
    }

    /** The points of a problem that weigh something; O((n + m)·d). */
    public static WeighingPoints of(TransportProblem problem) {
        return new WeighingPoints(problem, problem.a().weighing(), problem.b().weighing());
    }

    /** The problem of these points. */
    public TransportProblem problem() {
        return problem;
    }

    /** Solves the problem of these points, and certifies the solution for the whole. */
    public TransportResult solve(
            Function<TransportProblem, TransportResult> solver, Parallelism parallelism) {
        TransportResult result = solver.apply(problem);
        if (problem == whole) {
            return result;
        }
        return TransportResult.certified(whole, plan(result.plan()), potentials(result.potentials(), parallelism),
                parallelism);
    }

    /** The plan of the whole problem, from that of these points. */
    TransportPlan plan(TransportPlan plan) {
        if (problem == whole) {
            return plan;
        }
        SparsePlan.Builder entries = SparsePlan.builder(plan.entries());
        for (int e = 0; e < plan.entries(); e++) {
            entries.add(sources[plan.source(e)], targets[plan.target(e)], plan.mass(e));
        }
        return entries.build();
    }

    /** Of all points, from those of these points. */
    DualPotentials potentials(DualPotentials known, Parallelism parallelism) {
        if (problem == whole) {
            return known;
        }
        double[] g = new double[targets.length];
        Arrays.setAll(g, known::g);
        double[] allF = extended(whole.x(), sources, known::f, problem.y(), g, parallelism);
        double[] allG = extended(whole.y(), targets, known::g, whole.x(), allF, parallelism);
        return DualPotentials.of(allF, allG);
    }

    private double[] extended(DoublePoints points, int[] weighing, IntToDoubleFunction known,
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
                    LeastReduced.of(whole.cost(), points.select(missing), others, potentials, parallelism);
            for (int k = 0; k < missing.length; k++) {
                all[missing[k]] = Math.min(most, least.cost(k) - potentials[least.column(k)]);
            }
        }
        return all;
    }
}
