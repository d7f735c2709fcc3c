package org.leastaction.ot.exact.sparse;

import java.util.Arrays;

/**
 * Assigns free rows along tight candidates alone, those of reduced cost 0 up to rounding, by the method of Hopcroft and
 * Karp: passes of disjoint alternating paths of the least number of steps. Potentials stay as they are. With ties a few
 * passes assign nearly all rows, where a forest of shortest paths would assign a few at a time, since its first trees
 * block the others. O(e) for a pass over e candidates.
 */
final class TightMatching {

    private static final int UNREACHED = -1;
    /** A pass that assigns a smaller share of the free rows is the last. */
    private static final double WORTH_ANOTHER = 0.03;

    private final SparseMatching matching;
    /** Steps from a free row, by rows. */
    private final int[] layer;
    private final double[] potential;
    /** The next candidate to be tried, by rows. */
    private final int[] next;
    private final int[] queue;
    /** The rows of the path that is being extended. */
    private final int[] path;

    TightMatching(SparseMatching matching) {
        this.matching = matching;
        this.layer = new int[matching.size];
        this.potential = new double[matching.size];
        this.next = new int[matching.size];
        this.queue = new int[matching.size];
        this.path = new int[matching.size];
    }

    /** Passes for as long as they assign a share of the free rows. */
    void run() {
        int[] free = matching.freeRows();
        while (free.length > 0 && layers(free)) {
            matching.execution.check();
            int assigned = 0;
            for (int row : free) {
                if (augment(row)) {
                    assigned++;
                }
            }
            if (assigned < WORTH_ANOTHER * free.length) {
                return;
            }
            free = matching.freeRows();
        }
    }

    /** Numbers the rows by their steps from a free row; returns whether a free column can be reached. */
    private boolean layers(int[] free) {
        Arrays.fill(layer, UNREACHED);
        int count = 0;
        for (int row : free) {
            reach(row, 0, matching.leastReduced(row));
            queue[count++] = row;
        }
        int last = Integer.MAX_VALUE;
        for (int at = 0; at < count && layer[queue[at]] <= last; at++) {
            int row = queue[at];
            int[] columns = matching.graph.columns(row);
            for (int t = 0; t < columns.length; t++) {
                if (isTight(row, t)) {
                    int owner = matching.rowOf[columns[t]];
                    if (owner == SparseMatching.NONE) {
                        last = layer[row];
                    } else if (layer[owner] == UNREACHED) {
                        reach(owner, layer[row] + 1, matching.potential(owner));
                        queue[count++] = owner;
                    }
                }
            }
        }
        return last < Integer.MAX_VALUE;
    }

    private void reach(int row, int steps, double rowPotential) {
        layer[row] = steps;
        potential[row] = rowPotential;
        next[row] = 0;
    }

    private boolean isTight(int row, int t) {
        double c = matching.graph.costs(row)[t];
        double v = matching.v[matching.graph.columns(row)[t]];
        return c - v - potential[row] <= SparseMatching.ROUNDING * (c + Math.abs(v) + Math.abs(potential[row]));
    }

    /** Depth-first through the layers, every row at most once in all; changes over the path that it finds. */
    private boolean augment(int root) {
        int depth = 0;
        path[0] = root;
        while (depth >= 0) {
            int row = path[depth];
            int[] columns = matching.graph.columns(row);
            if (next[row] == columns.length) {
                depth--;
                continue;
            }
            int t = next[row]++;
            if (!isTight(row, t)) {
                continue;
            }
            int owner = matching.rowOf[columns[t]];
            if (owner == SparseMatching.NONE) {
                changeOver(depth);
                return true;
            }
            if (layer[owner] == layer[row] + 1 && next[owner] == 0) {
                path[++depth] = owner;
            }
        }
        return false;
    }

    /** Every row of the path takes the column that was tried last; from the end, so that owners leave theirs first. */
    private void changeOver(int depth) {
        for (int k = depth; k >= 0; k--) {
            int row = path[k];
            int t = next[row] - 1;
            next[row] = matching.graph.columns(row).length;
            matching.match(row, matching.graph.columns(row)[t], matching.graph.costs(row)[t]);
        }
    }
}
