package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.Masses;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.simplex.MergedPoints.SplitPlan;
import org.leastaction.ot.kernel.Parallelism.Monitor;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport for any weights and sizes: the network simplex method among candidate arcs, and pricing of all pairs
 * until no violation is left. O((n + m)·(d + k)) memory for k candidates per point, no matrix. The plan has at most n +
 * m − 1 entries. Masses are integers and potentials have twice the precision of double, so ties are exact and distant
 * points do not cancel small costs; equal points are merged.
 *
 * @param parallelism threads for pricing and certificate; the result is the same for any number
 */
public record NetworkSimplex(Parallelism parallelism) implements TransportSolver {

    public NetworkSimplex {
        Objects.requireNonNull(parallelism, "parallelism");
    }

    /** All processors. */
    public static NetworkSimplex defaults() {
        return new NetworkSimplex(Parallelism.available());
    }

    /** @throws IllegalArgumentException also if costs overflow */
    @Override
    public TransportResult solve(TransportProblem problem) {
        return WeighingPoints.of(problem).solve(weighing -> solve(weighing, Optional.empty()), parallelism);
    }

    /**
     * Solves a problem starting from nearly optimal potentials.
     *
     * @param start potentials of the problem's points
     */
    public TransportResult solveFrom(TransportProblem problem, DualPotentials start) {
        return solve(problem, Optional.of(start));
    }

    private TransportResult solve(TransportProblem problem, Optional<DualPotentials> start) {
        problem.finiteCostBound(parallelism); // rejects costs that are not finite
        WholeMasses masses = WholeMasses.of(problem);
        MergedPoints sources = MergedPoints.of(problem.x(), masses.sources());
        MergedPoints targets = MergedPoints.of(problem.y(), masses.targets());
        int[] rows = KdTree.nearOrder(sources.points());
        int[] columns = KdTree.nearOrder(targets.points());
        DoublePoints x = sources.points().select(rows);
        DoublePoints y = targets.points().select(columns);
        Masses a = sources.masses().select(rows);
        Masses b = targets.masses().select(columns);
        Pivoting levels = new Pivoting(problem.cost(), parallelism);
        SpanningTree tree = start
                .map(known -> levels.solve(x, y, a, b, IntStream.of(columns).mapToDouble(
                        group -> known.g(targets.member(targets.firstMember(group)))).toArray(), false))
                .orElseGet(() -> levels.solve(x, y, a, b));
        SplitPlan plan = new SplitPlan(sources, targets, masses);
        tree.forEachFlow((i, j, flow, at) -> plan.add(rows[i], columns[j], flow, at));
        DualPotentials potentials = DualPotentials.of(
                sources.spread(inOrder(tree.f(), rows)), targets.spread(inOrder(tree.g(), columns)));
        return TransportResult.certified(problem, plan.build(), potentials, parallelism);
    }

    private static double[] inOrder(double[] values, int[] order) {
        double[] result = new double[values.length];
        for (int k = 0; k < order.length; k++) {
            result[order[k]] = values[k];
        }
        return result;
    }

    /**
     * The overall method: candidates, a first basis, pivots, and pricing of all pairs for missing candidates, until
     * none is missing.
     *
     * <p>In few dimensions it works from coarse to fine: the potentials of the problem in which every fourth point
     * carries the mass of four, extended to all points by c-transforms, determine the candidate arcs and their order in
     * the first basis. In many dimensions the potentials of few points are a poor guide for the others, and the nearest
     * points are better candidates.
     */
    private static final class Pivoting {

        /** Up to this number of points per side a cold start is as fast. */
        private static final int SMALL = 128;
        private static final int STRIDE = 4;
        /** Number of candidates per source, and per target. */
        private static final int PER_SOURCE = 16;
        private static final int PER_TARGET = 16;
        private static final int PIVOTS_BETWEEN_CHECKS = 256;
        /** Ratio of potentials to centred ones beyond which their rounding matters. */
        private static final double LARGE = 0x1p20;

        private final GroundCost cost;
        private final Parallelism parallelism;
        private long pivots;

        Pivoting(GroundCost cost, Parallelism parallelism) {
            this.cost = cost;
            this.parallelism = parallelism;
        }

        /** An optimal basis for masses a on x and b on y, with equal sums, all above 0. */
        SpanningTree solve(DoublePoints x, DoublePoints y, Masses a, Masses b) {
            return solve(x, y, a, b, coarse(x, y, a, b), true);
        }

        /**
         * The same from known potentials.
         *
         * @param v       potentials of the targets. Modified.
         * @param isRough whether they are to be smoothed: nearly optimal ones would lose by it
         */
        SpanningTree solve(DoublePoints x, DoublePoints y, Masses a, Masses b, double[] v, boolean isRough) {
            CandidateArcs arcs = new CandidateArcs(x.size());
            Potentials start = new Potentials(new double[x.size()], v);
            PricedRows bySource = Pricer.of(cost, x, y).least(x.size(), start.v, PER_SOURCE, pricing());
            double spread = 0;
            for (int i = 0; i < x.size(); i++) {
                start.u[i] = bySource.reduced(i, 0);
                spread += (bySource.reduced(i, bySource.count(i) - 1) - bySource.reduced(i, 0)) / x.size();
                for (int t = 0; t < bySource.count(i); t++) {
                    arcs.add(i, bySource.column(i, t), bySource.cost(i, t));
                }
            }
            PricedRows byTarget = Pricer.of(cost.transposed(), y, x).least(y.size(), start.u, PER_TARGET, pricing());
            for (int j = 0; j < y.size(); j++) {
                for (int t = 0; t < byTarget.count(j); t++) {
                    arcs.add(byTarget.column(j, t), j, byTarget.cost(j, t));
                }
            }
            if (isRough) {
                SmoothedPotentials.improve(arcs, start.u, start.v, a, b, spread);
            }
            SpanningTree tree =
                    new SpanningTree(arcs.basis(start.u, start.v, a, b, (i, j) -> cost.between(x, i, y, j)));
            ArcSearch search = new ArcSearch(tree, arcs);
            run(tree, search);
            complete(tree, search, arcs, Pricer.of(cost, x, y), x, a);
            return tree;
        }

        /** Nearly optimal potentials. */
        private record Potentials(double[] u, double[] v) {}

        /** Potentials of the targets from some of the points. */
        private double[] coarse(DoublePoints x, DoublePoints y, Masses a, Masses b) {
            double[] v = new double[y.size()];
            if (x.dimension() <= Pricer.FEW_DIMENSIONS && Math.max(x.size(), y.size()) > SMALL) {
                DoublePoints coarseX = x.select(thinned(x.size()));
                SpanningTree coarse = solve(coarseX, y.select(thinned(y.size())), gathered(a), gathered(b));
                PricedRows tight = Pricer.of(cost.transposed(), y, coarseX).least(y.size(), coarse.f(), 1, pricing());
                Arrays.setAll(v, j -> tight.reduced(j, 0));
            }
            return v;
        }

        private static int[] thinned(int size) {
            return IntStream.range(0, (size + STRIDE - 1) / STRIDE).map(s -> s * STRIDE).toArray();
        }

        private static Masses gathered(Masses masses) {
            Masses sums = Masses.zeros((masses.size() + STRIDE - 1) / STRIDE, masses);
            for (int i = 0; i < masses.size(); i++) {
                sums.add(i / STRIDE, masses, i);
            }
            return sums;
        }

        /**
         * Prices all pairs and adds those that violate the tree's potentials, until there are none. Then pivots on arcs
         * to the root that make the potentials small, and centres them if they are still large.
         */
        private void complete(SpanningTree tree, ArcSearch search, CandidateArcs arcs, Pricer pricer, DoublePoints x,
                Masses a) {
            boolean isCentred = false;
            int[] rows = IntStream.range(0, x.size()).toArray();
            while (true) {
                PricedRows overlooked = pricer.least(rows, tree.g(), tree.f(), PER_SOURCE, pricing());
                int before = arcs.size();
                for (int i = 0; i < rows.length; i++) {
                    for (int t = 0; t < overlooked.count(i); t++) {
                        int target = overlooked.column(i, t);
                        if (search.improves(i, target, overlooked.cost(i, t))) {
                            arcs.add(i, target, overlooked.cost(i, t));
                        }
                    }
                }
                if (arcs.size() > before) {
                    run(tree, search);
                } else if (isCentred) {
                    return;
                } else if (!lower(tree, search)) {
                    if (!centre(tree, a)) {
                        return;
                    }
                    isCentred = true;
                    run(tree, search);
                }
            }
        }

        /**
         * Pivots on the arcs to the root from sources with potentials above 0. Returns whether that changed the
         * potentials by more than a constant, so that all pairs must be priced again.
         */
        private boolean lower(SpanningTree tree, ArcSearch search) {
            boolean changed = false;
            for (int source = tree.aboveRoot(); source >= 0; source = tree.aboveRoot()) {
                boolean whole = tree.isConnected();
                tree.pivotOnRoot(source);
                long before = ++pivots;
                if (!whole || !tree.isConnected()) {
                    run(tree, search);
                    changed = true;
                }
                changed |= pivots > before;
            }
            return changed;
        }

        /**
         * Makes the median of the sources' potentials 0, if they are much larger otherwise: a distant source of small
         * weight can make all others large, and rounding them then dominates. Returns whether they have changed.
         */
        private static boolean centre(SpanningTree tree, Masses masses) {
            double[] potential = tree.potential;
            Masses total = Masses.zeros(1, masses);
            for (int i = 0; i < masses.size(); i++) {
                total.add(0, masses, i);
            }
            double[] weights = new double[masses.size()];
            Arrays.setAll(weights, i -> masses.quotient(i, total, 0));
            int[] order = IntStream.range(0, weights.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> potential[i])).mapToInt(Integer::intValue).toArray();
            double below = weights[order[0]];
            int at = 0;
            while (below < 0.5 && at < order.length - 1) {
                below += weights[order[++at]];
            }
            double median = potential[order[at]];
            double size = 0;
            double centred = 0;
            for (int i = 0; i < weights.length; i++) {
                size += weights[i] * Math.abs(potential[i]);
                centred += weights[i] * Math.abs(potential[i] - median);
            }
            if (!(size > LARGE * centred)) {
                return false;
            }
            tree.makeZero(order[at]);
            return true;
        }

        private void run(SpanningTree tree, ArcSearch search) {
            Parallelism execution = parallelism.in(Stage.PIVOTS);
            boolean improved = true;
            while (improved) {
                improved = false;
                search.setPlanCost(tree.flowCost());
                while (search.find()) {
                    search.pivot();
                    improved = true;
                    if (++pivots % PIVOTS_BETWEEN_CHECKS == 0) {
                        execution.reached(pivots, Monitor.UNKNOWN);
                    }
                }
                // Apparent optimality may be an effect of rounding: check again with recomputed potentials.
                tree.refresh();
            }
        }

        private Parallelism pricing() {
            return parallelism.in(Stage.PRICING);
        }
    }
}
