package org.leastaction.ot.cost;

import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;

/** The costs c(xᵢ, yⱼ) of all pairs, kept: n·m doubles. */
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
        CostMatrix matrix = new CostMatrix(Tiles.matrix(pairs, parallelism));
        matrix.checkFinite(cost);
        return matrix;
    }

    /** Row points n. */
    public int size() {
        return rows.length;
    }

    /** Column points m. */
    public int columns() {
        return rows[0].length;
    }

    /** c(xᵢ, yⱼ). */
    public double get(int i, int j) {
        return rows[i][j];
    }

    /** The costs from xᵢ to every y, m of them: the array of this matrix itself, to be read only. */
    public double[] row(int i) {
        return rows[i];
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
