package org.leastaction.ot.simplex;

import org.leastaction.ot.cost.CostMatrix;

/**
 * Finds an arc to enter: goes round the rows of costs from where it stopped, and takes the most negative reduced cost of
 * the first block of rows, of about √(n·m) arcs, that has one.
 */
final class BlockSearch {

    private final CostMatrix costs;
    private final double[] potential;
    private final double tolerance;
    private final int blockRows;
    private int next;
    private int source;
    private int target;

    BlockSearch(CostMatrix costs, double[] potential, double tolerance) {
        this.costs = costs;
        this.potential = potential;
        this.tolerance = tolerance;
        this.blockRows = (int) Math.max(1, Math.sqrt((double) costs.size() / costs.columns()));
    }

    /** Looks at all arcs if need be; false if none has a reduced cost below −tolerance. */
    boolean find() {
        int n = costs.size();
        double least = -tolerance;
        boolean found = false;
        for (int scanned = 1; scanned <= n; scanned++) {
            double[] row = costs.row(next);
            double u = potential[next];
            double limit = least - u;
            int best = least(row, limit);
            if (best >= 0) {
                least = row[best] - potential[n + best] + u;
                source = next;
                target = best;
                found = true;
            }
            next = next + 1 == n ? 0 : next + 1;
            if (found && scanned % blockRows == 0) {
                return true;
            }
        }
        return found;
    }

    private int least(double[] row, double limit) {
        int n = costs.size();
        int best = -1;
        double least = limit;
        for (int j = 0; j < row.length; j++) {
            double reduced = row[j] - potential[n + j];
            if (reduced < least) {
                least = reduced;
                best = j;
            }
        }
        return best;
    }

    int source() {
        return source;
    }

    int target() {
        return target;
    }
}
