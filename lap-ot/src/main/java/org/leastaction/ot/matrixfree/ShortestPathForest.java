package org.leastaction.ot.matrixfree;

import java.util.Arrays;

/**
 * The exact phase: from all free rows at once the shortest alternating paths among candidates, in reduced costs
 * (Dijkstra with a heap), until enough of them have met a free column. Every column belongs to the tree of the row that
 * is nearest to it, so trees share nothing: along each that has met a free column the assignments change over, and
 * potentials move for all so that they stay feasible.
 *
 * <p>A phase takes O(e log n) for e candidates, and leaves a share of the free rows that does not depend on their
 * number as long as free rows and columns lie mixed: some dozen phases in place of a search for every row.
 */
final class ShortestPathForest {

    /** A phase ends when this share of its trees have met a free column; many of the others are shut in by them. */
    private static final double ENOUGH = 0.3;
    /** Of these, a tenth will do where the next column is much farther away than the free ones met so far. */
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
        int[] roots = matching.freeRows();
        while (roots.length > 0) {
            matching.execution.reached(matching.size - roots.length, matching.size);
            phase(roots);
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

    /** Fills in where the trees end that have met a free column; returns how far all have grown. */
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
            if (next > radius && (found >= wanted || found >= SOME * wanted && next > FAR * sum / found)) {
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
     * Lets paths run on through a row.
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
            // What rounding explains is no distance: paths among ties would follow the noise, one tree after the other.
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
