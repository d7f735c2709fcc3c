package org.leastaction.ot.exact.dense;

import java.util.Arrays;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A partial assignment under construction, with column potentials v. Invariant of all phases: the assigned column of a
 * row has the row's least reduced cost c[i][j] − v[j].
 */
final class Matching {

    static final int NONE = -1;

    final CostMatrix costs;
    final int size;
    final int[] columnOf;
    final int[] rowOf;
    final double[] v;
    /** Progress and cancellation. */
    final Parallelism execution;

    Matching(CostMatrix costs, Parallelism execution) {
        this.execution = execution;
        this.costs = costs;
        this.size = costs.size();
        this.columnOf = new int[size];
        this.rowOf = new int[size];
        this.v = new double[size];
        Arrays.fill(columnOf, NONE);
        Arrays.fill(rowOf, NONE);
    }

    void match(int row, int column) {
        columnOf[row] = column;
        rowOf[column] = row;
    }

    /** The rows without a column, ascending. */
    int[] freeRows() {
        int[] free = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (columnOf[i] == NONE) {
                free[count++] = i;
            }
        }
        return Arrays.copyOf(free, count);
    }

    /** c[row][column] − v[column]. */
    double reduced(int row, int column) {
        return costs.get(row, column) - v[column];
    }

    /** min over all columns of c[row][column] − v[column]; O(n). */
    double leastReduced(int row) {
        double[] c = costs.row(row);
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < size; j++) {
            least = Math.min(least, c[j] - v[j]);
        }
        return least;
    }

    /** Feasible potentials: v on the columns, and the largest feasible values on the rows. O(n²). */
    DualPotentials potentials() {
        double[] u = new double[size];
        for (int i = 0; i < size; i++) {
            u[i] = leastReduced(i);
        }
        return DualPotentials.of(u, v);
    }
}
