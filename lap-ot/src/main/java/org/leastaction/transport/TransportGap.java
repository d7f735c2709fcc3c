package org.leastaction.transport;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.ExactMethod;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/**
 * The optimality gap of a map T on samples: the pairing x → T(x) compared with the optimal assignment T* between the
 * same points, for the squared Euclidean cost. Lengths are in the units of the points.
 *
 * <p>If T is itself an optimal assignment up to rounding (a gap within 10⁻¹² of the costs that change), T* is defined
 * as T: then {@code gap}, both ε and {@code reassignedFraction} are exactly 0.
 *
 * @param samples                n
 * @param displacement           D = (1/n) Σᵢ ‖T(xᵢ) − xᵢ‖²
 * @param w2Squared              W₂², exact
 * @param gap                    G = D − W₂² ≥ 0
 * @param epsilonSup             maxᵢ ‖T(xᵢ) − T*(xᵢ)‖
 * @param epsilonRms             root mean square over i of ‖T(xᵢ) − T*(xᵢ)‖
 * @param reassignedFraction     share of samples with T*(xᵢ) ≠ T(xᵢ) as points, in [0, 1]
 * @param monotonicityViolations share of pairs i &lt; j with ⟨xᵢ − xⱼ, T(xᵢ) − T(xⱼ)⟩ &lt; 0, in [0, 1]; NaN if n = 1
 * @param gelbrichLowerBound     lower bound of W₂² from means and covariances; reduced by the possible rounding error
 * @param dualBound              value of a feasible dual: at most W₂², up to rounding
 * @param remark                 a caveat to W₂², in one sentence: the gap of its certificate exceeds what rounding
 *                               explains; empty if there is none
 */
public record TransportGap(
        int samples,
        double displacement,
        double w2Squared,
        double gap,
        double epsilonSup,
        double epsilonRms,
        double reassignedFraction,
        double monotonicityViolations,
        double gelbrichLowerBound,
        double dualBound,
        Optional<String> remark) {

    public TransportGap {
        Objects.requireNonNull(remark, "remark");
    }

    /**
     * The gap of paired points. O(n²·d) time for distances and certificate, O(n³) at worst for the assignment, which
     * starts from the pairing. At most n² doubles of memory, and O(n·d) for many points.
     *
     * @param x  points, [n, d], n ≥ 1
     * @param tx their images, [n, d]
     * @throws IllegalArgumentException for empty sets, unequal sizes or dimensions, coordinates that are not finite, or
     *         squared lengths that overflow or underflow
     */
    public static TransportGap of(Points x, Points tx, Parallelism parallelism) {
        TransportProblem problem = TransportProblem.squaredEuclidean(x, tx);
        int samples = problem.size();
        requireDigits(problem);
        ExactSolver solver = ExactSolver.defaults().withParallelism(parallelism)
                .startingFrom(WarmStart.pairing(Assignment.identity(samples)));
        TransportResult optimal;
        double violations;
        if (solver.method(problem) == ExactMethod.DENSE_ASSIGNMENT) {
            CostMatrix costs = CostMatrix.of(problem.cost(), problem.x(), problem.y(), parallelism);
            optimal = solver.solve(problem, costs);
            violations = Monotonicity.violations(problem, costs, parallelism);
        } else {
            optimal = solver.solve(problem);
            violations = Monotonicity.violations(problem, parallelism);
        }
        Reassignment reassignment = Reassignment.of(problem, optimal.assignment());
        return new TransportGap(
                samples,
                reassignment.displacement(),
                reassignment.optimalCost(),
                reassignment.gap(),
                reassignment.epsilonSup(),
                reassignment.epsilonRms(),
                reassignment.fraction(),
                violations,
                GelbrichBound.between(problem.x(), problem.y(), parallelism).value(),
                optimal.certificate().dualBound(),
                optimal.remark(0));
    }

    /** Squares of lengths below about 10⁻¹⁴⁶ lose digits; below 10⁻¹⁶² they are 0. */
    private static void requireDigits(TransportProblem problem) {
        double greatest = 0;
        boolean moves = false;
        for (int i = 0; i < problem.x().size(); i++) {
            greatest = Math.max(greatest, problem.cost().between(problem.x(), i, problem.y(), i));
            for (int k = 0; k < problem.x().dimension(); k++) {
                moves |= problem.x().get(i, k) != problem.y().get(i, k);
            }
        }
        if (moves && greatest < Double.MIN_NORMAL / Math.ulp(1.0)) {
            throw new IllegalArgumentException(
                    "the squared displacements underflow double precision: scale the points up");
        }
    }

    /** G / D, in [0, 1]; NaN (0/0) if nothing moves. */
    public double relativeGap() {
        return gap / displacement;
    }

    /** W₂² − dualBound: W₂² is at most this much too large. Below 0 only by rounding. */
    public double certificateGap() {
        return w2Squared - dualBound;
    }

    /**
     * The pairing i → i of a problem compared with an optimal assignment.
     *
     * @param displacement cost of the pairing
     * @param optimalCost  cost of the optimal assignment
     * @param gap          displacement − optimalCost, summed over the samples that change
     * @param epsilonSup   greatest distance between a sample's two targets
     * @param epsilonRms   root mean square of these distances
     * @param fraction     share of samples whose two targets differ as points
     */
    private record Reassignment(
            double displacement, double optimalCost, double gap, double epsilonSup, double epsilonRms,
            double fraction) {

        /** A gap below this share of the costs that change is rounding: costs have relative errors of about 10⁻¹³. */
        private static final double ROUNDING = 1e-12;

        /** The distance itself, not a squared difference, which underflows sooner. */
        private static final GroundCost DISTANCE = GroundCost.norm(2, 1);

        static Reassignment of(TransportProblem problem, Assignment optimal) {
            int n = problem.size();
            CompensatedSum displacement = new CompensatedSum();
            CompensatedSum optimalCost = new CompensatedSum();
            CompensatedSum gap = new CompensatedSum();
            double changing = 0;
            double greatest = 0;
            double squares = 0;
            int reassigned = 0;
            for (int i = 0; i < n; i++) {
                int j = optimal.target(i);
                double own = problem.cost().between(problem.x(), i, problem.y(), i);
                double best = j == i ? own : problem.cost().between(problem.x(), i, problem.y(), j);
                double apart = DISTANCE.between(problem.y(), i, problem.y(), j);
                displacement.add(own);
                optimalCost.add(best);
                if (apart > 0) {
                    gap.add(own - best);
                    changing += own + best;
                    greatest = Math.max(greatest, apart);
                    squares += apart * apart;
                    reassigned++;
                }
            }
            if (gap.value() <= ROUNDING * changing) {
                double d = displacement.value() / n;
                return new Reassignment(d, d, 0, 0, 0, 0);
            }
            return new Reassignment(displacement.value() / n, optimalCost.value() / n, gap.value() / n,
                    greatest, Math.sqrt(squares / n), (double) reassigned / n);
        }
    }
}
