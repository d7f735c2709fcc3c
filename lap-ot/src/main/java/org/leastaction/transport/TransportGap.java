package org.leastaction.transport;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;
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
 * @param epsilons               ‖T(xᵢ) − T*(xᵢ)‖ for every sample, [n]
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
        List<Double> epsilons,
        double reassignedFraction,
        double monotonicityViolations,
        double gelbrichLowerBound,
        double dualBound,
        Optional<String> remark) {

    public TransportGap {
        epsilons = List.copyOf(epsilons);
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
                Arrays.stream(reassignment.epsilons()).boxed().toList(),
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

    /** maxᵢ ‖T(xᵢ) − T*(xᵢ)‖. */
    public double epsilonSup() {
        return Collections.max(epsilons);
    }

    /** Root mean square over i of ‖T(xᵢ) − T*(xᵢ)‖. */
    public double epsilonRms() {
        return Math.sqrt(epsilons.stream().mapToDouble(epsilon -> epsilon * epsilon).sum() / samples);
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
     * @param epsilons     distances between the two targets of each sample
     * @param fraction     share of samples whose two targets differ as points
     */
    private record Reassignment(
            double displacement, double optimalCost, double gap, double[] epsilons, double fraction) {

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
            double[] epsilons = new double[n];
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
                    epsilons[i] = apart;
                    reassigned++;
                }
            }
            if (gap.value() <= ROUNDING * changing) {
                double d = displacement.value() / n;
                return new Reassignment(d, d, 0, new double[n], 0);
            }
            return new Reassignment(displacement.value() / n, optimalCost.value() / n, gap.value() / n,
                    epsilons, (double) reassigned / n);
        }
    }

    /**
     * Counts the pairs that violate monotonicity of a map. For squared distances c, which are already known, 2⟨xᵢ − xⱼ,
     * T(xᵢ) − T(xⱼ)⟩ = cᵢⱼ + cⱼᵢ − cᵢᵢ − cⱼⱼ; if that sum is within rounding of 0, the inner product is computed
     * directly.
     */
    private static final class Monotonicity {

        private static final int BLOCK = 64;
        /** Side of the blocks of costs computed without a matrix: large enough for an efficient kernel. */
        private static final int KERNEL_BLOCK = 256;
        private static final double ROUNDING = 1e-12;

        private Monotonicity() {}

        /** The share of pairs i &lt; j with a negative inner product; NaN if there is no pair. O(n²). */
        static double violations(TransportProblem problem, CostMatrix costs, Parallelism parallelism) {
            int n = problem.size();
            int blocks = (n + BLOCK - 1) / BLOCK;
            LongAdder violations = new LongAdder();
            parallelism.forEach(blocks, block -> {
                int from = block * BLOCK;
                // In square blocks, because cⱼᵢ is read column by column from a row-major matrix.
                for (int across = from; across < n; across += BLOCK) {
                    violations.add(count(problem, costs, from, across));
                }
            });
            return violations.sum() / (0.5 * n * (n - 1));
        }

        /**
         * The same without the matrix: cᵢⱼ − (cᵢᵢ + cⱼⱼ)/2 is negative for (i, j) or (j, i), which pricing detects; if
         * there are many such pairs, every cost is computed once, in blocks. O(n²·d).
         */
        static double violations(TransportProblem problem, Parallelism parallelism) {
            int n = problem.size();
            long violations = NearlyMonotone.suspects(problem, parallelism)
                    .map(suspects -> suspects.filter(pair -> isViolation(problem, pair)).count())
                    .orElseGet(() -> countAll(problem, parallelism));
            return violations / (0.5 * n * (n - 1));
        }

        private static long countAll(TransportProblem problem, Parallelism parallelism) {
            int n = problem.size();
            int blocks = (n + KERNEL_BLOCK - 1) / KERNEL_BLOCK;
            PairKernel pairs = problem.cost().pairs(problem.x(), problem.y());
            double[] own = new double[n];
            for (int i = 0; i < n; i++) {
                own[i] = problem.cost().between(problem.x(), i, problem.y(), i);
            }
            LongAdder violations = new LongAdder();
            // One task per block of the upper triangle: rows of blocks would differ in length and balance badly.
            parallelism.forEach(Math.multiplyExact(blocks, blocks), task -> {
                int from = task / blocks * KERNEL_BLOCK;
                int across = task % blocks * KERNEL_BLOCK;
                if (from <= across) {
                    violations.add(count(problem, pairs, own, from, across));
                }
            });
            return violations.sum();
        }

        private static long count(
                TransportProblem problem, PairKernel pairs, double[] own, int fromRow, int fromColumn) {
            int toRow = Math.min(problem.size(), fromRow + KERNEL_BLOCK);
            int toColumn = Math.min(problem.size(), fromColumn + KERNEL_BLOCK);
            int rows = toRow - fromRow;
            int columns = toColumn - fromColumn;
            double[] upper = new double[rows * columns];
            double[] lower = new double[rows * columns];
            pairs.fill(fromRow, toRow, fromColumn, toColumn, upper);
            pairs.fill(fromColumn, toColumn, fromRow, toRow, lower);
            long count = 0;
            for (int i = fromRow; i < toRow; i++) {
                for (int j = Math.max(i + 1, fromColumn); j < toColumn; j++) {
                    int a = i - fromRow;
                    int b = j - fromColumn;
                    if (isViolation(problem, i, j, upper[a * columns + b] + lower[b * rows + a], own[i] + own[j])) {
                        count++;
                    }
                }
            }
            return count;
        }

        private static boolean isViolation(TransportProblem problem, NearlyMonotone.Pair pair) {
            int i = pair.i();
            int j = pair.j();
            GroundCost cost = problem.cost();
            DoublePoints x = problem.x();
            DoublePoints y = problem.y();
            return isViolation(problem, i, j, cost.between(x, i, y, j) + cost.between(x, j, y, i),
                    cost.between(x, i, y, i) + cost.between(x, j, y, j));
        }

        private static boolean isViolation(TransportProblem problem, int i, int j, double crossed, double straight) {
            double difference = crossed - straight;
            if (Math.abs(difference) <= ROUNDING * (crossed + straight)) {
                difference = product(problem.x(), problem.y(), i, j);
            }
            return difference < 0;
        }

        private static long count(TransportProblem problem, CostMatrix costs, int fromRow, int fromColumn) {
            int n = problem.size();
            int toColumn = Math.min(n, fromColumn + BLOCK);
            long count = 0;
            for (int i = fromRow; i < Math.min(n, fromRow + BLOCK); i++) {
                double own = costs.get(i, i);
                for (int j = Math.max(i + 1, fromColumn); j < toColumn; j++) {
                    double crossed = costs.get(i, j) + costs.get(j, i);
                    double straight = own + costs.get(j, j);
                    if (isViolation(problem, i, j, crossed, straight)) {
                        count++;
                    }
                }
            }
            return count;
        }

        private static double product(DoublePoints x, DoublePoints y, int i, int j) {
            double sum = 0;
            for (int k = 0; k < x.dimension(); k++) {
                sum += (x.get(i, k) - x.get(j, k)) * (y.get(i, k) - y.get(j, k));
            }
            return sum;
        }

        /**
         * Finds the pairs that violate monotonicity by pricing, if they are few: cᵢⱼ + cⱼᵢ &lt; cᵢᵢ + cⱼⱼ implies that
         * cᵢⱼ or cⱼᵢ is below (cᵢᵢ + cⱼⱼ)/2. Equivalently, one of the two reduced costs is negative when the potentials
         * are half the pairing's costs.
         */
        private static final class NearlyMonotone {

            /** With this many candidate pairs in one row, pricing is no longer worthwhile. */
            private static final int MANY = 32;
            private static final int SAMPLE = 64;
            /** A bound on the rounding of costs, with a margin. */
            private static final double ROUNDING = 1e-12;

            private NearlyMonotone() {}

            /** Two points, i &lt; j. */
            record Pair(int i, int j) {}

            /** All pairs that may violate monotonicity, each once; empty if there are too many. */
            static Optional<Stream<Pair>> suspects(TransportProblem problem, Parallelism parallelism) {
                int n = problem.size();
                double[] half = new double[n];
                double greatest = 0;
                for (int i = 0; i < n; i++) {
                    half[i] = 0.5 * problem.cost().between(problem.x(), i, problem.y(), i);
                    greatest = Math.max(greatest, half[i]);
                }
                double[] bounds = new double[n];
                for (int i = 0; i < n; i++) {
                    bounds[i] = half[i] + ROUNDING * (half[i] + greatest);
                }
                Pricer pricer = Pricer.of(problem.cost(), problem.x(), problem.y());
                int[] sample = IntStream.range(0, Math.min(n, SAMPLE))
                        .map(s -> (int) ((long) s * n / Math.min(n, SAMPLE))).toArray();
                if (isMany(pricer.least(sample, half, bounds, MANY, parallelism), sample.length)) {
                    return Optional.empty();
                }
                PricedRows priced = pricer.least(IntStream.range(0, n).toArray(), half, bounds, MANY, parallelism);
                return isMany(priced, n) ? Optional.empty() : Optional.of(IntStream.range(0, n).boxed()
                        .flatMap(i -> IntStream.range(0, priced.count(i)).map(t -> priced.column(i, t))
                                .filter(j -> j != i)
                                .mapToObj(j -> new Pair(Math.min(i, j), Math.max(i, j))))
                        .distinct());
            }

            private static boolean isMany(PricedRows priced, int rows) {
                return IntStream.range(0, rows).anyMatch(r -> priced.count(r) == MANY);
            }
        }
    }
}
