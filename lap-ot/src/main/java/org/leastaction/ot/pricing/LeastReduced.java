package org.leastaction.ot.pricing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * For every row point, the column point of least reduced cost c − v, or none if that is not below the row's bound. Used
 * for c-transforms and for the feasibility of potentials. On the line in O((n + m)·log(n + m)) for any cost, otherwise
 * by a {@link Pricer}.
 */
public final class LeastReduced {

    private static final int NONE = -1;

    private final int[] columns;
    private final double[] costs;

    private LeastReduced(int rows) {
        this.columns = new int[rows];
        this.costs = new double[rows];
        Arrays.fill(columns, NONE);
    }

    /**
     * The column of least reduced cost, for every row.
     *
     * @param x row points [n, d]
     * @param y column points [m, d]
     * @param v m finite column potentials
     */
    public static LeastReduced of(
            GroundCost cost, DoublePoints x, DoublePoints y, double[] v, Parallelism parallelism) {
        double[] bounds = new double[x.size()];
        Arrays.fill(bounds, Double.POSITIVE_INFINITY);
        return below(cost, x, y, v, bounds, parallelism);
    }

    /**
     * The same, only for rows where it is below a bound.
     *
     * @param bounds n numbers
     */
    public static LeastReduced below(GroundCost cost, DoublePoints x, DoublePoints y, double[] v, double[] bounds,
            Parallelism parallelism) {
        LeastReduced least = new LeastReduced(x.size());
        if (x.dimension() == 1) {
            MonotoneMinima.find(cost, x, y, v, (row, column, c) -> {
                if (c - v[column] < bounds[row]) {
                    least.columns[row] = column;
                    least.costs[row] = c;
                }
            });
            return least;
        }
        PricedRows priced = Pricer.of(cost, x, y)
                .least(IntStream.range(0, x.size()).toArray(), v, bounds, 1, parallelism);
        for (int i = 0; i < x.size(); i++) {
            if (priced.count(i) > 0) {
                least.columns[i] = priced.column(i, 0);
                least.costs[i] = priced.cost(i, 0);
            }
        }
        return least;
    }

    /** Whether a row has a column below its bound. */
    public boolean isFound(int row) {
        return columns[row] != NONE;
    }

    /** That column. */
    public int column(int row) {
        return columns[row];
    }

    /** c of that pair. */
    public double cost(int row) {
        return costs[row];
    }
}
