package org.leastaction.ot.exact.sparse;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * One level of the solution: an optimal assignment among candidates, and pricing until no pair outside the candidates
 * can improve it.
 *
 * <p>Column potentials only decrease, so reduced costs only increase: a row whose potential is still below the least
 * reduced cost that its last pricing left out need not be priced again. So second and later pricings concern few rows.
 */
final class ColumnGeneration {

    /**
     * Number of pricings between row reductions before the first shortest paths, which suffer most from poor
     * candidates.
     */
    private static final int EARLY_PRICINGS = 3;
    /**
     * Mean violation, in rounding errors, that is attributed to shortest paths: one rounding for each reassignment of a
     * row.
     */
    private static final double ROUNDINGS = 8;
    /**
     * If a round leaves more than this share of the rows with better columns outside the candidates, its paths made
     * long detours for lack of candidates, and potentials are worse than before. Then only the candidates found are
     * kept.
     */
    private static final double MANY = 0.5;
    /** Maximum number of such returns. */
    private static final int RETURNS = 6;
    /**
     * The same where the solver may give up, and only if less than a share of the rows was free before: a single path that
     * lacks a candidate moves all potentials, and the pricing that follows has found it.
     */
    private static final int IMPATIENT_RETURNS = 2;
    private static final double FEW = 0.05;
    /** Maximum number of successive rounds that do not raise the dual bound. */
    private static final int ROUNDS_WITHOUT_PROGRESS = 6;

    private final GroundCost cost;
    private final DoublePoints x;
    private final DoublePoints y;
    private final Parallelism parallelism;
    private final double tolerance;
    private final int neighbours;
    private final Pricer pricer;
    private final double[] noBounds;
    private final CandidateGraph graph;
    private final SparseMatching matching;
    private double dualBound = Double.NEGATIVE_INFINITY;
    private int roundsWithoutProgress;

    /**
     * Starts from potentials: prices all rows.
     *
     * @param v         potentials to start from; modified
     * @param tolerance gap primal − dual at which to stop, relative to the primal cost
     */
    ColumnGeneration(GroundCost cost, DoublePoints x, DoublePoints y, Pricer pricer, double[] v, int neighbours,
            double tolerance, Parallelism parallelism) {
        this(cost, x, y, pricer, new SparseMatching(new CandidateGraph(x.size()), v, parallelism.in(Stage.ASSIGNMENT)),
                neighbours, tolerance, parallelism);
    }

    /**
     * Starts from a partial assignment: prices the free rows.
     *
     * @param matching  modified
     * @param tolerance gap primal − dual at which to stop, relative to the primal cost
     */
    ColumnGeneration(GroundCost cost, DoublePoints x, DoublePoints y, Pricer pricer, SparseMatching matching,
            int neighbours, double tolerance, Parallelism parallelism) {
        this.cost = cost;
        this.x = x;
        this.y = y;
        this.parallelism = parallelism.in(Stage.PRICING);
        this.tolerance = tolerance;
        this.neighbours = neighbours;
        this.pricer = pricer;
        this.noBounds = new double[x.size()];
        Arrays.fill(noBounds, Double.POSITIVE_INFINITY);
        this.graph = matching.graph;
        this.matching = matching;
        price(matching.freeRows(), neighbours);
    }

    /** Makes a pair a candidate regardless of its reduced cost. */
    void offer(int row, int column) {
        graph.add(row, column, cost.between(x, row, y, column));
    }

    /** Makes xᵢ → yᵢ candidates, so that a complete assignment exists. */
    void offerPairing() {
        for (int i = 0; i < matching.size; i++) {
            if (!graph.has(i, i)) {
                offer(i, i);
            }
        }
    }

    /**
     * Solves; the candidates must allow a complete assignment. The result is optimal among all pairs up to the
     * tolerance and rounding, unless rounding creates new violations indefinitely: then it is the best state reached.
     *
     * @param isPatient whether to go on if paths make long detours
     * @return empty if it gave up
     */
    Optional<SparseMatching> run(boolean isPatient) {
        for (int round = 0; round < EARLY_PRICINGS; round++) {
            matching.reduceRows();
            if (!priceAgain(neighbours)) {
                break;
            }
        }
        ShortestPathForest paths = new ShortestPathForest(matching);
        int k = neighbours;
        int returns = 0;
        while (true) {
            matching.reduceRows();
            boolean few = matching.freeRows().length < FEW * matching.size;
            SparseMatching.State before = matching.state();
            paths.run();
            if (!priceAgain(k)) {
                return Optional.of(matching);
            }
            if (matching.freeRows().length > MANY * matching.size && returns < RETURNS) {
                if (!isPatient && !(few && returns < IMPATIENT_RETURNS)) {
                    return Optional.empty();
                }
                matching.restore(before);
                if (returns == 0) {
                    Gateways.add(cost, x, y, matching, parallelism);
                }
                returns++;
            }
            k = Math.min(matching.size, k + k / 2 + 1);
        }
    }

    /**
     * Prices the rows that may have a better column outside their candidates and frees those that do; returns whether
     * to continue.
     */
    private boolean priceAgain(int k) {
        int[] doubtful = doubtfulRows();
        if (doubtful.length == 0) {
            return false;
        }
        price(doubtful, k);
        double excess = 0;
        int[] overlooking = new int[doubtful.length];
        int count = 0;
        for (int row : doubtful) {
            if (matching.columnOf[row] == SparseMatching.NONE) {
                continue;
            }
            double surplus = matching.potential(row) - matching.leastReduced(row);
            excess += surplus;
            if (surplus > rounding(row)) {
                overlooking[count++] = row;
            }
        }
        if (matching.freeRows().length == 0 && isEnough(excess)) {
            return false;
        }
        for (int r = 0; r < count; r++) {
            matching.release(overlooking[r]);
        }
        return count > 0;
    }

    /**
     * Whether a complete assignment meets the tolerance, or no better one is to be expected.
     *
     * @param excess n · (primal − dual)
     */
    private boolean isEnough(double excess) {
        double primal = 0;
        double rounding = 0;
        for (int i = 0; i < matching.size; i++) {
            primal += matching.costOf[i];
            rounding += rounding(i);
        }
        if (primal - excess > dualBound + rounding) {
            dualBound = primal - excess;
            roundsWithoutProgress = 0;
        } else {
            roundsWithoutProgress++;
        }
        return excess <= tolerance * primal || roundsWithoutProgress == ROUNDS_WITHOUT_PROGRESS
                || excess <= ROUNDINGS * rounding;
    }

    private int[] doubtfulRows() {
        int[] doubtful = new int[matching.size];
        int count = 0;
        for (int i = 0; i < matching.size; i++) {
            boolean free = matching.columnOf[i] == SparseMatching.NONE;
            double potential = free ? matching.leastReduced(i) : matching.potential(i) - rounding(i);
            if (potential > graph.completeBelow(i)) {
                doubtful[count++] = i;
            }
        }
        return Arrays.copyOf(doubtful, count);
    }

    private double rounding(int row) {
        return SparseMatching.ROUNDING * (matching.costOf[row] + Math.abs(matching.v[matching.columnOf[row]]));
    }

    private void price(int[] rows, int k) {
        PricedRows priced = pricer.least(rows, matching.v, noBounds, k, parallelism);
        for (int r = 0; r < rows.length; r++) {
            graph.add(rows[r], priced, r, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * Candidates that connect distant groups of points. Where points form tight clusters, the columns of least reduced
     * cost of a row all lie in one cluster, and a surplus of rows there finds no way to the columns of another. Groups
     * are the cells of centres that are as far from one another as possible (Gonzalez 1985), so that clusters and
     * outliers are groups of their own.
     */
    private static final class Gateways {

        private static final int GROUPS = 24;
        /** Columns of a group beside its best, taken in turn: to a distant row all columns of a cluster look alike. */
        private static final int IN_TURN = 2;

        /**
         * Groups are tight if no point is farther from its centre than this share of the largest distance from the
         * first.
         */
        private static final double TIGHT = 0.01;

        private Gateways() {}

        /**
         * Adds for each row columns in every group, if the columns form tight groups. O(n·d) for each group, and then
         * pricing of all pairs.
         */
        static void add(GroundCost cost, DoublePoints x, DoublePoints y, SparseMatching matching,
                Parallelism parallelism) {
            int[] groupOf = new int[y.size()];
            if (!group(cost, y, groupOf)) {
                return;
            }
            for (int group = 0; group < GROUPS; group++) {
                int wanted = group;
                int[] members = IntStream.range(0, y.size()).filter(j -> groupOf[j] == wanted).toArray();
                if (members.length > 0) {
                    double[] v = IntStream.of(members).mapToDouble(j -> matching.v[j]).toArray();
                    PricedRows best = Pricer.of(cost, x, y.select(members)).least(x.size(), v, 1, parallelism);
                    for (int row = 0; row < x.size(); row++) {
                        matching.graph.add(row, members[best.column(row, 0)], best.cost(row, 0));
                        for (int t = 0; t < IN_TURN; t++) {
                            int column = members[(IN_TURN * row + t) % members.length];
                            matching.graph.add(row, column, cost.between(x, row, y, column));
                        }
                    }
                }
            }
        }

        /**
         * Numbers the nearest centre of each point; every centre is the point that is farthest from those before.
         * Returns whether the groups are tight.
         */
        private static boolean group(GroundCost cost, DoublePoints points, int[] groupOf) {
            double[] distance = new double[points.size()];
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            int centre = 0;
            double largest = 0;
            for (int group = 0; group < GROUPS; group++) {
                int farthest = 0;
                for (int j = 0; j < groupOf.length; j++) {
                    double c = cost.between(points, centre, points, j);
                    if (c < distance[j]) {
                        distance[j] = c;
                        groupOf[j] = group;
                    }
                    farthest = distance[j] > distance[farthest] ? j : farthest;
                }
                centre = farthest;
                largest = Math.max(largest, distance[farthest]);
            }
            return distance[centre] <= Math.pow(TIGHT, cost.power()) * largest;
        }
    }
}
