package org.leastaction.ot.pricing;

/**
 * The columns of least reduced cost of some rows, in ascending order of reduced cost. Filled by a {@link Pricer} and
 * not modified afterwards; rows are indexed by their position in its argument.
 */
public final class PricedRows {

    private final int capacity;
    private final int[] counts;
    private final int[] columns;
    private final double[] costs;
    private final double[] reduced;

    PricedRows(int rows, int capacity) {
        this.capacity = capacity;
        this.counts = new int[rows];
        int entries = Math.multiplyExact(rows, capacity);
        this.columns = new int[entries];
        this.costs = new double[entries];
        this.reduced = new double[entries];
    }

    /** Maximum number of columns per row. */
    int capacity() {
        return capacity;
    }

    /** Number of columns found for the r-th row. */
    public int count(int r) {
        return counts[r];
    }

    /** The column with the t-th least reduced cost of the r-th row. */
    public int column(int r, int t) {
        return columns[r * capacity + t];
    }

    /** c of that pair. */
    public double cost(int r, int t) {
        return costs[r * capacity + t];
    }

    /** c − v of that pair. */
    public double reduced(int r, int t) {
        return reduced[r * capacity + t];
    }

    /** A lower bound of the reduced costs of all columns left out; infinite if none was left out. */
    public double completeBelow(int r, double bound) {
        return counts[r] < capacity ? bound : reduced[r * capacity + capacity - 1];
    }

    /** The greatest reduced cost with which a column is accepted. */
    double limit(int r, double bound) {
        return counts[r] < capacity ? bound : Math.min(bound, reduced[r * capacity + capacity - 1]);
    }

    /**
     * Accepts a column if it is among the least so far. Ties are broken by an order that differs from row to row:
     * otherwise all rows would find the same few of many equal columns.
     */
    void offer(int r, int row, int column, double cost, double reducedCost, double bound) {
        if (!(reducedCost < bound)) {
            return;
        }
        int start = r * capacity;
        int count = counts[r];
        if (count == capacity) {
            int last = start + count - 1;
            if (!precedes(row, reducedCost, column, reduced[last], columns[last])) {
                return;
            }
            count--;
        } else {
            counts[r]++;
        }
        int t = start + count;
        while (t > start && precedes(row, reducedCost, column, reduced[t - 1], columns[t - 1])) {
            columns[t] = columns[t - 1];
            costs[t] = costs[t - 1];
            reduced[t] = reduced[t - 1];
            t--;
        }
        columns[t] = column;
        costs[t] = cost;
        reduced[t] = reducedCost;
    }

    private static boolean precedes(int row, double a, int columnA, double b, int columnB) {
        return a < b || (a == b && mixed(row, columnA) < mixed(row, columnB));
    }

    /** A hash of both arguments that is injective in the column. */
    static int mixed(int row, int column) {
        int h = column * 0x9E3779B1 ^ row * 0x85EBCA6B;
        h ^= h >>> 16;
        h *= 0x7FEB352D;
        return h ^ h >>> 15;
    }
}
