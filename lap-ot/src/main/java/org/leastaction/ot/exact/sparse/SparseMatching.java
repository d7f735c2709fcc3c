package org.leastaction.ot.exact.sparse;

import java.util.Arrays;
import org.leastaction.ot.kernel.Parallelism;

/**
 * A partial assignment among candidates, with column potentials v. Invariant of all phases: the assigned column of a
 * row has the least reduced cost among the row's candidates.
 */
final class SparseMatching {

    static final int NONE = -1;
    /** Rounding of a reduced cost, relative to its terms. */
    static final double ROUNDING = 0x1p-50;

    final CandidateGraph graph;
    final int size;
    final int[] columnOf;
    final int[] rowOf;
    /** Cost of each row's assigned pair. */
    final double[] costOf;
    final double[] v;
    /** Progress and cancellation. */
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

    /** A copy of assignment and potentials. */
    State state() {
        return new State(columnOf.clone(), rowOf.clone(), costOf.clone(), v.clone(), graph.bounds());
    }

    /** Assignment and potentials at some time, and the bounds below which candidates are complete under them. */
    record State(int[] columnOf, int[] rowOf, double[] costOf, double[] v, double[] completeBelow) {
    }

    /** Goes back to an earlier state; candidates found since then are kept. */
    void restore(State state) {
        System.arraycopy(state.columnOf, 0, columnOf, 0, size);
        System.arraycopy(state.rowOf, 0, rowOf, 0, size);
        System.arraycopy(state.costOf, 0, costOf, 0, size);
        System.arraycopy(state.v, 0, v, 0, size);
        graph.setBounds(state.completeBelow);
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

    /** The potential of an assigned row: the reduced cost of its pair. */
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
