package org.leastaction.ot.pricing;

import java.util.function.BiFunction;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.SquaredDistances;
import org.leastaction.points.DoublePoints;

/** Pricing for any cost, in tiles of the dense kernel in double precision: O(m·d) time per row, negligible memory. */
final class KernelPricer implements Pricer {

    static final int ROWS = 128;
    static final int COLUMNS = 256;

    private final BiFunction<DoublePoints, DoublePoints, PairKernel> kernel;
    private final DoublePoints x;
    private final DoublePoints y;

    private KernelPricer(
            BiFunction<DoublePoints, DoublePoints, PairKernel> kernel, DoublePoints x, DoublePoints y) {
        this.kernel = kernel;
        this.x = x;
        this.y = y;
    }

    static KernelPricer of(GroundCost cost, DoublePoints x, DoublePoints y) {
        return new KernelPricer(cost::pairs, x, y);
    }

    /** Pricing for the squared Euclidean cost, from coordinate differences in any dimension. */
    static KernelPricer byDifferences(DoublePoints x, DoublePoints y) {
        return new KernelPricer(SquaredDistances::byDifferences, x, y);
    }

    @Override
    public int columns() {
        return y.size();
    }

    @Override
    public PricedRows least(int[] rows, double[] v, double[] bounds, int k, Parallelism parallelism) {
        PricedRows priced = new PricedRows(rows.length, Math.min(k, columns()));
        if (rows.length == 0) {
            return priced;
        }
        PairKernel pairs = kernel.apply(x.select(rows), y);
        parallelism.forEach((rows.length + ROWS - 1) / ROWS, task -> {
            int from = task * ROWS;
            int to = Math.min(rows.length, from + ROWS);
            double[] values = new double[(to - from) * Math.min(COLUMNS, columns())];
            for (int column = 0; column < columns(); column += COLUMNS) {
                parallelism.check();
                int end = Math.min(columns(), column + COLUMNS);
                pairs.fill(from, to, column, end, values);
                for (int r = from; r < to; r++) {
                    offer(priced, r, rows[r], values, (r - from) * (end - column), column, end, v, bounds[rows[r]]);
                }
            }
        });
        return priced;
    }

    private static void offer(PricedRows priced, int r, int row, double[] costs, int start, int fromColumn,
            int toColumn, double[] v, double bound) {
        double limit = priced.limit(r, bound);
        for (int j = fromColumn; j < toColumn; j++) {
            double c = costs[start + j - fromColumn];
            double reduced = c - v[j];
            if (reduced <= limit) {
                priced.offer(r, row, j, c, reduced, bound);
                limit = priced.limit(r, bound);
            }
        }
    }
}
