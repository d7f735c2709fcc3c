package org.leastaction.ot.simplex;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.leastaction.ot.Masses;

/**
 * Some of the arcs, and the search among them: goes round from where it stopped, and takes the most negative reduced
 * cost of the first block that has one (Kovács 2015).
 */
final class CandidateArcs {

    private static final int SMALLEST_BLOCK = 64;
    /** Of the root of the number of arcs: a pivot takes as long as looking at some thousand arcs. */
    private static final int BLOCK_FACTOR = 8;

    /** Reduced costs above this share of the arc's cost, below 0, are rounding of costs. */
    private static final double ROUNDING = 0x1p-50;
    /** And those above this share of the potentials are rounding of sums in twice the digits. */
    private static final double FINE_ROUNDING = 0x1p-90;
    /** Reduced costs are this share of their terms off, at most, where they are computed in double precision. */
    private static final double COARSE_ROUNDING = 0x1p-50;

    private static final int NONE = -1;

    private final SpanningTree tree;
    private final int sources;
    private int[] tails = new int[64];
    private int[] heads = new int[64];
    private double[] costs = new double[64];
    private int size;
    private int next;
    private int found;
    private boolean hasClear = true;

    CandidateArcs(SpanningTree tree, int sources) {
        this.tree = tree;
        this.sources = sources;
    }

    int size() {
        return size;
    }

    void add(int source, int target, double cost) {
        if (size == tails.length) {
            tails = Arrays.copyOf(tails, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
            costs = Arrays.copyOf(costs, 2 * size);
        }
        tails[size] = source;
        heads[size] = target;
        costs[size++] = cost;
    }

    /** Looks at all arcs if need be; false if no arc would improve the tree, but for rounding. */
    boolean find() {
        boolean is = tree.isArtificial() ? findDescent() : hasClear && findClear();
        if (!is) {
            is = findPrecise();
            // Once there are few clear ones left, looking for them first would be in vain most times.
            hasClear = is && isClear(found);
        }
        return is;
    }

    /** The most negative reduced cost in double precision, of those that are below 0 whatever rounding does. */
    private boolean findClear() {
        int[] tail = tails;
        int[] head = heads;
        double[] cost = costs;
        double[] potential = tree.potential;
        int block = block();
        double least = 0;
        int best = NONE;
        int left = block;
        int e = next;
        for (int scanned = 0; scanned < size; scanned++) {
            double reduced = cost[e] + (potential[tail[e]] - potential[sources + head[e]]);
            if (reduced < least && isClear(e)) {
                least = reduced;
                best = e;
            }
            e = e + 1 == size ? 0 : e + 1;
            if (--left == 0) {
                if (best != NONE) {
                    break;
                }
                left = block;
            }
        }
        next = e;
        found = best;
        return best != NONE;
    }

    /** The least reduced cost of the arcs that take the place of an artificial one: whatever they cost, it is less. */
    private boolean findDescent() {
        return find(e -> tree.levels(tails[e], heads[e]) < 0 ? reduced(e) : Double.POSITIVE_INFINITY);
    }

    /** The most negative reduced cost in twice the digits. */
    private boolean findPrecise() {
        return find(e -> {
            boolean negative = reduced(e) < rounding(e) && tree.levels(tails[e], heads[e]) == 0
                    && improvement(tails[e], heads[e], costs[e]) < 0;
            return negative ? improvement(tails[e], heads[e], costs[e]) : Double.POSITIVE_INFINITY;
        });
    }

    /** The arc of the least value of the first block that has a finite one. */
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
        return reduced(e) < -rounding(e);
    }

    private double reduced(int e) {
        return costs[e] + (tree.potential[tails[e]] - tree.potential[sources + heads[e]]);
    }

    /** Of a reduced cost in double precision. */
    private double rounding(int e) {
        return COARSE_ROUNDING
                * (costs[e] + Math.abs(tree.potential[tails[e]]) + Math.abs(tree.potential[sources + heads[e]]));
    }

    /** Whether an arc of this cost would improve the tree. */
    boolean improves(int source, int target, double cost) {
        int levels = tree.levels(source, target);
        return levels < 0 || levels == 0 && improvement(source, target, cost) < 0;
    }

    /** The reduced cost of an arc between nodes of one level if it is below 0 by more than rounding, else 0. */
    private double improvement(int source, int target, double cost) {
        double reduced = tree.reduced(source, target, cost);
        double fine = Math.abs(tree.potential[source]) + Math.abs(tree.potential[sources + target]);
        return reduced < -(ROUNDING * cost + FINE_ROUNDING * fine) ? reduced : 0;
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
     * Brings arcs into the tree in the order of their reduced costs under potentials that are nearly right, each with all
     * that both ends have left: most of what an optimal flow uses. For a tree that still sends all mass through its root.
     *
     * @param u    of the sources
     * @param v    of the targets
     * @param a    masses of the sources
     * @param b    masses of the targets
     */
    void crash(double[] u, double[] v, Masses a, Masses b) {
        Masses atSources = a.copy();
        Masses atTargets = b.copy();
        Masses mass = Masses.zeros(1, a);
        for (int e : byReducedCost(u, v)) {
            if (!atSources.isZero(tails[e]) && !atTargets.isZero(heads[e])) {
                tree.pivot(tails[e], heads[e], costs[e]);
                boolean allOfSource = atSources.compare(tails[e], atTargets, heads[e]) <= 0;
                mass.set(0, allOfSource ? atSources : atTargets, allOfSource ? tails[e] : heads[e]);
                atSources.subtract(tails[e], mass, 0);
                atTargets.subtract(heads[e], mass, 0);
            }
        }
    }

    private int[] byReducedCost(double[] u, double[] v) {
        long[] keys = new long[size];
        for (int e = 0; e < size; e++) {
            // At least 0 but for rounding: then the bits are in the order of the numbers, and half of them will do.
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
