package org.leastaction.transport;

import java.util.concurrent.atomic.LongAdder;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Pairs that a map turns against each other. 2⟨xᵢ − xⱼ, T(xᵢ) − T(xⱼ)⟩ = cᵢⱼ + cⱼᵢ − cᵢᵢ − cⱼⱼ for squared distances
 * c, which are at hand; where that sum is within rounding of 0, the product decides.
 */
final class Monotonicity {

    private static final int BLOCK = 64;
    private static final double ROUNDING = 1e-12;

    private Monotonicity() {
    }

    /** The share of pairs i &lt; j with a negative product; NaN if there is no pair. O(n²). */
    static double violations(TransportProblem problem, CostMatrix costs, Parallelism parallelism) {
        int n = problem.size();
        int blocks = (n + BLOCK - 1) / BLOCK;
        LongAdder violations = new LongAdder();
        parallelism.forEach(blocks, block -> {
            int from = block * BLOCK;
            // In square blocks, since cⱼᵢ is read against the grain of the matrix.
            for (int across = from; across < n; across += BLOCK) {
                violations.add(count(problem, costs, from, across));
            }
        });
        return violations.sum() / (0.5 * n * (n - 1));
    }

    private static long count(TransportProblem problem, CostMatrix costs, int fromRow, int fromColumn) {
        int n = problem.size();
        int toColumn = Math.min(n, fromColumn + BLOCK);
        long count = 0;
        for (int i = fromRow; i < Math.min(n, fromRow + BLOCK); i++) {
            double own = costs.get(i, i);
            for (int j = Math.max(i + 1, fromColumn); j < toColumn; j++) {
                double crossed = costs.get(i, j) + costs.get(j, i);
                double straight = own + costs.get(j, j);
                double difference = crossed - straight;
                if (Math.abs(difference) <= ROUNDING * (crossed + straight)) {
                    difference = product(problem.x(), problem.y(), i, j);
                }
                if (difference < 0) {
                    count++;
                }
            }
        }
        return count;
    }

    private static double product(DoublePoints x, DoublePoints y, int i, int j) {
        double sum = 0;
        for (int k = 0; k < x.dimension(); k++) {
            sum += (x.get(i, k) - x.get(j, k)) * (y.get(i, k) - y.get(j, k));
        }
        return sum;
    }
}
