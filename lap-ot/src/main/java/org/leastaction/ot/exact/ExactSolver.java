package org.leastaction.ot.exact;

import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportResult.SolverChoice;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.line.SortingSolver;
import org.leastaction.ot.exact.simplex.FewSinks;
import org.leastaction.ot.exact.simplex.NetworkSimplex;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.ot.kernel.Parallelism;

/**
 * Exact transport by the {@linkplain ExactMethod method} that suits the problem. The result names it. If a method gives
 * up, or its certificate is weaker than rounding explains, another one continues, and the result names that too.
 *
 * @param parallelism threads; the result is the same for any number
 * @param start       warm start, if any; not used on the line and with few distinct points on one side
 * @param tolerance   gap primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact. It saves
 *                    time in assignment problems with many points.
 */
public record ExactSolver(Parallelism parallelism, Optional<WarmStart> start, double tolerance)
        implements TransportSolver {

    private static final String DIFFERENT_COSTS = "costs of very different size";

    /** @throws IllegalArgumentException for a tolerance outside [0, 1) */
    public ExactSolver {
        Objects.requireNonNull(parallelism, "parallelism");
        Objects.requireNonNull(start, "start");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("a relative tolerance must be in [0, 1), not " + tolerance);
        }
    }

    /** All processors, no warm start, exact. */
    public static ExactSolver defaults() {
        return new ExactSolver(Parallelism.available(), Optional.empty(), 0);
    }

    public ExactSolver withParallelism(Parallelism newParallelism) {
        return new ExactSolver(newParallelism, start, tolerance);
    }

    public ExactSolver withTolerance(double newTolerance) {
        return new ExactSolver(parallelism, start, newTolerance);
    }

    public ExactSolver startingFrom(WarmStart newStart) {
        return new ExactSolver(parallelism, Optional.of(newStart), tolerance);
    }

    /** The method that is chosen for a problem; O((n + m)·d). */
    public ExactMethod method(TransportProblem problem) {
        return ExactMethod.of(WeighingPoints.of(problem).problem(), isPaired()).method();
    }

    private boolean isPaired() {
        return start.flatMap(WarmStart::pairing).isPresent();
    }

    @Override
    public TransportResult solve(TransportProblem problem) {
        if (!problem.hasDisplacementCost()) {
            problem.finiteCostBound(parallelism); // rejects negative costs and costs that are not finite
        }
        start.ifPresent(known -> known.checkFits(problem));
        return SmallCosts.solve(problem, lengths -> {
            WeighingPoints weighing = WeighingPoints.of(lengths);
            ExactSolver started = new ExactSolver(parallelism, start.flatMap(weighing::start), tolerance);
            return weighing.solve(part -> started.solve(part, Optional.empty()), parallelism);
        });
    }

    /**
     * Solves an assignment problem whose costs are known, if the method is {@link ExactMethod#DENSE_ASSIGNMENT}.
     *
     * @param costs the costs of this problem
     * @throws IllegalArgumentException if the matrix or the warm start does not fit the problem's size
     */
    public TransportResult solve(TransportProblem problem, CostMatrix costs) {
        return solve(problem, Optional.of(costs));
    }

    /**
     * The result of the chosen method, with a certificate as tight as rounding allows. If potentials are so large
     * relative to the costs that rounding dominates, as with distant points, smaller ones are sought for the same plan.
     * If an assignment turns out not to be optimal, the network simplex method continues from its potentials.
     */
    private TransportResult solve(TransportProblem problem, Optional<CostMatrix> costs) {
        ExactMethod.Chosen chosen = ExactMethod.of(problem, isPaired());
        TransportResult rough = assigned(rough(problem, chosen, costs));
        TransportResult result = withSmallPotentials(rough);
        if (isProven(result) || result.remark(0).isEmpty() || !chosen.method().isForAssignments()) {
            return result;
        }
        SolverChoice choice = result.choice().orElseThrow();
        return withSmallPotentials(assigned(new NetworkSimplex(parallelism).solveFrom(problem, rough.potentials())
                .chosen(choice.then(ExactMethod.NETWORK_SIMPLEX.label(), DIFFERENT_COSTS))));
    }

    private TransportResult rough(TransportProblem problem, ExactMethod.Chosen chosen, Optional<CostMatrix> costs) {
        NetworkSimplex simplex = new NetworkSimplex(parallelism);
        return switch (chosen.method()) {
            case SORTING -> new SortingSolver(parallelism).solve(problem).chosen(chosen.choice());
            case NETWORK_SIMPLEX -> start.flatMap(WarmStart::potentials)
                    .map(known -> simplex.solveFrom(problem, known)).orElseGet(() -> simplex.solve(problem))
                    .chosen(chosen.choice());
            case FEW_SINKS -> FewSinks.solve(problem, parallelism)
                    .map(result -> result.chosen(chosen.choice()))
                    .orElseGet(() -> simplex.solve(problem).chosen(
                            after(chosen, "points or weights of very different size")));
            case SPARSE_ASSIGNMENT -> new MatrixFreeSolver(parallelism, start, tolerance).attempt(problem)
                    .map(result -> result.chosen(chosen.choice()))
                    .orElseGet(() -> simplex.solve(problem).chosen(
                            after(chosen, "tight clusters or distant outliers")));
            case DENSE_ASSIGNMENT -> {
                AssignmentSolver dense = new AssignmentSolver(parallelism, start);
                yield costs.map(known -> dense.solve(problem, known)).orElseGet(() -> dense.solve(problem))
                        .chosen(chosen.choice());
            }
        };
    }

    private static SolverChoice after(ExactMethod.Chosen chosen, String reason) {
        return chosen.choice().then(ExactMethod.NETWORK_SIMPLEX.label(), reason);
    }

    /** Whether the certificate leaves no gap beyond rounding, or beyond the tolerance. */
    private boolean isProven(TransportResult result) {
        Certificate certificate = result.certificate();
        return certificate.isTight() || Math.abs(certificate.gap()) <= tolerance * certificate.primal();
    }

    /**
     * The result with smaller potentials, if it is not proven and they leave a smaller gap. A negative gap is as far
     * from a proof as a positive one: rounding has put the dual bound above the cost.
     */
    private TransportResult withSmallPotentials(TransportResult result) {
        if (isProven(result)) {
            return result;
        }
        TransportProblem problem = result.problem();
        return PlanPotentials.of(problem, result.plan(), result.potentials(), parallelism)
                .map(small -> TransportResult.certified(problem, result.plan(), small, parallelism))
                .filter(small -> Math.abs(small.certificate().gap()) < Math.abs(result.certificate().gap()))
                .map(small -> small.chosen(result.choice().orElseThrow().then("smaller potentials", DIFFERENT_COSTS)))
                .orElse(result);
    }

    /** The result of an assignment problem with its plan as an assignment. */
    private static TransportResult assigned(TransportResult result) {
        TransportProblem problem = result.problem();
        if (!problem.isAssignment() || result.plan() instanceof Assignment) {
            return result;
        }
        int[] targets = new int[problem.size()];
        for (int e = 0; e < targets.length; e++) {
            targets[result.plan().source(e)] = result.plan().target(e);
        }
        return new TransportResult(problem, Assignment.of(targets), result.potentials(), result.certificate())
                .chosen(result.choice().orElseThrow());
    }

    /**
     * Solves problems whose cost underflows although the distance, its p-th root, does not: points of size 10⁻¹⁷⁰, or a
     * power of 200. Lengths are rescaled so that the largest cost is near the upper end of double precision's range.
     */
    private static final class SmallCosts {

        /** Costs above this need no rescaling. */
        private static final double SMALL = 0x1p-900;
        /** Exponent of the largest cost after scaling: leaves room for sums of costs. */
        private static final double LARGEST_EXPONENT = 960;

        private SmallCosts() {}

        /**
         * Solves a problem, and solves it again in rescaled lengths if the cost is too small for full precision
         * although something moves.
         */
        static TransportResult solve(TransportProblem problem, Function<TransportProblem, TransportResult> solver) {
            TransportResult result = solver.apply(problem);
            if (result.cost() >= SMALL || !problem.hasDisplacementCost() || !moves(result)) {
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
            return IntStream.range(0, plan.entries())
                    .anyMatch(e -> IntStream.range(0, problem.x().dimension()).anyMatch(
                            k -> problem.x().get(plan.source(e), k) != problem.y().get(plan.target(e), k)));
        }
    }
}
