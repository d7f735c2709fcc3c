package org.leastaction.metrics.jacobian;

import java.util.List;
import java.util.SplittableRandom;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Vector algebra on the rows of [n, d] points: one vector per row, all rows at once. */
final class Rows {

    private Rows() {}

    /** a·x + b·y. */
    static DoublePoints combined(double a, DoublePoints x, double b, DoublePoints y) {
        double[] sum = x.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a * sum[i] + b * y.array()[y.offset() + i];
        }
        return DoublePoints.wrap(sum, x.size(), x.dimension());
    }

    /** ⟨xᵢ, yᵢ⟩ for every row. */
    static double[] products(DoublePoints x, DoublePoints y) {
        double[] products = new double[x.size()];
        for (int i = 0; i < products.length; i++) {
            products[i] = product(x, y, i);
        }
        return products;
    }

    static double[] norms(DoublePoints x) {
        double[] norms = products(x, x);
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Math.sqrt(norms[i]);
        }
        return norms;
    }

    /** xᵢ / cᵢ in place; 0 where cᵢ is 0. */
    static void divide(DoublePoints x, double[] c) {
        int d = x.dimension();
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < d; j++) {
                x.array()[x.offset() + i * d + j] = c[i] == 0 ? 0 : x.array()[x.offset() + i * d + j] / c[i];
            }
        }
    }

    /**
     * Orthogonalises every row against orthonormal rows; twice, which is enough (Kahan and Parlett). Works row by row,
     * so that the directions of one row stay in the cache, and in parallel, since rows are independent.
     */
    static void orthogonalise(DoublePoints x, List<DoublePoints> basis) {
        Parallelism.available().forEach(x.size(), i -> {
            for (int pass = 0; pass < 2; pass++) {
                for (DoublePoints direction : basis) {
                    subtract(x, product(x, direction, i), direction, i);
                }
            }
        });
    }

    private static double product(DoublePoints x, DoublePoints y, int i) {
        int d = x.dimension();
        return InnerProducts.of(x.array(), x.offset() + i * d, y.array(), y.offset() + i * d, d);
    }

    /** xᵢ − c·yᵢ, in place. */
    private static void subtract(DoublePoints x, double c, DoublePoints y, int i) {
        int d = x.dimension();
        double[] a = x.array();
        double[] b = y.array();
        int p = x.offset() + i * d;
        int q = y.offset() + i * d;
        for (int j = 0; j < d; j++) {
            a[p + j] -= c * b[q + j];
        }
    }

    /** Directions spread evenly over the sphere. */
    static DoublePoints randomUnit(int n, int d, SplittableRandom random) {
        double[] values = new double[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        DoublePoints rows = DoublePoints.wrap(values, n, d);
        divide(rows, norms(rows));
        return rows;
    }

    /** Signs ±1 with equal odds. */
    static DoublePoints randomSigns(int n, int d, SplittableRandom random) {
        double[] values = new double[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(2) == 0 ? -1 : 1;
        }
        return DoublePoints.wrap(values, n, d);
    }
}
