package org.leastaction.ot.exact.sparse;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.dense.Matching;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport of many points without a matrix: assignment among candidate pairs, from coarse to fine, and pricing
 * of all pairs until no violation is left. O(n·(k + d)) memory for k candidates per point. Time is that of a few
 * pricings: O(n²·d) each in many dimensions, near O(n log n) in few.
 *
 * @param parallelism threads for pricing and certificate; the result is the same for any number
 * @param start       warm start, if any
 * @param tolerance   gap primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact
 */
public record MatrixFreeSolver(Parallelism parallelism, Optional<WarmStart> start, double tolerance)
        implements TransportSolver {

    private static final int NEIGHBOURS = 24;

    /** @throws IllegalArgumentException for a tolerance outside [0, 1) */
    public MatrixFreeSolver {
        Objects.requireNonNull(parallelism, "parallelism");
        Objects.requireNonNull(start, "start");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("a relative tolerance must be in [0, 1), not " + tolerance);
        }
    }

    /** All processors, no warm start, exact. */
    public static MatrixFreeSolver defaults() {
        return new MatrixFreeSolver(Parallelism.available(), Optional.empty(), 0);
    }

    public MatrixFreeSolver withParallelism(Parallelism newParallelism) {
        return new MatrixFreeSolver(newParallelism, start, tolerance);
    }

    public MatrixFreeSolver withTolerance(double newTolerance) {
        return new MatrixFreeSolver(parallelism, start, newTolerance);
    }

    public MatrixFreeSolver startingFrom(WarmStart newStart) {
        return new MatrixFreeSolver(parallelism, Optional.of(newStart), tolerance);
    }

    /** @throws IllegalArgumentException also if the warm start does not fit the problem's size */
    @Override
    public TransportResult solve(TransportProblem problem) {
        return solve(problem, true).orElseThrow();
    }

    /**
     * Solves the problem unless the candidates are a poor guide, as between tight clusters or with distant outliers:
     * paths then make long detours, and the network simplex method is faster.
     *
     * @return empty if the solver gave up
     * @throws IllegalArgumentException also if the warm start does not fit the problem's size
     */
    public Optional<TransportResult> attempt(TransportProblem problem) {
        return solve(problem, false);
    }

    private Optional<TransportResult> solve(TransportProblem problem, boolean isPatient) {
        if (!problem.hasDisplacementCost()) {
            throw new IllegalArgumentException(
                    "assignment without a matrix needs a power of a norm as cost, not " + problem.cost().formula());
        }
        problem.size(); // rejects problems that are no assignment
        problem.finiteCostBound(parallelism);
        start.ifPresent(known -> known.checkFits(problem));
        Optional<Assignment> pairs = start.flatMap(WarmStart::pairing);
        int[] rows = KdTree.nearOrder(problem.x());
        int[] columns = pairs.map(known -> IntStream.of(rows).map(known::target).toArray())
                .orElseGet(() -> KdTree.nearOrder(problem.y()));
        DoublePoints x = inOrder(problem.x(), rows);
        DoublePoints y = inOrder(problem.y(), columns);
        CoarseToFine levels =
                new CoarseToFine(problem.cost(), pairing(problem), NEIGHBOURS, isPatient, parallelism);
        return start.flatMap(WarmStart::potentials)
                .map(p -> levels.solveFrom(x, y, reordered(p, rows, columns), tolerance))
                .orElseGet(() -> levels.solve(x, y, tolerance))
                .map(solution -> result(problem, solution, rows, columns));
    }

    private Pairing pairing(TransportProblem problem) {
        if (start.flatMap(WarmStart::pairing).isPresent()) {
            return Pairing.MEANT;
        }
        // In few dimensions points are reordered, and near-identity pairings are rarely optimal.
        return problem.x().dimension() <= Pricer.FEW_DIMENSIONS ? Pairing.ARBITRARY : Pairing.POSSIBLE;
    }

    private static DoublePoints inOrder(DoublePoints points, int[] order) {
        boolean already = IntStream.range(0, order.length).allMatch(i -> order[i] == i);
        return already ? points : points.select(order);
    }

    private static DualPotentials reordered(DualPotentials potentials, int[] rows, int[] columns) {
        return DualPotentials.of(IntStream.of(rows).mapToDouble(potentials::f).toArray(),
                IntStream.of(columns).mapToDouble(potentials::g).toArray());
    }

    private TransportResult result(TransportProblem problem, CoarseToFine.Solution solution, int[] rows,
            int[] columns) {
        int n = problem.size();
        int[] targets = new int[n];
        double[] f = new double[n];
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            targets[rows[i]] = columns[solution.assignment().target(i)];
            f[rows[i]] = solution.potentials().f(i);
            g[columns[i]] = solution.potentials().g(i);
        }
        Assignment plan = Assignment.of(targets);
        DualPotentials potentials = DualPotentials.of(f, g);
        return TransportResult.certified(problem, plan, potentials, parallelism);
    }

    /** The relation between xᵢ and yᵢ. */
    private enum Pairing {
        /** None. */
        ARBITRARY,
        /** xᵢ → yᵢ may be close to the optimal assignment, or unrelated to it. */
        POSSIBLE,
        /** xᵢ → yᵢ is a guess at the optimal assignment. */
        MEANT
    }

    /**
     * The coarse-to-fine scheme. The potentials of the problem with every fourth point are extended to all points by a
     * c-transform, gⱼ = minₛ c(xₛ, yⱼ) − fₛ. They determine the candidates and leave little work to the shortest paths.
     */
    private static final class CoarseToFine {

        /** Up to this size the dense solver is fast. */
        private static final int DENSE = 512;
        /**
         * The same in many dimensions, where most of the time is spent on costs and both methods compute all of them.
         */
        private static final int DENSE_IN_MANY_DIMENSIONS = 1024;
        private static final int STRIDE = 4;
        /** Relative gap to which all levels except the finest are solved. */
        private static final double COARSE_TOLERANCE = 1e-3;

        private final GroundCost cost;
        private final Pairing pairing;
        private final int neighbours;
        private final boolean isPatient;
        private final Parallelism parallelism;

        /** @param isPatient whether to go on if paths make long detours */
        CoarseToFine(GroundCost cost, Pairing pairing, int neighbours, boolean isPatient, Parallelism parallelism) {
            this.cost = cost;
            this.pairing = pairing;
            this.neighbours = neighbours;
            this.isPatient = isPatient;
            this.parallelism = parallelism.in(Stage.PRICING);
        }

        /** An assignment with matching potentials. */
        record Solution(Assignment assignment, DualPotentials potentials) {}

        /**
         * Solves without initial potentials.
         *
         * @param tolerance gap primal − dual at which to stop, relative to the primal cost
         * @return empty if it gave up
         */
        Optional<Solution> solve(DoublePoints x, DoublePoints y, double tolerance) {
            Pricer pricer = Pricer.repeated(cost, x, y);
            Optional<SparseMatching> paired = pairing == Pairing.ARBITRARY ? Optional.empty()
                    : new PairingLevel(cost, x, y, neighbours, pricer, parallelism).start();
            if (paired.isPresent()) {
                return finish(
                        new ColumnGeneration(cost, x, y, pricer, paired.get(), neighbours, tolerance, parallelism));
            }
            if (x.size() <= (x.dimension() > Pricer.MANY_DIMENSIONS ? DENSE_IN_MANY_DIMENSIONS : DENSE)) {
                return Optional.of(dense(x, y));
            }
            int[] thinned = IntStream.range(0, (x.size() + STRIDE - 1) / STRIDE).map(s -> s * STRIDE).toArray();
            DoublePoints coarseX = x.select(thinned);
            CoarseToFine coarser = pairing == Pairing.MEANT ? this
                    : new CoarseToFine(cost, Pairing.ARBITRARY, neighbours, isPatient, parallelism);
            Optional<Solution> known = coarser.solve(coarseX, y.select(thinned), Math.max(tolerance, COARSE_TOLERANCE));
            if (known.isEmpty()) {
                return known;
            }
            Solution coarse = known.get();
            PricedRows tight = transform(y, coarseX, coarse.potentials().f());
            double[] v = IntStream.range(0, y.size()).mapToDouble(j -> tight.reduced(j, 0)).toArray();
            if (pairing == Pairing.MEANT) {
                lowerHalfway(x, y, transform(x, y.select(thinned), coarse.potentials().g()), v);
            }
            ColumnGeneration level = new ColumnGeneration(cost, x, y, pricer, v, neighbours, tolerance, parallelism);
            for (int j = 0; j < v.length; j++) {
                level.offer(thinned[tight.column(j, 0)], j);
            }
            return finish(level);
        }

        /**
         * If xⱼ → yⱼ is optimal then c(xⱼ, yⱼ) − minₛ (c(xⱼ, yₛ) − gₛ) is a lower bound of gⱼ, and the c-transform an
         * upper bound. In many dimensions the two are far apart, and a column at its upper bound would attract all
         * rows; the midpoint is used.
         */
        private void lowerHalfway(DoublePoints x, DoublePoints y, PricedRows rows, double[] v) {
            for (int j = 0; j < v.length; j++) {
                double lower = cost.between(x, j, y, j) - rows.reduced(j, 0);
                if (lower < v[j]) {
                    v[j] = 0.5 * (lower + v[j]);
                }
            }
        }

        /** Solves from initial potentials of the columns. */
        Optional<Solution> solveFrom(DoublePoints x, DoublePoints y, DualPotentials start, double tolerance) {
            return finish(new ColumnGeneration(cost, x, y, Pricer.repeated(cost, x, y), start.g(),
                    neighbours, tolerance, parallelism));
        }

        private Optional<Solution> finish(ColumnGeneration level) {
            level.offerPairing();
            return level.run(isPatient).map(matching -> new Solution(
                    Assignment.of(matching.columnOf), DualPotentials.of(matching.rowPotentials(), matching.v)));
        }

        private Solution dense(DoublePoints x, DoublePoints y) {
            TransportResult result = AssignmentSolver.defaults().withParallelism(parallelism)
                    .solve(TransportProblem.of(x, y, cost));
            return new Solution(result.assignment(), result.potentials());
        }

        private PricedRows transform(DoublePoints rows, DoublePoints columns, double[] potentials) {
            return Pricer.of(cost, rows, columns).least(rows.size(), potentials, 1, parallelism);
        }
    }

    /**
     * The start from the pairing xᵢ → yᵢ. If it is optimal, potentials v with c(xᵢ, yⱼ) − vⱼ ≥ c(xᵢ, yᵢ) − vᵢ exist,
     * and in many dimensions vᵢ = c(xᵢ, yᵢ)/2 is nearly feasible. Pricing finds the few violated pairs, and
     * Bellman–Ford sweeps over these lower their column potentials, until pricing finds none. That proves the pairing
     * optimal.
     */
    private static final class PairingLevel {

        private static final int CHUNK = 256;
        /** Number of sample rows that are examined before all rows are. */
        private static final int SAMPLE = 64;
        /** If fewer than this share of the rows keep their own column, a cold start is faster. */
        private static final double ENOUGH = 0.5;
        /** Maximum number of pricings; each concerns fewer rows than the previous one. */
        private static final int PRICINGS = 20;

        private final int size;
        private final int neighbours;
        private final Pricer pricer;
        private final Parallelism parallelism;
        private final CandidateGraph graph;
        private final double[] own;
        private final double[] v;

        PairingLevel(GroundCost cost, DoublePoints x, DoublePoints y, int neighbours, Pricer pricer,
                Parallelism parallelism) {
            this.size = x.size();
            this.neighbours = neighbours;
            this.pricer = pricer;
            this.parallelism = parallelism.in(Stage.PRICING);
            this.graph = new CandidateGraph(size);
            this.own = new double[size];
            this.v = new double[size];
            parallelism.in(Stage.NONE).forEach((size + CHUNK - 1) / CHUNK, chunk -> {
                for (int i = chunk * CHUNK; i < Math.min(size, (chunk + 1) * CHUNK); i++) {
                    own[i] = cost.between(x, i, y, i);
                }
            });
            for (int i = 0; i < size; i++) {
                v[i] = 0.5 * own[i];
                graph.add(i, i, own[i]);
            }
        }

        /**
         * Potentials that settle most rows.
         *
         * @return a partial assignment: every row that has no better column has its own; empty if those are too few
         */
        Optional<SparseMatching> start() {
            return isPromising() ? run() : Optional.empty();
        }

        /** Whether few rows of a sample have a better column than their own. */
        private boolean isPromising() {
            int[] sample = IntStream.range(0, Math.min(size, SAMPLE))
                    .map(s -> (int) ((long) s * size / Math.min(size, SAMPLE))).toArray();
            PricedRows better = pricer.least(sample, v, bounds(), 1, parallelism);
            long settled = IntStream.range(0, sample.length).filter(r -> better.count(r) == 0).count();
            return settled >= ENOUGH * sample.length;
        }

        /** Improves the potentials as long as that settles rows. */
        private Optional<SparseMatching> run() {
            int[] doubtful = IntStream.range(0, size).toArray();
            for (int round = 0; round < PRICINGS && doubtful.length > 0; round++) {
                double[] bounds = bounds();
                PricedRows better = pricer.least(doubtful, v, bounds, neighbours, parallelism);
                for (int r = 0; r < doubtful.length; r++) {
                    graph.add(doubtful[r], better, r, bounds[doubtful[r]]);
                }
                Matching.sweep(size, parallelism, this::relax);
                doubtful = doubtfulRows();
            }
            return settled();
        }

        /** The potential of a row if it has its own column. */
        private double potential(int row) {
            return own[row] - v[row];
        }

        private double[] bounds() {
            double[] bounds = new double[size];
            for (int i = 0; i < size; i++) {
                bounds[i] = potential(i);
            }
            return bounds;
        }

        private int[] doubtfulRows() {
            return IntStream.range(0, size).filter(i -> potential(i) - rounding(i) > graph.completeBelow(i)).toArray();
        }

        private double rounding(int row) {
            return SparseMatching.ROUNDING * (own[row] + Math.abs(v[row]));
        }

        private void relax(int row, boolean[] changed) {
            int[] columns = graph.columns(row);
            double[] costs = graph.costs(row);
            double u = potential(row);
            for (int t = 0; t < columns.length; t++) {
                int j = columns[t];
                double allowed = costs[t] - u;
                if (allowed < v[j]) {
                    // A decrease within rounding is applied, but does not trigger another sweep.
                    if (allowed < v[j] - rounding(j)) {
                        changed[j] = true;
                    }
                    v[j] = allowed;
                }
            }
        }

        private Optional<SparseMatching> settled() {
            SparseMatching matching = new SparseMatching(graph, v, parallelism.in(Stage.ASSIGNMENT));
            int settled = 0;
            for (int i = 0; i < size; i++) {
                if (potential(i) <= matching.leastReduced(i)) {
                    matching.match(i, i, own[i]);
                    settled++;
                }
            }
            return settled >= ENOUGH * size ? Optional.of(matching) : Optional.empty();
        }
    }
}
