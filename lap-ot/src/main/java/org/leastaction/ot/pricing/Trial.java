package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.points.DoublePoints;

/**
 * Estimates the share of pairs that projections would not rule out, from a sample of rows and columns. The estimate
 * affects only the running time.
 */
final class Trial {

    private static final int ROWS = 8;
    private static final int COLUMNS = 128;

    private final DoublePoints x;
    private final DoublePoints y;
    private final Centre centre;
    private final int[] rows;
    private final int[] columns;
    private final double[] v;
    private final double[] limits;

    /** Sets every row's limit from its bound, or from the columns of the sample. */
    Trial(DoublePoints x, DoublePoints y, Centre centre, int[] wanted, double[] v, double[] bounds, int k) {
        this.x = x;
        this.y = y;
        this.centre = centre;
        this.rows = Centre.spread(wanted.length, ROWS);
        this.columns = between(y.size(), COLUMNS);
        this.v = v;
        this.limits = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = wanted[rows[r]];
            double bound = bounds[rows[r]];
            limits[r] = bound < Double.POSITIVE_INFINITY ? bound : quantile(rows[r], k);
        }
    }

    /**
     * Halfway between evenly spaced indices: otherwise a row's own column would be in the sample and represent hundreds
     * of others.
     */
    private static int[] between(int size, int count) {
        int[] chosen = Centre.spread(size, count);
        int half = size / chosen.length / 2;
        for (int c = 0; c < chosen.length; c++) {
            chosen[c] += half;
        }
        return chosen;
    }

    private double quantile(int row, int k) {
        double[] reduced = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            reduced[c] = Differences.squared(x, row, y, columns[c]) - v[columns[c]];
        }
        Arrays.sort(reduced);
        int rank = (int) Math.ceil((double) k * columns.length / y.size());
        return reduced[Math.min(columns.length, Math.max(1, rank)) - 1];
    }

    /** Share of pairs that these directions and the length of the residual do not rule out. */
    double survivors(Directions directions) {
        double[] rowImages = images(x, rows, centre.squaredNormsX, directions);
        double[] columnImages = images(y, columns, centre.squaredNormsY, directions);
        int q = directions.count() + 1;
        int survivors = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                double product = 0;
                for (int k = 0; k < q; k++) {
                    product += rowImages[k * rows.length + r] * columnImages[k * columns.length + c];
                }
                int j = columns[c];
                double atLeast = centre.squaredNormsX[rows[r]] + centre.squaredNormsY[j] - 2 * product - v[j];
                if (!(atLeast > limits[r])) {
                    survivors++;
                }
            }
        }
        return (double) survivors / ((double) rows.length * columns.length);
    }

    private double[] images(DoublePoints points, int[] chosen, double[] squaredNorms, Directions directions) {
        double[] norms = new double[chosen.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = squaredNorms[chosen[i]];
        }
        return Filter.images(points.select(chosen), centre, norms, directions);
    }
}
