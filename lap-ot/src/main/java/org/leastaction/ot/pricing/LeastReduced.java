package org.leastaction.ot.pricing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.DisplacementCost;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.LineOrder;
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
        if (x.dimension() == 1 && cost instanceof DisplacementCost) {
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

    /**
     * The columns of least reduced cost c(x, y) − v(y) between points on the line, without evaluating all pairs.
     *
     * <p>All displacement costs are h(x − y) with h convex, like |x − y|<sup>p</sup> for p ≥ 1. Such costs are Monge: for x ≤
     * x′ and y ≤ y′, c(x, y) + c(x′, y′) ≤ c(x, y′) + c(x′, y), because the differences on the right have the same sum
     * as those on the left and enclose them. Potentials add the same to both sides, so reduced costs are Monge too. The
     * inequality for neighbours suffices: that of any four points is a sum of those of neighbouring rows and columns.
     * Hence the column of least reduced cost is non-decreasing in the row: rows before the middle one have columns at
     * most its column, rows after it columns at least its column. O((n + m)·log n) after sorting (Aggarwal et al. 1987
     * avoid the logarithm).
     *
     * <p>For p &lt; 1, h is not convex and none of this holds; {@link DisplacementCost} excludes such costs.
     */
    private static final class MonotoneMinima {

        /** Receives the column of a row. */
        @FunctionalInterface
        interface Minimum {
            void take(int row, int column, double cost);
        }

        private final GroundCost cost;
        private final DoublePoints x;
        private final DoublePoints y;
        private final double[] v;
        private final int[] rows;
        private final int[] columns;
        private final Minimum consumer;

        private MonotoneMinima(GroundCost cost, DoublePoints x, DoublePoints y, double[] v, Minimum consumer) {
            this.cost = cost;
            this.x = x;
            this.y = y;
            this.v = v;
            this.rows = LineOrder.of(x.toArray());
            this.columns = LineOrder.of(y.toArray());
            this.consumer = consumer;
        }

        /** Finds the column of every row; a row whose reduced costs are all NaN is left out. */
        static void find(GroundCost cost, DoublePoints x, DoublePoints y, double[] v, Minimum consumer) {
            MonotoneMinima minima = new MonotoneMinima(cost, x, y, v, consumer);
            minima.find(0, x.size(), 0, y.size() - 1);
        }

        private void find(int fromRow, int toRow, int fromColumn, int toColumn) {
            if (fromRow == toRow) {
                return;
            }
            int middle = (fromRow + toRow) >>> 1;
            double least = Double.POSITIVE_INFINITY;
            double costOfLeast = 0;
            int best = -1;
            for (int t = fromColumn; t <= toColumn; t++) {
                double c = cost.between(x, rows[middle], y, columns[t]);
                double reduced = c - v[columns[t]];
                if (reduced < least) {
                    least = reduced;
                    costOfLeast = c;
                    best = t;
                }
            }
            if (best >= 0) {
                consumer.take(rows[middle], columns[best], costOfLeast);
            }
            find(fromRow, middle, fromColumn, best >= 0 ? best : toColumn);
            find(middle + 1, toRow, best >= 0 ? best : fromColumn, toColumn);
        }
    }
}
