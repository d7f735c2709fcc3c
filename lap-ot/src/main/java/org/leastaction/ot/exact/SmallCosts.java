package org.leastaction.ot.exact;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.kernel.Parallelism;

/**
 * Solves problems whose cost underflows although the distance, its p-th root, does not: points of size 10⁻¹⁷⁰, or a
 * power of 200. Lengths are rescaled so that the largest cost is near the upper end of double precision's range.
 */
final class SmallCosts {

    /** Costs above this need no rescaling. */
    private static final double SMALL = 0x1p-900;
    /** Exponent of the largest cost after scaling: leaves room for sums of costs. */
    private static final double LARGEST_EXPONENT = 960;

    private SmallCosts() {
    }

    /**
     * Solves a problem, and solves it again in rescaled lengths if the cost is too small for full precision although
     * something moves.
     */
    static TransportResult solve(TransportProblem problem, Function<TransportProblem, TransportResult> solver) {
        TransportResult result = solver.apply(problem);
        if (result.cost() >= SMALL || !moves(result)) {
            return result;
        }
        WeighingPoints weighing = WeighingPoints.of(problem);
        double p = problem.cost().power();
        int exponent = Math.getExponent(weighing.problem().normBound()) - (int) (LARGEST_EXPONENT / p);
        TransportResult scaled = solver.apply(weighing.problem().scaled(exponent));
        // 2^(e·p) in two steps: the whole factor may be below the normal range although its square root is not.
        double half = Math.pow(2, exponent * p / 2);
        DoubleUnaryOperator cost = c -> c * half * half;
        Certificate known = scaled.certificate();
        Certificate certificate = new Certificate(cost.applyAsDouble(known.primal()),
                cost.applyAsDouble(known.dualBound()), cost.applyAsDouble(known.worstViolation()),
                cost.applyAsDouble(known.rounding()), known.marginalError());
        return new TransportResult(problem, weighing.plan(scaled.plan()),
                weighing.potentials(scaled.potentials().map(cost), Parallelism.sequential()), certificate,
                Math.scalb(scaled.distance(), exponent), scaled.choice());
    }

    private static boolean moves(TransportResult result) {
        TransportProblem problem = result.problem();
        TransportPlan plan = result.plan();
        return IntStream.range(0, plan.entries()).anyMatch(e -> IntStream.range(0, problem.x().dimension()).anyMatch(
                k -> problem.x().get(plan.source(e), k) != problem.y().get(plan.target(e), k)));
    }
}
