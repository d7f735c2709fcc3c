package org.leastaction.ot.cost;

import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.SquaredDistances;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** ‖x − y‖₂²: the cost of W₂². */
public enum SquaredEuclidean implements GroundCost {
    /** The only one. */
    INSTANCE;

    @Override
    public double power() {
        return 2;
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
        double sum = 0;
        for (int k = 0; k < displacements.dimension(); k++) {
            double v = displacements.get(i, k);
            sum += v * v;
        }
        return sum;
    }

    @Override
    public PairKernel pairs(DoublePoints x, DoublePoints y) {
        return SquaredDistances.of(x, y);
    }
}
