package org.leastaction.ot.cost;

import java.util.Objects;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.SquaredDistances;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

/** ‖x − y‖₂²: the cost of W₂². */
public enum SquaredEuclidean implements DisplacementCost {
    /** The only instance. */
    INSTANCE;

    @Override
    public double power() {
        return 2;
    }

    @Override
    public DisplacementCost norm() {
        return new NormPower(2, 1);
    }

    @Override
    public String formula() {
        return "‖x − y‖₂²";
    }

    @Override
    public double between(DoublePoints x, int i, DoublePoints y, int j) {
        return Differences.squared(x, i, y, j);
    }

    @Override
    public double of(Points displacements, int i) {
        int d = displacements.dimension();
        int from = displacements.offset() + Objects.checkIndex(i, displacements.size()) * d;
        if (displacements instanceof FloatPoints floats) {
            return InnerProducts.squared(floats.array(), from, d);
        }
        double[] coordinates = displacements.toDouble().array();
        return InnerProducts.of(coordinates, from, coordinates, from, d);
    }

    @Override
    public PairKernel pairs(DoublePoints x, DoublePoints y) {
        return SquaredDistances.of(x, y);
    }

    @Override
    public void addGradient(DoublePoints x, int i, DoublePoints y, int j, double factor, double[] sum, int at) {
        int d = x.dimension();
        int a = x.offset() + i * d;
        int b = y.offset() + j * d;
        for (int k = 0; k < d; k++) {
            sum[at + k] += 2 * factor * (x.array()[a + k] - y.array()[b + k]);
        }
    }
}
