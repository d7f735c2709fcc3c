package org.leastaction.ot.exact.simplex;

import java.util.Arrays;

/**
 * The search for an arc that improves a basis: a block search that continues cyclically where the last one stopped and
 * lists the negative reduced costs of the first block that has one; the most negative of the list is taken, and the
 * next block is searched when none of the list is negative any more (Kovács 2015).
 *
 * <p>Reduced costs are first computed in double precision, from potentials to which pivots add in double precision. Arcs
 * whose reduced cost is not clearly beyond the rounding of that are examined in twice the precision when no others are
 * left.
 */
final class ArcSearch {

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
    /**
     * Error of reduced costs in double precision, relative to their terms, and for each sum in a potential. It is greater
     * if potentials were much larger in between, as beside distant points. A pivot may then be wrong; the search after the
     * next refreshment corrects it.
     */
    private static final double COARSE_ROUNDING = 0x1p-50;
    private static final double ROUNDING_OF_SUM = 0x1p-52;

    private static final int NONE = -1;

    private final SpanningTree tree;
    private final CandidateArcs arcs;
    private int next;
    /** Arcs of the last block whose reduced costs were negative. */
    private int[] listed = new int[64];
    private int listSize;
    private int found;
    private double negligible;
    private boolean hasClear = true;

    ArcSearch(SpanningTree tree, CandidateArcs arcs) {
        this.tree = tree;
        this.arcs = arcs;
    }

    /** Sets the cost of the present plan, to which improvements are compared. */
    void setPlanCost(double planCost) {
        negligible = NEGLIGIBLE * planCost;
    }

    /** Searches all arcs if necessary; returns false if no arc improves the tree beyond rounding. */
    boolean find() {
        if (findListed() || (hasClear && findClear())) {
            return true;
        }
        if (tree.roundings() > 0) {
            tree.refresh();
            if (findClear()) {
                return true;
            }
        }
        boolean is = findPrecise();
        // When few clear arcs are left, a search for them would mostly fail.
        hasClear = is && isClear(found);
        tree.setPrecise(!hasClear);
        return is;
    }

    /** Finds the most negative reduced cost of the list, and removes the arcs that are no longer negative. */
    private boolean findListed() {
        double least = 0;
        int best = NONE;
        int kept = 0;
        for (int k = 0; k < listSize; k++) {
            int e = listed[k];
            double reduced = reduced(e);
            if (reduced < 0) {
                listed[kept++] = e;
                if (reduced < least && isClear(e)) {
                    least = reduced;
                    best = e;
                }
            }
        }
        listSize = best == NONE ? 0 : kept;
        found = best;
        return best != NONE;
    }

    /** Lists the arcs of the next block with one whose reduced cost is negative beyond rounding. */
    private boolean findClear() {
        int[] tail = arcs.tails;
        int[] head = arcs.heads;
        double[] cost = arcs.costs;
        double[] potential = tree.potential;
        int size = arcs.size();
        int block = block();
        int left = block;
        int e = next;
        for (int scanned = 0; scanned < size; scanned++) {
            double reduced = cost[e] + (potential[tail[e]] - potential[head[e]]);
            if (reduced < 0 && isClear(e)) {
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

    /** Finds the most negative reduced cost of a block in twice the precision. */
    private boolean findPrecise() {
        int size = arcs.size();
        int block = block();
        double least = 0;
        int best = NONE;
        for (int scanned = 1; scanned <= size; scanned++) {
            if (reduced(next) < rounding(next)) {
                double improvement = improvement(arcs.tails[next], arcs.heads[next], arcs.costs[next]);
                if (improvement < least) {
                    least = improvement;
                    best = next;
                }
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
        return Math.max(SMALLEST_BLOCK, (int) (BLOCK_FACTOR * Math.sqrt(arcs.size())));
    }

    private boolean isClear(int e) {
        return reduced(e) < -Math.max(rounding(e), negligible(arcs.costs[e]));
    }

    private double negligible(double cost) {
        return Math.min(NEGLIGIBLE * cost, negligible);
    }

    private double reduced(int e) {
        return arcs.costs[e] + (tree.potential[arcs.tails[e]] - tree.potential[arcs.heads[e]]);
    }

    /** Usual error of a reduced cost in double precision. */
    private double rounding(int e) {
        return (COARSE_ROUNDING + tree.roundings() * ROUNDING_OF_SUM)
                * (arcs.costs[e] + Math.abs(tree.potential[arcs.tails[e]]) + Math.abs(tree.potential[arcs.heads[e]]));
    }

    /** Whether an arc with this cost would improve the tree, whose potentials must have been refreshed. */
    boolean improves(int source, int target, double cost) {
        return improvement(source, tree.node(target), cost) < 0;
    }

    /** The reduced cost of an arc if it is negative beyond rounding, otherwise 0. */
    private double improvement(int tail, int head, double cost) {
        double reduced = tree.reduced(tail, head, cost);
        double fine = Math.abs(tree.potential[tail]) + Math.abs(tree.potential[head]);
        return reduced < -(Math.max(ROUNDING * cost, negligible(cost)) + FINE_ROUNDING * fine) ? reduced : 0;
    }

    /** Brings the arc that was found into the tree. */
    void pivot() {
        tree.pivot(arcs.tails[found], arcs.heads[found], arcs.costs[found]);
    }
}
