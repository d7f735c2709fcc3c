package org.leastaction.ot.cost;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Costs of some pairs of n sources and m targets; mass cannot move between the others. O(entries) memory. Immutable.
 */
public final class SparseCosts {

    private final int targets;
    /** The columns of source i in ascending order, and their costs. */
    private final int[][] columns;
    private final double[][] costs;
    private final double largest;

    private SparseCosts(int targets, int[][] columns, double[][] costs, double largest) {
        this.targets = targets;
        this.columns = columns;
        this.costs = costs;
        this.largest = largest;
    }

    /**
     * Costs in coordinate format: entry e is the cost from source {@code rows[e]} to target {@code columns[e]}.
     *
     * @throws IllegalArgumentException if the arrays differ in length, an index is out of range, a pair occurs twice, a
     *                                  cost is negative, not finite or so large that costs of forbidden pairs overflow,
     *                                  or a source or a target has no entry
     */
    public static SparseCosts of(int sources, int targets, int[] rows, int[] columns, double[] costs) {
        if (rows.length != columns.length || rows.length != costs.length) {
            throw new IllegalArgumentException("entries need a row, a column and a cost each, not " + rows.length
                    + " rows, " + columns.length + " columns and " + costs.length + " costs");
        }
        int[] counts = new int[sources];
        boolean[] reached = new boolean[targets];
        Set<Long> pairs = new HashSet<>();
        double largest = 0;
        for (int e = 0; e < rows.length; e++) {
            if (rows[e] < 0 || rows[e] >= sources || columns[e] < 0 || columns[e] >= targets) {
                throw new IllegalArgumentException("entry " + e + " is of source " + rows[e] + " and target "
                        + columns[e] + ", but there are " + sources + " sources and " + targets + " targets");
            }
            CostMatrix.checkCost(rows[e], columns[e], costs[e]);
            if (!pairs.add((long) rows[e] * targets + columns[e])) {
                throw new IllegalArgumentException(
                        "the cost from source " + rows[e] + " to target " + columns[e] + " is given twice");
            }
            counts[rows[e]]++;
            reached[columns[e]] = true;
            largest = Math.max(largest, costs[e]);
        }
        int[][] columnsOf = new int[sources][];
        double[][] costsOf = new double[sources][];
        for (int i = 0; i < sources; i++) {
            if (counts[i] == 0) {
                throw new IllegalArgumentException("source " + i + " has no entry: its mass cannot move");
            }
            columnsOf[i] = new int[counts[i]];
            costsOf[i] = new double[counts[i]];
        }
        for (int j = 0; j < targets; j++) {
            if (!reached[j]) {
                throw new IllegalArgumentException("target " + j + " has no entry: no mass can reach it");
            }
        }
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, e -> e);
        Arrays.sort(order, (e, f) -> Integer.compare(columns[e], columns[f]));
        int[] next = new int[sources];
        for (int e : order) {
            columnsOf[rows[e]][next[rows[e]]] = columns[e];
            costsOf[rows[e]][next[rows[e]]++] = costs[e];
        }
        SparseCosts sparse = new SparseCosts(targets, columnsOf, costsOf, largest);
        if (Double.isInfinite(sparse.forbidden())) {
            throw new IllegalArgumentException("costs up to " + largest
                    + " leave no finite cost above them for forbidden pairs: scale the costs down");
        }
        return sparse;
    }

    /** Number of sources n. */
    public int sources() {
        return columns.length;
    }

    /** Number of targets m. */
    public int targets() {
        return targets;
    }

    /** Whether mass can move from source i to target j; O(log entries of i). */
    public boolean isAllowed(int i, int j) {
        return Arrays.binarySearch(columns[i], j) >= 0;
    }

    /**
     * The cost of a pair; of a forbidden pair one so high that an optimal plan uses it only if there is no plan without:
     * above the sum of the costs of a cycle through all points of the smaller side.
     */
    public double get(int i, int j) {
        int at = Arrays.binarySearch(columns[i], j);
        return at >= 0 ? costs[i][at] : forbidden();
    }

    private double forbidden() {
        return (Math.min(columns.length, targets) + 1.0) * (largest > 0 ? Math.max(largest, Double.MIN_NORMAL) : 1);
    }
}
