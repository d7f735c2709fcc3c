package org.leastaction.ot.cost;

import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;

/** The matrix of the costs c(xᵢ, yⱼ) of all pairs: n·m doubles. */
public final class CostMatrix {

    private final double[][] rows;

    private CostMatrix(double[][] rows) {
        this.rows = rows;
    }

    /**
     * Computes all costs; O(n·m·d).
     *
     * @throws IllegalArgumentException if the dimensions differ, the matrix does not fit the Java heap, or a cost
     *         overflows
     */
    public static CostMatrix of(GroundCost cost, DoublePoints x, DoublePoints y, Parallelism parallelism) {
        PairKernel pairs = cost.pairs(x, y);
        CostMatrix matrix = new CostMatrix(Tiles.matrix(pairs, parallelism.in(Stage.COSTS)));
        matrix.checkFinite(cost);
        return matrix;
    }

    /**
     * A matrix with the given entries, copied.
     *
     * @param costs [n, m], n and m at least 1
     * @throws IllegalArgumentException if it is empty, rows differ in length, or an entry is negative or not finite
     */
    public static CostMatrix of(double[][] costs) {
        if (costs.length == 0 || costs[0].length == 0) {
            throw new IllegalArgumentException("a matrix of costs needs at least one row and one column");
        }
        double[][] rows = new double[costs.length][];
        for (int i = 0; i < rows.length; i++) {
            if (costs[i].length != costs[0].length) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + costs[i].length + " costs, row 0 has " + costs[0].length);
            }
            for (int j = 0; j < costs[i].length; j++) {
                checkCost(i, j, costs[i][j]);
            }
            rows[i] = costs[i].clone();
        }
        return new CostMatrix(rows);
    }

    /** @throws IllegalArgumentException unless a cost is finite and at least 0 */
    public static void checkCost(int i, int j, double cost) {
        if (!(cost >= 0) || Double.isInfinite(cost)) {
            throw new IllegalArgumentException("the cost from source " + i + " to target " + j + " is " + cost
                    + ": costs must be finite and at least 0; a constant added to all of them changes no optimal plan");
        }
    }

    /** Number of row points n. */
    public int size() {
        return rows.length;
    }

    /** Number of column points m. */
    public int columns() {
        return rows[0].length;
    }

    /** c(xᵢ, yⱼ). */
    public double get(int i, int j) {
        return rows[i][j];
    }

    /** The m costs from xᵢ to every y: the internal array, which must not be modified. */
    public double[] row(int i) {
        return rows[i];
    }

    /**
     * The costs between every stride-th row point and every stride-th column point, starting from the first; copied.
     *
     * @throws IllegalArgumentException unless the stride is at least 1
     */
    public CostMatrix thinned(int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("a matrix is thinned with a stride of at least 1, not " + stride);
        }
        double[][] thin = new double[(size() + stride - 1) / stride][(columns() + stride - 1) / stride];
        for (int i = 0; i < thin.length; i++) {
            for (int j = 0; j < thin[i].length; j++) {
                thin[i][j] = rows[i * stride][j * stride];
            }
        }
        return new CostMatrix(thin);
    }

    private void checkFinite(GroundCost cost) {
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            for (double c : rows[i]) {
                sum += c;
            }
            if (!Double.isFinite(sum)) {
                throw new IllegalArgumentException("the costs " + cost.formula() + " from point " + i
                        + " overflow double precision: scale the points down");
            }
        }
    }
}
