package org.leastaction.ot.exact.dense;

import java.util.Arrays;

/**
 * The cold start: every column's potential is its least cost, and the row with that cost takes the column if it has
 * none yet. Then the slack of assigned rows is subtracted from the potentials of their columns. O(n²).
 */
final class ColumnReduction {

    private final Matching matching;

    ColumnReduction(Matching matching) {
        this.matching = matching;
    }

    void run() {
        int[] wishes = reduceColumns();
        transferReduction(wishes);
    }

    /** Returns for each row the number of columns whose least cost is in that row. */
    private int[] reduceColumns() {
        int n = matching.size;
        double[] v = matching.v;
        int[] least = new int[n];
        Arrays.fill(v, Double.POSITIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            matching.execution.check();
            double[] row = matching.costs.row(i);
            for (int j = 0; j < n; j++) {
                if (row[j] < v[j]) {
                    v[j] = row[j];
                    least[j] = i;
                }
            }
        }
        int[] wishes = new int[n];
        for (int j = n - 1; j >= 0; j--) {
            if (wishes[least[j]]++ == 0) {
                matching.match(least[j], j);
            }
        }
        return wishes;
    }

    private void transferReduction(int[] wishes) {
        for (int i = 0; i < matching.size; i++) {
            if (wishes[i] == 1) {
                matching.execution.check();
                int own = matching.columnOf[i];
                double[] row = matching.costs.row(i);
                double second = Double.POSITIVE_INFINITY;
                for (int j = 0; j < matching.size; j++) {
                    if (j != own) {
                        second = Math.min(second, row[j] - matching.v[j]);
                    }
                }
                if (second < Double.POSITIVE_INFINITY) {
                    matching.v[own] -= second;
                }
            }
        }
    }
}
