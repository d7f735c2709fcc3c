package org.leastaction.ot.exact.sparse;

import java.util.Arrays;

/**
 * The exact phase: finds the shortest alternating paths among candidates, in reduced costs, from all free rows at once
 * (Dijkstra with a heap), until enough of them have reached a free column. Every column belongs to the tree of its
 * nearest free row, so the trees are disjoint. In each tree that has reached a free column, the assignment is augmented
 * along its path; all potentials are updated so that they stay feasible.
 *
 * <p>A phase takes O(e log n) for e candidates. The share of free rows that it leaves does not depend on their number,
 * as long as free rows and columns are well mixed. This takes a dozen phases or so instead of a search for every row.
 */
final class ShortestPathForest {

    /** A phase ends when this share of its trees have reached a free column; these block many of the others. */
    private static final double ENOUGH = 0.3;
    /**
     * This share of that number suffices if the next column is much farther away than the free columns reached so far.
     */
    private static final double SOME = 0.1;
    private static final double FAR = 4;
    private static final int STEPS_PER_CHECK = 1 << 14;

    private final SparseMatching matching;
    private final double[] distance;
    /** The row before each column on its path, and the cost of that step. */
    private final int[] before;
    private final double[] stepCost;
    /** Index of the tree that reached each column. */
    private final int[] treeOf;
    private final ColumnHeap heap;
    private final boolean[] isSettled;
    private int[] reached = new int[64];
    private int reachedCount;
    private int steps;

    ShortestPathForest(SparseMatching matching) {
        int n = matching.size;
        this.matching = matching;
        this.distance = new double[n];
        this.before = new int[n];
        this.stepCost = new double[n];
        this.treeOf = new int[n];
        this.isSettled = new boolean[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        this.heap = new ColumnHeap(distance);
    }

    /**
     * Assigns all free rows.
     *
     * @throws java.util.concurrent.CancellationException if the execution is cancelled
     * @throws IllegalStateException if the candidates allow no complete assignment
     */
    void run() {
        TightMatching tight = new TightMatching(matching);
        tight.run();
        int[] roots = matching.freeRows();
        while (roots.length > 0) {
            matching.execution.reached(matching.size - roots.length, matching.size);
            phase(roots);
            tight.run();
            roots = matching.freeRows();
        }
    }

    private void phase(int[] roots) {
        int[] ends = new int[roots.length];
        Arrays.fill(ends, SparseMatching.NONE);
        double radius = grow(roots, ends);
        for (int k = 0; k < reachedCount; k++) {
            int column = reached[k];
            if (isSettled[column]) {
                matching.v[column] += Math.min(0, distance[column] - radius);
                isSettled[column] = false;
            }
            distance[column] = Double.POSITIVE_INFINITY;
        }
        reachedCount = 0;
        heap.clear();
        for (int tree = 0; tree < roots.length; tree++) {
            if (ends[tree] != SparseMatching.NONE) {
                changeOver(roots[tree], ends[tree]);
            }
        }
    }

    /** Sets the end of each tree that has reached a free column; returns the distance to which all trees have grown. */
    private double grow(int[] roots, int[] ends) {
        for (int tree = 0; tree < roots.length; tree++) {
            relax(roots[tree], tree, 0, matching.leastReduced(roots[tree]));
        }
        int wanted = (int) Math.ceil(ENOUGH * roots.length);
        int found = 0;
        double sum = 0;
        double radius = 0;
        while (found < roots.length && !heap.isEmpty()) {
            double next = distance[heap.nearest()];
            if (next > radius && (found >= wanted || (found >= SOME * wanted && next > FAR * sum / found))) {
                break;
            }
            int nearest = heap.removeNearest();
            isSettled[nearest] = true;
            int tree = treeOf[nearest];
            int row = matching.rowOf[nearest];
            if (row != SparseMatching.NONE) {
                relax(row, tree, next, matching.potential(row));
            } else if (ends[tree] == SparseMatching.NONE) {
                ends[tree] = nearest;
                radius = next;
                sum += next;
                found++;
            }
            if ((++steps & (STEPS_PER_CHECK - 1)) == 0) {
                matching.execution.check();
            }
        }
        if (found == 0) {
            throw new IllegalStateException("row " + roots[0] + " reaches no free column");
        }
        return radius;
    }

    /**
     * Extends paths through a row.
     *
     * @param from      length of the path to the row
     * @param potential reduced cost of a step of length 0
     */
    private void relax(int row, int tree, double from, double potential) {
        int[] columns = matching.graph.columns(row);
        double[] costs = matching.graph.costs(row);
        double[] v = matching.v;
        for (int t = 0; t < columns.length; t++) {
            int column = columns[t];
            double step = costs[t] - v[column] - potential;
            // Lengths within rounding count as 0: otherwise rounding noise would decide between ties, one tree after
            // the other.
            double length = step <= SparseMatching.ROUNDING * (costs[t] + Math.abs(v[column]) + Math.abs(potential))
                    ? from : from + step;
            double known = distance[column];
            if (length < known && !isSettled[column]) {
                if (known == Double.POSITIVE_INFINITY) {
                    reach(column);
                }
                before[column] = row;
                stepCost[column] = costs[t];
                treeOf[column] = tree;
                heap.lower(column, length);
            }
        }
    }

    private void reach(int column) {
        if (reachedCount == reached.length) {
            reached = Arrays.copyOf(reached, 2 * reachedCount);
        }
        reached[reachedCount++] = column;
    }

    private void changeOver(int root, int end) {
        int column = end;
        int row;
        do {
            row = before[column];
            int previous = matching.columnOf[row];
            matching.match(row, column, stepCost[column]);
            column = previous;
        } while (row != root);
    }
}
