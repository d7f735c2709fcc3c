package org.leastaction.metrics.geometry;

import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Points around their mean, and their products. */
final class CentredPoints {

    private CentredPoints() {}

    static DoublePoints of(Points points) {
        int n = points.size();
        int d = points.dimension();
        double[] x = points.toDouble().toArray();
        double[] mean = new double[d];
        for (int e = 0; e < x.length; e++) {
            mean[e % d] += x[e] / n;
        }
        for (int e = 0; e < x.length; e++) {
            x[e] -= mean[e % d];
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
