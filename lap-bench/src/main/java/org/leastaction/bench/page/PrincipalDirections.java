package org.leastaction.bench.page;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.leastaction.points.FloatPoints;

/**
 * The leading principal directions of many points, by subspace iteration from a random start (Halko, Martinsson and
 * Tropp 2011). Projection is linear: straight paths stay straight.
 *
 * @param mean       of the points, [d]
 * @param directions orthonormal, r times [d], by descending variance
 * @param shares     of the variance of the points, by direction; their sum is at most 1
 */
record PrincipalDirections(double[] mean, List<double[]> directions, double[] shares) {

    private static final int EXTRA = 8;
    private static final int ITERATIONS = 4;

    PrincipalDirections {
        directions = List.copyOf(directions);
    }

    /**
     * The directions of all points of several sets together. O(N·d·r) per iteration.
     *
     * @param sets each [n, d], finite
     * @param most number of directions; min(N, d) if that is less
     */
    static PrincipalDirections of(List<FloatPoints> sets, int most, long seed) {
        int d = sets.get(0).dimension();
        double[] mean = mean(sets, d);
        int points = sets.stream().mapToInt(FloatPoints::size).sum();
        int width = Math.min(Math.min(points, d), most + EXTRA);
        double[][] basis = random(width, d, seed);
        orthonormalise(basis);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            basis = covarianceTimes(sets, mean, basis);
            orthonormalise(basis);
        }
        return ritz(sets, mean, basis, Math.min(most, width));
    }

    /** Number of directions, r. */
    int size() {
        return directions.size();
    }

    /** The coordinates of points in the directions, [n, r], from the mean. */
    float[] project(FloatPoints points) {
        int r = size();
        float[] projected = new float[points.size() * r];
        double[] centred = new double[points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            centre(points, i, centred);
            for (int k = 0; k < r; k++) {
                projected[i * r + k] = (float) dot(directions.get(k), centred);
            }
        }
        return projected;
    }

    /** Σ over points of their squared distance from the mean: the total of the shares. */
    double squares(FloatPoints points) {
        double[] centred = new double[points.dimension()];
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            centre(points, i, centred);
            sum += dot(centred, centred);
        }
        return sum;
    }

    private void centre(FloatPoints points, int i, double[] into) {
        centre(points, i, mean, into);
    }

    private static void centre(FloatPoints points, int i, double[] mean, double[] into) {
        int from = points.offset() + i * points.dimension();
        float[] values = points.array();
        for (int c = 0; c < into.length; c++) {
            into[c] = values[from + c] - mean[c];
        }
    }

    private static double[] mean(List<FloatPoints> sets, int d) {
        double[] mean = new double[d];
        long count = 0;
        for (FloatPoints points : sets) {
            for (int i = 0; i < points.size(); i++) {
                for (int c = 0; c < d; c++) {
                    mean[c] += points.array()[points.offset() + i * d + c];
                }
            }
            count += points.size();
        }
        for (int c = 0; c < d; c++) {
            mean[c] /= count;
        }
        return mean;
    }

    private static double[][] random(int rows, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] basis = new double[rows][d];
        for (double[] row : basis) {
            Arrays.setAll(row, c -> random.nextDouble() - 0.5);
        }
        return basis;
    }

    /** Each row of a basis times Σ (x − mean)(x − mean)ᵀ. */
    private static double[][] covarianceTimes(List<FloatPoints> sets, double[] mean, double[][] basis) {
        double[][] product = new double[basis.length][mean.length];
        double[] centred = new double[mean.length];
        for (FloatPoints points : sets) {
            for (int i = 0; i < points.size(); i++) {
                centre(points, i, mean, centred);
                for (int k = 0; k < basis.length; k++) {
                    double share = dot(basis[k], centred);
                    double[] row = product[k];
                    for (int c = 0; c < row.length; c++) {
                        row[c] += share * centred[c];
                    }
                }
            }
        }
        return product;
    }

    /** Gram and Schmidt, twice for stability; a row that vanishes stays 0. */
    private static void orthonormalise(double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            double before = Math.sqrt(dot(rows[i], rows[i]));
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    double share = dot(rows[i], rows[k]);
                    for (int c = 0; c < rows[i].length; c++) {
                        rows[i][c] -= share * rows[k][c];
                    }
                }
            }
            double length = Math.sqrt(dot(rows[i], rows[i]));
            double factor = length > 1e-12 * before ? 1 / length : 0;
            for (int c = 0; c < rows[i].length; c++) {
                rows[i][c] *= factor;
            }
        }
    }

    /** The principal directions within the span of a basis. */
    private static PrincipalDirections ritz(List<FloatPoints> sets, double[] mean, double[][] basis, int most) {
        int width = basis.length;
        DMatrixRMaj moments = new DMatrixRMaj(width, width);
        double[] centred = new double[mean.length];
        double[] coordinates = new double[width];
        double total = 0;
        for (FloatPoints points : sets) {
            for (int i = 0; i < points.size(); i++) {
                centre(points, i, mean, centred);
                total += dot(centred, centred);
                Arrays.setAll(coordinates, k -> dot(basis[k], centred));
                for (int p = 0; p < width; p++) {
                    for (int q = 0; q < width; q++) {
                        moments.add(p, q, coordinates[p] * coordinates[q]);
                    }
                }
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(width, true, true);
        if (!decomposition.decompose(moments)) {
            throw new ArithmeticException("the principal directions of the states were not found");
        }
        int[] order = IntStream.range(0, width).boxed().sorted((a, b) -> Double.compare(
                decomposition.getEigenvalue(b).getReal(), decomposition.getEigenvalue(a).getReal()))
                .limit(most).mapToInt(Integer::intValue).toArray();
        double sum = total;
        return new PrincipalDirections(mean,
                Arrays.stream(order).mapToObj(k -> combined(basis, decomposition.getEigenVector(k))).toList(),
                Arrays.stream(order).mapToDouble(k -> sum > 0
                        ? Math.max(0, decomposition.getEigenvalue(k).getReal()) / sum : 0).toArray());
    }

    /** A combination of the rows; the sign is that of its greatest coordinate, so that rounding does not change it. */
    private static double[] combined(double[][] basis, DMatrixRMaj weights) {
        double[] direction = new double[basis[0].length];
        for (int k = 0; k < basis.length; k++) {
            for (int c = 0; c < direction.length; c++) {
                direction[c] += weights.get(k) * basis[k][c];
            }
        }
        int greatest = 0;
        for (int c = 1; c < direction.length; c++) {
            greatest = Math.abs(direction[c]) > Math.abs(direction[greatest]) ? c : greatest;
        }
        if (direction[greatest] < 0) {
            Arrays.setAll(direction, c -> -direction[c]);
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += a[c] * b[c];
        }
        return sum;
    }
}
