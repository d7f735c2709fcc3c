package org.leastaction.ot;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.cost.DisplacementCost;
import org.leastaction.ot.cost.FunctionCost;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.cost.SparseCosts;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * The problem of moving mass from the points x to the points y at least cost: minimise Σᵢⱼ Pᵢⱼ c(xᵢ, yⱼ) over P ≥ 0
 * with row sums aᵢ and column sums bⱼ. The points are shared, not copied.
 *
 * @param x    sources, [n, d], n ≥ 1
 * @param y    targets, [m, d], m ≥ 1
 * @param a    weights of the sources
 * @param b    weights of the targets
 * @param cost c
 */
public record TransportProblem(DoublePoints x, DoublePoints y, Weights a, Weights b, GroundCost cost) {

    /**
     * @throws IllegalArgumentException for empty sets, unequal dimensions, coordinates that are not finite, or if the
     *                                  number of weights is not that of points
     */
    public TransportProblem {
        Objects.requireNonNull(cost, "cost");
        checkPoints("x", x);
        checkPoints("y", y);
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("x has " + x.dimension() + " coordinates per point and y has "
                    + y.dimension() + ": transport needs the same number");
        }
        checkWeights("x", x, a);
        checkWeights("y", y, b);
    }

    /** The problem that defines W₂², with uniform weights. */
    public static TransportProblem squaredEuclidean(Points x, Points y) {
        return of(x, y, GroundCost.squaredEuclidean());
    }

    /**
     * The problem of these points with uniform weights; single precision is converted to double.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static TransportProblem of(Points x, Points y, GroundCost cost) {
        checkPoints("x", x);
        checkPoints("y", y);
        return new TransportProblem(
                x.toDouble(), y.toDouble(), Weights.uniform(x.size()), Weights.uniform(y.size()), cost);
    }

    /**
     * The problem between n sources and m targets of which nothing is known but the costs, with uniform weights. Its
     * points are numbers: source i is the point i of the line, target j the point n + j.
     */
    public static TransportProblem of(CostMatrix costs) {
        return indexed(costs.size(), costs.columns(), "given by a matrix", costs::get);
    }

    /**
     * The same where only some pairs have a cost and mass cannot move between the others. If every plan needs a
     * forbidden pair, the optimal plan uses some: see {@link SparseCosts#isAllowed}.
     */
    public static TransportProblem of(SparseCosts costs) {
        return indexed(costs.sources(), costs.targets(), "given by a sparse matrix", costs::get);
    }

    /**
     * The same with costs by a function of the index of a source and that of a target. O(n + m) memory.
     *
     * @param formula of the cost, shown in messages
     */
    public static TransportProblem indexed(int n, int m, String formula, PairKernel.OfIndices costs) {
        FunctionCost cost = FunctionCost.ofRows(formula, (x, i, y, j) -> {
            double source = x.get(i, 0);
            double target = y.get(j, 0) - n;
            if (source >= n || target < 0) {
                throw new IllegalArgumentException(
                        "costs " + formula + " are known only from a source to a target, not within one side");
            }
            return costs.at((int) source, (int) target);
        });
        return of(DoublePoints.wrap(IntStream.range(0, n).asDoubleStream().toArray(), n, 1),
                DoublePoints.wrap(IntStream.range(n, n + m).asDoubleStream().toArray(), m, 1), cost);
    }

    /**
     * Refuses problems given by a matrix or by a function of indices.
     *
     * @param what what needs points
     * @throws IllegalArgumentException if the problem has no points
     */
    public void requirePoints(String what) {
        if (cost instanceof FunctionCost function && function.isOfIndices()) {
            throw new IllegalArgumentException(what + " needs points, and a problem with costs "
                    + cost.formula() + " has none");
        }
    }

    /**
     * The same points and cost under other weights.
     *
     * @throws IllegalArgumentException if the number of weights is not that of points
     */
    public TransportProblem withWeights(Weights newA, Weights newB) {
        return new TransportProblem(x, y, newA, newB, cost);
    }

    /** Whether an assignment solves it: as many sources as targets, with uniform weights (Birkhoff's theorem). */
    public boolean isAssignment() {
        return x.size() == y.size() && a.isUniform() && b.isUniform();
    }

    /**
     * Number of points n of either set.
     *
     * @throws IllegalArgumentException unless this {@linkplain #isAssignment is an assignment problem}
     */
    public int size() {
        if (!isAssignment()) {
            throw new IllegalArgumentException("x has " + x.size() + " points and y has " + y.size()
                    + (x.size() == y.size() ? " with weights" : "")
                    + ": an assignment needs as many in both, of uniform weights");
        }
        return x.size();
    }

    /** Whether the cost depends on x − y only, as a power of a norm. */
    public boolean hasDisplacementCost() {
        return cost instanceof DisplacementCost;
    }

    /**
     * An upper bound of all c(xᵢ, yⱼ); may be infinite. O((n + m)·d) for a displacement cost: that of a displacement
     * which is at least as long as that of any pair in every coordinate. The largest of all n·m costs otherwise.
     *
     * @throws IllegalArgumentException if a function gives a cost that is negative or not finite
     */
    public double costBound() {
        return costBound(Parallelism.sequential());
    }

    /** The same on several threads. */
    public double costBound(Parallelism parallelism) {
        if (cost instanceof DisplacementCost displacement) {
            return displacement.of(DoublePoints.wrap(reaches(parallelism), 1, x.dimension()), 0);
        }
        DoubleAccumulator largest = new DoubleAccumulator(Math::max, 0);
        Tiles.forEach(cost.pairs(x, y), parallelism.in(Stage.NONE), tile -> {
            for (int k = 0; k < tile.values().length; k++) {
                CostMatrix.checkCost(tile.fromRow() + k / tile.columns(), tile.fromColumn() + k % tile.columns(),
                        tile.values()[k]);
                largest.accumulate(tile.values()[k]);
            }
        });
        return largest.get();
    }

    /** The largest difference between a source and a target in each coordinate. */
    private double[] reaches(Parallelism parallelism) {
        Box ofX = Box.of(x, parallelism);
        Box ofY = Box.of(y, parallelism);
        double[] reaches = new double[x.dimension()];
        Arrays.setAll(reaches, k -> Math.max(ofX.high[k] - ofY.low[k], ofY.high[k] - ofX.low[k]));
        return reaches;
    }

    /**
     * The bound of all costs.
     *
     * @throws IllegalArgumentException if it overflows
     */
    public double finiteCostBound(Parallelism parallelism) {
        double bound = costBound(parallelism);
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException(
                    "the costs " + cost.formula()
                            + " between these points overflow double precision: scale the points down");
        }
        return bound;
    }

    /** Least and greatest coordinates of points. */
    private record Box(double[] low, double[] high) {

        private static final int CHUNK = 512;

        static Box of(DoublePoints points, Parallelism parallelism) {
            Box[] chunks = new Box[(points.size() + CHUNK - 1) / CHUNK];
            parallelism.in(Stage.NONE).forEach(chunks.length,
                    c -> chunks[c] = of(points.rows(c * CHUNK, Math.min(points.size(), (c + 1) * CHUNK))));
            Box all = chunks[0];
            for (Box chunk : chunks) {
                all.include(chunk.low, chunk.high);
            }
            return all;
        }

        private static Box of(DoublePoints points) {
            int d = points.dimension();
            double[] point = Arrays.copyOfRange(points.array(), points.offset(), points.offset() + d);
            Box box = new Box(point.clone(), point.clone());
            for (int i = 1; i < points.size(); i++) {
                // Arrays under one index without an offset: HotSpot vectorises this form.
                System.arraycopy(points.array(), points.offset() + i * d, point, 0, d);
                box.include(point, point);
            }
            return box;
        }

        private void include(double[] otherLow, double[] otherHigh) {
            for (int k = 0; k < low.length; k++) {
                low[k] = Math.min(low[k], otherLow[k]);
                high[k] = Math.max(high[k], otherHigh[k]);
            }
        }
    }

    /**
     * An upper bound of the distances between sources and targets in the norm of a displacement cost; may be infinite.
     * O((n + m)·d).
     *
     * @throws IllegalStateException for another cost
     */
    public double normBound() {
        if (cost instanceof DisplacementCost displacement) {
            return new TransportProblem(x, y, a, b, displacement.norm()).costBound();
        }
        throw new IllegalStateException("the cost " + cost.formula() + " has no norm");
    }

    /** The largest coordinate difference between a source and a target; may be infinite. O((n + m)·d). */
    public double reach() {
        return Arrays.stream(reaches(Parallelism.sequential())).reduce(0, Math::max);
    }

    /**
     * An exponent e such that lengths in units of 2^e are about 1: their powers then neither overflow nor underflow.
     *
     * @throws IllegalArgumentException if differences of coordinates overflow
     */
    public int scale() {
        double reach = reach();
        if (Double.isInfinite(reach)) {
            throw new IllegalArgumentException(
                    "the differences of coordinates overflow double precision: scale the points down");
        }
        return reach == 0 ? 0 : Math.getExponent(reach);
    }

    /**
     * New points for which costs to known points can be computed, in double precision.
     *
     * @param z      [k, d], k may be 0
     * @param others [m, d]
     * @param cost   from z to the others
     * @throws IllegalArgumentException if dimensions differ, or a coordinate or a cost is not finite
     */
    public static DoublePoints newPoints(Points z, DoublePoints others, GroundCost cost, Parallelism parallelism) {
        PairKernel.requireSameDimension(z, others);
        if (z.size() > 0) {
            checkPoints("the new points", z);
            new TransportProblem(z.toDouble(), others, Weights.uniform(z.size()), Weights.uniform(others.size()), cost)
                    .finiteCostBound(parallelism);
        }
        return z.toDouble();
    }

    /** The same problem with all lengths in units of 2^e. Exact, except for digits below the normal range. */
    public TransportProblem scaled(int exponent) {
        return new TransportProblem(moved(x, exponent), moved(y, exponent), a, b, cost);
    }

    private static DoublePoints moved(DoublePoints points, int exponent) {
        double[] moved = points.toArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.scalb(moved[i], -exponent);
        }
        return DoublePoints.wrap(moved, points.size(), points.dimension());
    }

    /**
     * Converts a squared length from units of 4^e to units of 1.
     *
     * @throws IllegalArgumentException if it overflows
     */
    public static double squaredLength(double scaled, int exponent) {
        double length = Math.scalb(Math.scalb(scaled, exponent), exponent);
        if (Double.isInfinite(length)) {
            throw new IllegalArgumentException("the squared lengths overflow double precision: scale the points down");
        }
        return length;
    }

    private static void checkWeights(String name, Points points, Weights weights) {
        Objects.requireNonNull(weights, "weights of " + name);
        if (weights.size() != points.size()) {
            throw new IllegalArgumentException(
                    name + " has " + points.size() + " points and " + weights.size() + " weights: each needs one");
        }
    }

    private static void checkPoints(String name, Points points) {
        Objects.requireNonNull(points, name);
        if (points.size() == 0) {
            throw new IllegalArgumentException(name + " has no points: transport needs at least one");
        }
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "point " + bad + " of " + name + " has a coordinate that is NaN or infinite: all must be finite");
        }
    }

    @Override
    public String toString() {
        boolean isOfIndices = cost instanceof FunctionCost function && function.isOfIndices();
        return x.size() + " → " + y.size() + " points" + (isOfIndices ? ", cost "
                : x.dimension() == 1 ? " of the line, cost " : " in " + x.dimension() + " dimensions, cost ")
                + cost.formula()
                + (a.isUniform() && b.isUniform() ? "" : ", weighted");
    }
}
