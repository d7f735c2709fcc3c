package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.leastaction.points.DoublePoints;

/**
 * The leading singular triplets of a Jacobian at one point.
 *
 * @param values           q singular values, descending, at least 0
 * @param left             the left singular vectors, [q, d'], orthonormal
 * @param right            the right singular vectors, [q, d], orthonormal
 * @param frobeniusSquared ‖J‖_F²: the squares of the q values, and where q is below min(d, d') an unbiased estimate of
 *                         the rest from random products
 */
public record SingularTriplets(
        double[] values, DoublePoints left, DoublePoints right, double frobeniusSquared) {

    /** Columns beyond those requested, which make the last requested ones accurate. */
    private static final int OVERSAMPLING = 5;
    private static final int ITERATIONS = 1;
    /** Random products for the part of ‖J‖_F² beyond the triplets. */
    private static final int PROBES = 4;

    /**
     * Computes the triplets at all points of a field by randomised subspace iteration (Halko, Martinsson and Tropp
     * 2011) with one power iteration; exact where {@code rank + 5} reaches the smaller dimension. Products: see {@link
     * #products}. 2·n·(rank + 5)·(d + d') doubles of memory.
     *
     * @param rank number of triplets wanted, at least 1; up to 5 more are returned, the last of them less accurate
     * @param seed of the random start
     * @return one result per point
     * @throws IllegalArgumentException if the rank is below 1
     */
    public static List<SingularTriplets> of(JacobianField field, int rank, long seed) {
        int columns = columns(field.inputDimension(), field.outputDimension(), rank);
        SplittableRandom random = new SplittableRandom(seed);
        List<DoublePoints> start = IntStream.range(0, columns)
                .mapToObj(c -> gaussian(field.size(), field.inputDimension(), random)).toList();
        List<DoublePoints> left = orthonormal(products(field, start));
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            left = orthonormal(products(field, orthonormal(products(field.transposed(), left))));
        }
        List<DoublePoints> projected = products(field.transposed(), left);
        List<DoublePoints> right = orthonormal(projected);
        double[] rest = new double[field.size()];
        if (columns < Math.min(field.inputDimension(), field.outputDimension())) {
            for (int probe = 0; probe < PROBES; probe++) {
                DoublePoints beyond = field.apply(gaussian(field.size(), field.inputDimension(), random));
                Rows.orthogonalise(beyond, left);
                double[] squares = Rows.products(beyond, beyond);
                for (int i = 0; i < rest.length; i++) {
                    rest[i] += squares[i] / PROBES;
                }
            }
        }
        List<SingularTriplets> triplets = new ArrayList<>();
        for (int i = 0; i < field.size(); i++) {
            triplets.add(at(i, left, right, projected, rest[i]));
        }
        return triplets;
    }

    /**
     * Number of products that {@link #of} takes per point.
     *
     * @return products with J, then with Jᵀ
     */
    public static long[] products(int inputDimension, int outputDimension, int rank) {
        long columns = columns(inputDimension, outputDimension, rank);
        return new long[] {columns * (1 + ITERATIONS) + PROBES, columns * (1 + ITERATIONS)};
    }

    private static int columns(int inputDimension, int outputDimension, int rank) {
        if (rank < 1) {
            throw new IllegalArgumentException("the number of singular triplets must be at least 1, not " + rank);
        }
        return Math.min(rank + OVERSAMPLING, Math.min(inputDimension, outputDimension));
    }

    private static List<DoublePoints> products(JacobianField field, List<DoublePoints> directions) {
        List<DoublePoints> products = new ArrayList<>();
        for (DoublePoints direction : directions) {
            products.add(field.apply(direction));
        }
        return products;
    }

    /** An orthonormal basis of the same span, vector by vector; a vector within the span of earlier ones becomes 0. */
    private static List<DoublePoints> orthonormal(List<DoublePoints> vectors) {
        List<DoublePoints> basis = new ArrayList<>();
        for (DoublePoints vector : vectors) {
            DoublePoints next = DoublePoints.wrap(vector.toArray(), vector.size(), vector.dimension());
            double[] before = Rows.norms(next);
            Rows.orthogonalise(next, basis);
            double[] after = Rows.norms(next);
            for (int i = 0; i < after.length; i++) {
                after[i] = after[i] > 1e-9 * before[i] ? after[i] : 0;
            }
            Rows.divide(next, after);
            basis.add(next);
        }
        return basis;
    }

    /**
     * With Q the left basis, P the right one and QᵀJ = R Pᵀ, the triplets are those of the small matrix R = A Σ Bᵀ: Q A
     * and P B.
     */
    private static SingularTriplets at(
            int point, List<DoublePoints> left, List<DoublePoints> right, List<DoublePoints> projected,
            double rest) {
        int q = left.size();
        RealMatrix small = new Array2DRowRealMatrix(q, q);
        for (int r = 0; r < q; r++) {
            for (int c = 0; c < q; c++) {
                small.setEntry(r, c, Rows.products(row(projected.get(r), point), row(right.get(c), point))[0]);
            }
        }
        SingularValueDecomposition decomposition = new SingularValueDecomposition(small);
        double[] values = decomposition.getSingularValues();
        double sum = rest;
        for (double value : values) {
            sum += value * value;
        }
        return new SingularTriplets(values, combined(left, point, decomposition.getU()),
                combined(right, point, decomposition.getV()), sum);
    }

    private static DoublePoints row(DoublePoints points, int i) {
        return points.rows(i, i + 1);
    }

    /** Σ_c basis_c · weights[c, k], one row for each k. */
    private static DoublePoints combined(List<DoublePoints> basis, int point, RealMatrix weights) {
        int q = basis.size();
        int d = basis.get(0).dimension();
        double[] rows = new double[q * d];
        for (int c = 0; c < q; c++) {
            for (int k = 0; k < q; k++) {
                for (int j = 0; j < d; j++) {
                    rows[k * d + j] += weights.getEntry(c, k) * basis.get(c).get(point, j);
                }
            }
        }
        return DoublePoints.wrap(rows, q, d);
    }

    private static DoublePoints gaussian(int n, int d, SplittableRandom random) {
        double[] values = new double[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return DoublePoints.wrap(values, n, d);
    }
}
