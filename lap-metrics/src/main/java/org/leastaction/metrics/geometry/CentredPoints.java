package org.leastaction.metrics.geometry;

import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Points around their mean, and their products. */
final class CentredPoints {

    private CentredPoints() {
    }

    static DoublePoints of(Points points) {
        int n = points.size();
        int d = points.dimension();
        double[] x = points.toDouble().toArray();
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += x[i * d + j] / n;
            }
            for (int i = 0; i < n; i++) {
                x[i * d + j] -= mean;
            }
        }
        return DoublePoints.wrap(x, n, d);
    }

    /** XXᵀ, [n, n] row by row; O(n²·d). */
    static double[] gram(DoublePoints x, Parallelism parallelism) {
        int n = x.size();
        int d = x.dimension();
        double[] gram = new double[Math.multiplyExact(n, n)];
        parallelism.forEach(n, i -> {
            for (int j = 0; j <= i; j++) {
                double product = InnerProducts.of(x.array(), x.offset() + i * d, x.array(), x.offset() + j * d, d);
                gram[i * n + j] = product;
                gram[j * n + i] = product;
            }
        });
        return gram;
    }
}
