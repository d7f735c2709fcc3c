package org.leastaction.ot.simplex;

import java.util.Arrays;

/**
 * Some of the arcs, and the search among them: goes round from where it stopped, and takes the most negative reduced
 * cost of the first block that has one (Kovács 2015).
 */
final class CandidateArcs {

    private static final int SMALLEST_BLOCK = 64;
    /** Of the root of the number of arcs: a pivot takes as long as looking at some thousand arcs. */
    private static final int BLOCK_FACTOR = 8;

    private final SpanningTree tree;
    private final int sources;
    private final double tolerance;
    private int[] tails = new int[64];
    private int[] heads = new int[64];
    private double[] costs = new double[64];
    private int size;
    private int next;
    private int found;

    /** @param tolerance reduced costs above −tolerance count as 0 */
    CandidateArcs(SpanningTree tree, int sources, double tolerance) {
        this.tree = tree;
        this.sources = sources;
        this.tolerance = tolerance;
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

    /** Looks at all arcs if need be; false if none has a reduced cost below −tolerance. */
    boolean find() {
        int block = Math.max(SMALLEST_BLOCK, (int) (BLOCK_FACTOR * Math.sqrt(size)));
        double[] potential = tree.potential;
        double least = -tolerance;
        int best = -1;
        int left = block;
        int e = next;
        for (int scanned = 0; scanned < size; scanned++) {
            double reduced = costs[e] + potential[tails[e]] - potential[sources + heads[e]];
            if (reduced < least) {
                least = reduced;
                best = e;
            }
            e = e + 1 == size ? 0 : e + 1;
            if (--left == 0) {
                if (best >= 0) {
                    break;
                }
                left = block;
            }
        }
        next = e;
        found = best;
        return best >= 0;
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
    void crash(double[] u, double[] v, long[] a, long[] b) {
        long[] atSources = a.clone();
        long[] atTargets = b.clone();
        for (int e : byReducedCost(u, v)) {
            long mass = Math.min(atSources[tails[e]], atTargets[heads[e]]);
            if (mass > 0) {
                tree.pivot(tails[e], heads[e], costs[e]);
                atSources[tails[e]] -= mass;
                atTargets[heads[e]] -= mass;
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
