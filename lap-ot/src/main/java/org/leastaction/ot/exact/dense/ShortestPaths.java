package org.leastaction.ot.exact.dense;

import java.util.Arrays;

/**
 * The exact phase: for every free row, finds the shortest alternating path, in reduced costs, to a free column
 * (Dijkstra on dense rows), augments the assignment along it, and updates the potentials so that they stay feasible.
 * O(n²) per free row.
 */
final class ShortestPaths {

    private final Matching matching;
    /**
     * Length of the shortest known path to each column; infinite for settled columns, so that none is settled twice.
     */
    private final double[] distance;
    /** The row before each column on that path. */
    private final int[] before;
    /** The potentials v, but −∞ for settled columns, so that further paths to them have infinite length. */
    private final double[] price;
    private final int[] settled;
    private final double[] settledDistance;
    private int settledCount;
    private final int[] freeColumns;
    private int freeCount;

    ShortestPaths(Matching matching) {
        int n = matching.size;
        this.matching = matching;
        this.distance = new double[n];
        this.before = new int[n];
        this.price = new double[n];
        this.settled = new int[n];
        this.settledDistance = new double[n];
        this.freeColumns = new int[n];
        for (int j = 0; j < n; j++) {
            if (matching.rowOf[j] == Matching.NONE) {
                freeColumns[freeCount++] = j;
            }
        }
    }

    /**
     * Assigns all free rows.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its interrupt flag stays set
     */
    void run() {
        for (int row : matching.freeRows()) {
            matching.execution.reached(matching.size - freeCount, matching.size);
            augment(row);
        }
    }

    private void augment(int freeRow) {
        System.arraycopy(matching.v, 0, price, 0, matching.size);
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        settledCount = 0;
        int end = search(freeRow);
        double length = distance[end];
        for (int s = 0; s < settledCount; s++) {
            matching.v[settled[s]] += settledDistance[s] - length;
        }
        changeOver(freeRow, end);
    }

    /** Returns the free column where the shortest path ends. */
    private int search(int freeRow) {
        int row = freeRow;
        double offset = 0;
        while (true) {
            matching.execution.check();
            int nearest = relax(row, offset);
            int free = nearestFree();
            if (distance[free] <= distance[nearest]) {
                return free;
            }
            double length = distance[nearest];
            settled[settledCount] = nearest;
            settledDistance[settledCount] = length;
            settledCount++;
            price[nearest] = Double.NEGATIVE_INFINITY;
            distance[nearest] = Double.POSITIVE_INFINITY;
            row = matching.rowOf[nearest];
            offset = length - matching.reduced(row, nearest);
        }
    }

    /** Extends paths through {@code row}; returns the nearest column that is not settled. */
    private int relax(int row, double offset) {
        double[] c = matching.costs.row(row);
        double[] w = price;
        double[] d = distance;
        int n = d.length;
        double least = Double.POSITIVE_INFINITY;
        int nearest = 0;
        for (int j = 0; j < n; j++) {
            double length = c[j] - w[j] + offset;
            double known = d[j];
            if (length < known) {
                d[j] = length;
                before[j] = row;
                known = length;
            }
            if (known < least) {
                least = known;
                nearest = j;
            }
        }
        return nearest;
    }

    private int nearestFree() {
        int nearest = freeColumns[0];
        for (int k = 1; k < freeCount; k++) {
            if (distance[freeColumns[k]] < distance[nearest]) {
                nearest = freeColumns[k];
            }
        }
        return nearest;
    }

    private void changeOver(int freeRow, int end) {
        removeFree(end);
        int column = end;
        int row;
        do {
            row = before[column];
            int previous = matching.columnOf[row];
            matching.match(row, column);
            column = previous;
        } while (row != freeRow);
    }

    private void removeFree(int column) {
        int k = 0;
        while (freeColumns[k] != column) {
            k++;
        }
        freeColumns[k] = freeColumns[--freeCount];
    }
}
