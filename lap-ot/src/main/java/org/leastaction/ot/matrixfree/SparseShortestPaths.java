package org.leastaction.ot.matrixfree;

import java.util.Arrays;

/**
 * The exact phase: for every free row the shortest alternating path among candidates, in reduced costs, to a free
 * column (Dijkstra with a heap); assignments along it change over, and potentials move so that they stay feasible.
 */
final class SparseShortestPaths {

    private static final int STEPS_PER_CHECK = 1 << 14;

    private final SparseMatching matching;
    private final double[] distance;
    /** The row before each column on its path, and the cost of that step. */
    private final int[] before;
    private final double[] stepCost;
    private final ColumnHeap heap;
    private final boolean[] isSettled;
    private int[] reached = new int[64];
    private int reachedCount;
    private int[] settled = new int[64];
    private int settledCount;
    private int steps;

    SparseShortestPaths(SparseMatching matching) {
        int n = matching.size;
        this.matching = matching;
        this.distance = new double[n];
        this.before = new int[n];
        this.stepCost = new double[n];
        this.isSettled = new boolean[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        this.heap = new ColumnHeap(distance);
    }

    /**
     * Assigns all free rows.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     * @throws IllegalStateException if the candidates allow no complete assignment
     */
    void run() {
        int[] free = matching.freeRows();
        int assigned = matching.size - free.length;
        for (int row : free) {
            matching.execution.reached(assigned++, matching.size);
            augment(row);
        }
    }

    private void augment(int freeRow) {
        int end = search(freeRow);
        double length = distance[end];
        for (int s = 0; s < settledCount; s++) {
            int column = settled[s];
            matching.v[column] += Math.min(0, distance[column] - length);
            isSettled[column] = false;
        }
        settledCount = 0;
        for (int k = 0; k < reachedCount; k++) {
            distance[reached[k]] = Double.POSITIVE_INFINITY;
        }
        reachedCount = 0;
        heap.clear();
        changeOver(freeRow, end);
    }

    /** Returns the free column where the shortest path ends. */
    private int search(int freeRow) {
        int row = freeRow;
        double offset = 0;
        while (true) {
            relax(row, offset);
            if (heap.isEmpty()) {
                throw new IllegalStateException("row " + freeRow + " reaches no free column");
            }
            int nearest = heap.nearest();
            if (matching.rowOf[nearest] == SparseMatching.NONE) {
                return nearest;
            }
            heap.removeNearest();
            settle(nearest);
            row = matching.rowOf[nearest];
            offset = distance[nearest] - matching.potential(row);
            if ((++steps & (STEPS_PER_CHECK - 1)) == 0) {
                matching.execution.check();
            }
        }
    }

    private void relax(int row, double offset) {
        int[] columns = matching.graph.columns(row);
        double[] costs = matching.graph.costs(row);
        double[] v = matching.v;
        for (int t = 0; t < columns.length; t++) {
            int column = columns[t];
            double length = costs[t] - v[column] + offset;
            double known = distance[column];
            if (length < known && !isSettled[column]) {
                if (known == Double.POSITIVE_INFINITY) {
                    reach(column);
                }
                before[column] = row;
                stepCost[column] = costs[t];
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

    private void settle(int column) {
        if (settledCount == settled.length) {
            settled = Arrays.copyOf(settled, 2 * settledCount);
        }
        settled[settledCount++] = column;
        isSettled[column] = true;
    }

    private void changeOver(int freeRow, int end) {
        int column = end;
        int row;
        do {
            row = before[column];
            int previous = matching.columnOf[row];
            matching.match(row, column, stepCost[column]);
            column = previous;
        } while (row != freeRow);
    }
}
