package org.leastaction.ot.exact.sparse;

import java.util.Arrays;
import org.leastaction.ot.pricing.PricedRows;

/**
 * The candidate pairs of n rows and n columns with their costs: the pairs that a solution may use. For every row it
 * stores the reduced cost up to which the candidates are complete; this stays valid because column potentials only
 * decrease.
 */
final class CandidateGraph {

    private final int[][] columns;
    private final double[][] costs;
    private final double[] completeBelow;

    CandidateGraph(int size) {
        this.columns = new int[size][0];
        this.costs = new double[size][0];
        this.completeBelow = new double[size];
        Arrays.fill(completeBelow, Double.NEGATIVE_INFINITY);
    }

    /** The candidates of a row: the internal array, which must not be modified. */
    int[] columns(int row) {
        return columns[row];
    }

    /** Their costs, in the same order: the internal array, which must not be modified. */
    double[] costs(int row) {
        return costs[row];
    }

    /** A lower bound of the reduced costs of all columns that are not candidates of this row. */
    double completeBelow(int row) {
        return completeBelow[row];
    }

    /** A copy of the bounds of all rows. */
    double[] bounds() {
        return completeBelow.clone();
    }

    /** Goes back to earlier bounds, as potentials go back to higher ones. */
    void setBounds(double[] bounds) {
        System.arraycopy(bounds, 0, completeBelow, 0, bounds.length);
    }

    /** Adds the result of a pricing for its r-th row, which had the given bound. */
    void add(int row, PricedRows priced, int r, double bound) {
        int count = priced.count(r);
        int[] known = columns[row];
        int[] merged = Arrays.copyOf(known, known.length + count);
        double[] mergedCosts = Arrays.copyOf(costs[row], known.length + count);
        int size = known.length;
        for (int t = 0; t < count; t++) {
            int column = priced.column(r, t);
            if (!contains(known, column)) {
                merged[size] = column;
                mergedCosts[size] = priced.cost(r, t);
                size++;
            }
        }
        columns[row] = size == merged.length ? merged : Arrays.copyOf(merged, size);
        costs[row] = size == merged.length ? mergedCosts : Arrays.copyOf(mergedCosts, size);
        completeBelow[row] = Math.max(completeBelow[row], priced.completeBelow(r, bound));
    }

    /** Whether a column is a candidate of a row. */
    boolean has(int row, int column) {
        return contains(columns[row], column);
    }

    /** Adds a pair unless it is a candidate already. */
    void add(int row, int column, double cost) {
        int[] known = columns[row];
        if (!contains(known, column)) {
            columns[row] = Arrays.copyOf(known, known.length + 1);
            costs[row] = Arrays.copyOf(costs[row], known.length + 1);
            columns[row][known.length] = column;
            costs[row][known.length] = cost;
        }
    }

    private static boolean contains(int[] columns, int column) {
        for (int c : columns) {
            if (c == column) {
                return true;
            }
        }
        return false;
    }
}
