package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Squared Euclidean pricing in many dimensions: scalar products in single precision say which pairs may matter, and
 * those are computed again from their coordinates in double precision. A pair is passed over only if the bound on the
 * rounding error of its product allows it, so the result is that of double precision.
 *
 * <p>2·m·d operations per row; (n + m)·d floats of memory.
 *
 * <p>The bound: with u = 2⁻²⁴, points rounded to single precision and sums of d/4 groups of four products,
 * |fl⟨x, y⟩ − ⟨x, y⟩| ≤ (d/4 + 8)·u·‖x‖·‖y‖ to first order (Higham, Accuracy and Stability of Numerical Algorithms,
 * section 3.1). Coordinates are scaled by a power of two to norms of at most 1, so that nothing overflows.
 */
final class SinglePrecisionPricer implements Pricer {

    private static final int ROWS = 128;

    private final DoublePoints x;
    private final DoublePoints y;
    private final ScaledFloats rows;
    private final PackedFloats columns;

    private SinglePrecisionPricer(DoublePoints x, DoublePoints y, ScaledFloats rows, PackedFloats columns) {
        this.x = x;
        this.y = y;
        this.rows = rows;
        this.columns = columns;
    }

    static SinglePrecisionPricer of(DoublePoints x, DoublePoints y) {
        Centre centre = Centre.of(x, y);
        return new SinglePrecisionPricer(x, y, ScaledFloats.of(x, centre), PackedFloats.of(y, centre));
    }

    @Override
    public int rows() {
        return x.size();
    }

    @Override
    public int columns() {
        return y.size();
    }

    @Override
    public PricedRows least(int[] wanted, double[] v, double[] bounds, int k, Parallelism parallelism) {
        PricedRows priced = new PricedRows(wanted.length, Math.min(k, columns()));
        double[] offsets = new double[columns()];
        for (int j = 0; j < offsets.length; j++) {
            offsets[j] = columns.squaredNorms[j] - v[j];
        }
        parallelism.forEach((wanted.length + ROWS - 1) / ROWS, task -> {
            int from = task * ROWS;
            int to = Math.min(wanted.length, from + ROWS);
            float[][] products = new float[to - from][PackedFloats.COLUMNS];
            for (int block = 0; block < columns.blocks(); block++) {
                parallelism.check();
                for (float[] row : products) {
                    Arrays.fill(row, 0);
                }
                accumulate(wanted, from, columns.block(block), products);
                for (int r = from; r < to; r++) {
                    offer(priced, r, wanted[r], products[r - from], block, offsets, v, bounds[wanted[r]]);
                }
            }
        });
        return priced;
    }

    private void accumulate(int[] wanted, int from, float[][] packed, float[][] products) {
        int d = x.dimension();
        float[] a = rows.values;
        int k = 0;
        for (; k + 4 <= d; k += 4) {
            for (int r = 0; r < products.length; r++) {
                int s = wanted[from + r] * d + k;
                FloatLoop.addFour(a[s], a[s + 1], a[s + 2], a[s + 3],
                        packed[k], packed[k + 1], packed[k + 2], packed[k + 3], products[r]);
            }
        }
        for (; k < d; k++) {
            for (int r = 0; r < products.length; r++) {
                FloatLoop.addOne(a[wanted[from + r] * d + k], packed[k], products[r]);
            }
        }
    }

    private void offer(PricedRows priced, int r, int row, float[] products, int block, double[] offsets, double[] v,
            double bound) {
        double norm = Math.sqrt(rows.squaredNorms[row]);
        double guard = columns.guard(norm, x.dimension());
        double scale = 2 * rows.unscale;
        int first = block * PackedFloats.COLUMNS;
        int end = Math.min(columns(), first + PackedFloats.COLUMNS);
        double limit = priced.limit(r, bound) - rows.squaredNorms[row] + guard;
        for (int j = first; j < end; j++) {
            // Not '<=': a NaN must not be passed over.
            if (!(offsets[j] - scale * products[j - first] > limit)) {
                double c = Differences.squared(x, row, y, j);
                priced.offer(r, row, j, c, c - v[j], bound);
                limit = priced.limit(r, bound) - rows.squaredNorms[row] + guard;
            }
        }
    }
}
