package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import org.leastaction.ot.Masses;

/**
 * The candidate arcs and the search among them: a block search that continues cyclically where the last one stopped and
 * lists the negative reduced costs of the first block that has one; the most negative of the list is taken, and the
 * next block is searched when none of the list is negative any more (Kovács 2015).
 */
final class CandidateArcs {

    private static final int SMALLEST_BLOCK = 64;
    /**
     * Block size in units of the root of the number of arcs: a pivot takes as long as examining about a thousand arcs.
     */
    private static final int BLOCK_FACTOR = 8;

    /** Negative reduced costs within this share of the arc's cost are attributed to the rounding of costs. */
    private static final double ROUNDING = 0x1p-50;
    /**
     * Negative reduced costs within this share of the potentials are attributed to the rounding of sums in twice the
     * precision.
     */
    private static final double FINE_ROUNDING = 0x1p-90;
    /**
     * Improvements are negligible within this share of an arc's cost if they are also within this share of the cost of
     * the whole plan: they are less than the rounding of the certificate. With many ties such pivots would never end.
     */
    private static final double NEGLIGIBLE = 0x1p-44;
    /** Error bound of reduced costs in double precision, relative to their terms. */
    private static final double COARSE_ROUNDING = 0x1p-50;

    private static final int NONE = -1;

    private final SpanningTree tree;
    private final int sources;
    private int[] tails = new int[64];
    private int[] heads = new int[64];
    private double[] costs = new double[64];
    /** The arc to the same target that was added before, or −1; and the last one to each target. */
    private int[] previousToTarget = new int[64];
    private final int[] lastToTarget;
    private int size;
    private int next;
    /** Arcs of the last block whose reduced costs were negative. */
    private int[] listed = new int[64];
    private int listSize;
    private int nextTarget;
    private int found;
    private double negligible;
    private boolean hasClear = true;
    /** Number of arcs and of changes of levels for which there was no descent. */
    private int sizeWithoutDescent = NONE;
    private long changesWithoutDescent;

    CandidateArcs(SpanningTree tree, int sources) {
        this.tree = tree;
        this.sources = sources;
        this.lastToTarget = new int[tree.rootAsTarget()];
        Arrays.fill(lastToTarget, NONE);
    }

    int size() {
        return size;
    }

    void add(int source, int target, double cost) {
        if (size == tails.length) {
            tails = Arrays.copyOf(tails, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
            costs = Arrays.copyOf(costs, 2 * size);
            previousToTarget = Arrays.copyOf(previousToTarget, 2 * size);
        }
        previousToTarget[size] = lastToTarget[target];
        lastToTarget[target] = size;
        tails[size] = source;
        heads[size] = target;
        costs[size++] = cost;
    }

    /** Sets the cost of the present plan, to which improvements are compared. */
    void setPlanCost(double planCost) {
        negligible = NEGLIGIBLE * planCost;
    }

    /** Searches all arcs if necessary; returns false if no arc improves the tree beyond rounding. */
    boolean find() {
        boolean is = (mayDescend() && findDescent()) || findListed() || (hasClear && findClear());
        if (!is) {
            is = findPrecise();
            // When few clear arcs are left, a search for them would mostly fail.
            hasClear = is && isClear(found);
        }
        return is;
    }

    /** Finds the most negative reduced cost of the list, and removes the arcs that are no longer clearly negative. */
    private boolean findListed() {
        double least = 0;
        int best = NONE;
        int kept = 0;
        for (int k = 0; k < listSize; k++) {
            int e = listed[k];
            double reduced = reduced(e);
            if (reduced < 0 && isClear(e) && tree.levels(tails[e], heads[e]) == 0) {
                listed[kept++] = e;
                if (reduced < least) {
                    least = reduced;
                    best = e;
                }
            }
        }
        listSize = kept;
        found = best;
        return best != NONE;
    }

    /** Lists the arcs of the next block with one whose reduced cost is certainly negative despite rounding. */
    private boolean findClear() {
        int[] tail = tails;
        int[] head = heads;
        double[] cost = costs;
        double[] potential = tree.potential;
        int block = block();
        int left = block;
        int e = next;
        for (int scanned = 0; scanned < size; scanned++) {
            double reduced = cost[e] + (potential[tail[e]] - potential[sources + head[e]]);
            if (reduced < 0 && isClear(e) && tree.levels(tail[e], head[e]) == 0) {
                if (listSize == listed.length) {
                    listed = Arrays.copyOf(listed, 2 * listSize);
                }
                listed[listSize++] = e;
            }
            e = e + 1 == size ? 0 : e + 1;
            if (--left == 0) {
                if (listSize > 0) {
                    break;
                }
                left = block;
            }
        }
        next = e;
        return findListed();
    }

    /**
     * Finds the least reduced cost of a block of arcs that replace an artificial arc, which is always an improvement.
     * They lead to targets that the tree reaches through artificial arcs; those are few after the first pivots.
     */
    private boolean findDescent() {
        int block = block();
        double least = Double.POSITIVE_INFINITY;
        int best = NONE;
        int scanned = 0;
        for (int k = 0; k < lastToTarget.length && (best == NONE || scanned < block); k++) {
            if (tree.level(sources + nextTarget) > 0) {
                for (int e = lastToTarget[nextTarget]; e != NONE; e = previousToTarget[e]) {
                    scanned++;
                    if (tree.levels(tails[e], heads[e]) < 0 && reduced(e) < least) {
                        least = reduced(e);
                        best = e;
                    }
                }
            }
            nextTarget = nextTarget + 1 == lastToTarget.length ? 0 : nextTarget + 1;
        }
        found = best;
        if (best == NONE) {
            sizeWithoutDescent = size;
            changesWithoutDescent = tree.levelChanges();
        }
        return best != NONE;
    }

    private boolean mayDescend() {
        return tree.isArtificial()
                && (size != sizeWithoutDescent || tree.levelChanges() != changesWithoutDescent);
    }

    /** Finds the most negative reduced cost in twice the precision. */
    private boolean findPrecise() {
        return find(e -> {
            boolean negative = reduced(e) < rounding(e) && tree.levels(tails[e], heads[e]) == 0
                    && improvement(tails[e], heads[e], costs[e]) < 0;
            return negative ? improvement(tails[e], heads[e], costs[e]) : Double.POSITIVE_INFINITY;
        });
    }

    /** Finds the arc with the least value in the first block that has a finite value. */
    private boolean find(IntToDoubleFunction value) {
        int block = block();
        double least = Double.POSITIVE_INFINITY;
        int best = NONE;
        for (int scanned = 1; scanned <= size; scanned++) {
            double v = value.applyAsDouble(next);
            if (v < least) {
                least = v;
                best = next;
            }
            next = next + 1 == size ? 0 : next + 1;
            if (best != NONE && scanned % block == 0) {
                break;
            }
        }
        found = best;
        return best != NONE;
    }

    private int block() {
        return Math.max(SMALLEST_BLOCK, (int) (BLOCK_FACTOR * Math.sqrt(size)));
    }

    private boolean isClear(int e) {
        return reduced(e) < -Math.max(rounding(e), negligible(costs[e]));
    }

    private double negligible(double cost) {
        return Math.min(NEGLIGIBLE * cost, negligible);
    }

    private double reduced(int e) {
        return costs[e] + (tree.potential[tails[e]] - tree.potential[sources + heads[e]]);
    }

    /** Error bound of a reduced cost in double precision. */
    private double rounding(int e) {
        return COARSE_ROUNDING
                * (costs[e] + Math.abs(tree.potential[tails[e]]) + Math.abs(tree.potential[sources + heads[e]]));
    }

    /** Whether an arc with this cost would improve the tree. */
    boolean improves(int source, int target, double cost) {
        int levels = tree.levels(source, target);
        return levels < 0 || (levels == 0 && improvement(source, target, cost) < 0);
    }

    /** The reduced cost of an arc between nodes of equal level if it is negative beyond rounding, otherwise 0. */
    private double improvement(int source, int target, double cost) {
        double reduced = tree.reduced(source, target, cost);
        double fine = Math.abs(tree.potential[source]) + Math.abs(tree.potential[sources + target]);
        return reduced < -(Math.max(ROUNDING * cost, negligible(cost)) + FINE_ROUNDING * fine) ? reduced : 0;
    }

    /** The source of the arc that was found. */
    int source() {
        return tails[found];
    }

    /** Its target. */
    int target() {
        return heads[found];
    }

    /** Its cost. */
    double cost() {
        return costs[found];
    }

    /**
     * Brings arcs into the tree in ascending order of their reduced costs under nearly optimal potentials, each with as
     * much flow as both ends have left. This gives most arcs of an optimal flow. What is then left goes from one source
     * to the next target in the order of points: near points are near each other in that order, and where all arcs are
     * equally good the candidates alone may not allow any flow. Requires a tree that sends all mass through its root.
     *
     * @param u    potentials of the sources
     * @param v    potentials of the targets
     * @param a    masses of the sources
     * @param b    masses of the targets
     * @param cost of a source and a target
     */
    void crash(double[] u, double[] v, Masses a, Masses b, ToDoubleBiFunction<Integer, Integer> cost) {
        Masses atSources = a.copy();
        Masses atTargets = b.copy();
        Masses mass = Masses.zeros(1, a);
        for (int e : byReducedCost(u, v)) {
            if (!atSources.isZero(tails[e]) && !atTargets.isZero(heads[e])) {
                send(e, atSources, atTargets, mass);
            }
        }
        int target = 0;
        for (int source = 0; source < sources; source++) {
            while (!atSources.isZero(source)) {
                while (atTargets.isZero(target)) {
                    target++;
                }
                add(source, target, cost.applyAsDouble(source, target));
                send(size - 1, atSources, atTargets, mass);
            }
        }
    }

    private void send(int e, Masses atSources, Masses atTargets, Masses mass) {
        tree.pivot(tails[e], heads[e], costs[e]);
        boolean allOfSource = atSources.compare(tails[e], atTargets, heads[e]) <= 0;
        mass.set(0, allOfSource ? atSources : atTargets, allOfSource ? tails[e] : heads[e]);
        atSources.subtract(tails[e], mass, 0);
        atTargets.subtract(heads[e], mass, 0);
    }

    private int[] byReducedCost(double[] u, double[] v) {
        long[] keys = new long[size];
        for (int e = 0; e < size; e++) {
            // At least 0, up to rounding: the bits of such numbers have the same order as the numbers, and half of the
            // bits suffice.
            double slack = Math.max(0, costs[e] - u[tails[e]] - v[heads[e]]);
            keys[e] = Double.doubleToLongBits(slack) >>> 32 << 32 | e;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int k = 0; k < size; k++) {
            order[k] = (int) keys[k];
        }
        return order;
    }
}
