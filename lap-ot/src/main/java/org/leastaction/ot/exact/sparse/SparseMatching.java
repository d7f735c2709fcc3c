package org.leastaction.ot.exact.sparse;

import org.leastaction.ot.exact.dense.Matching;
import org.leastaction.ot.kernel.Parallelism;

/** A partial assignment among candidates. */
final class SparseMatching extends Matching {

    /** Rounding of a reduced cost, relative to its terms. */
    static final double ROUNDING = 0x1p-50;

    final CandidateGraph graph;
    /** Cost of each row's assigned pair. */
    final double[] costOf;

    SparseMatching(CandidateGraph graph, double[] v, Parallelism execution) {
        super(v, execution);
        this.graph = graph;
        this.costOf = new double[size];
    }

    /** A copy of assignment and potentials. */
    State state() {
        return new State(columnOf.clone(), rowOf.clone(), costOf.clone(), v.clone(), graph.bounds());
    }

    /** Assignment and potentials at some time, and the bounds below which candidates are complete under them. */
    record State(int[] columnOf, int[] rowOf, double[] costOf, double[] v, double[] completeBelow) {}

    /** Goes back to an earlier state; candidates found since then are kept. */
    void restore(State state) {
        System.arraycopy(state.columnOf, 0, columnOf, 0, size);
        System.arraycopy(state.rowOf, 0, rowOf, 0, size);
        System.arraycopy(state.costOf, 0, costOf, 0, size);
        System.arraycopy(state.v, 0, v, 0, size);
        graph.setBounds(state.completeBelow);
    }

    @Override
    protected double[] costs(int row) {
        return graph.costs(row);
    }

    @Override
    protected int[] columns(int row) {
        return graph.columns(row);
    }

    @Override
    protected double rounding(double c, double potential) {
        return ROUNDING * (c + Math.abs(potential));
    }

    @Override
    protected void match(int row, int column, double cost) {
        columnOf[row] = column;
        rowOf[column] = row;
        costOf[row] = cost;
    }

    void release(int row) {
        rowOf[columnOf[row]] = NONE;
        columnOf[row] = NONE;
    }

    /** The potential of an assigned row: the reduced cost of its pair. */
    double potential(int row) {
        return costOf[row] - v[columnOf[row]];
    }
}
