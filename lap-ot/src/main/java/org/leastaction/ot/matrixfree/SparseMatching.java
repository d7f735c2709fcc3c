package org.leastaction.ot.matrixfree;

import java.util.Arrays;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A partial assignment along candidates, with column potentials v: every assigned row has the least reduced cost among
 * its candidates in its own column. Every phase keeps that.
 */
final class SparseMatching {

    static final int NONE = -1;
    /** Rounding of a reduced cost, relative to its terms. */
    static final double ROUNDING = 0x1p-50;

    final CandidateGraph graph;
    final int size;
    final int[] columnOf;
    final int[] rowOf;
    /** Cost of each row's own pair. */
    final double[] costOf;
    final double[] v;
    /** Whom to tell how far it is. */
    final Parallelism execution;

    SparseMatching(CandidateGraph graph, double[] v, Parallelism execution) {
        this.execution = execution;
        this.graph = graph;
        this.size = graph.size();
        this.columnOf = new int[size];
        this.rowOf = new int[size];
        this.costOf = new double[size];
        this.v = v;
        Arrays.fill(columnOf, NONE);
        Arrays.fill(rowOf, NONE);
    }

    void match(int row, int column, double cost) {
        columnOf[row] = column;
        rowOf[column] = row;
        costOf[row] = cost;
    }

    void release(int row) {
        rowOf[columnOf[row]] = NONE;
        columnOf[row] = NONE;
    }

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

    /** The reduced cost of an assigned row's own pair: its potential. */
    double potential(int row) {
        return costOf[row] - v[columnOf[row]];
    }

    double leastReduced(int row) {
        int[] columns = graph.columns(row);
        double[] costs = graph.costs(row);
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < columns.length; t++) {
            least = Math.min(least, costs[t] - v[columns[t]]);
        }
        return least;
    }
}
