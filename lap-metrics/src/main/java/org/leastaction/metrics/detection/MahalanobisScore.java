package org.leastaction.metrics.detection;

import java.util.Arrays;
import org.leastaction.points.FloatPoints;

/**
 * The squared Mahalanobis distance to the nearest class mean, with a covariance that all classes share (Lee et al.
 * 2018), shrunk towards a multiple of the identity by the rule of Ledoit and Wolf (2004), so that it is invertible even
 * with fewer samples than coordinates. Computed in the span of the samples: n × n matrices, never d × d. Immutable.
 */
public final class MahalanobisScore {

    private final int d;
    private final double[][] means;
    /** The samples minus the means of their classes, [n][d]. */
    private final float[][] centred;
    /** Σ = {@code ridge}·I + {@code scale}·ZᵀZ, and the Cholesky factor of ridge·I + scale·ZZᵀ. */
    private final double ridge;
    private final double scale;
    private final double[][] factor;
    private final double shrinkage;

    private MahalanobisScore(int d, double[][] means, float[][] centred, double ridge, double scale, double[][] factor,
            double shrinkage) {
        this.d = d;
        this.means = means;
        this.centred = centred;
        this.ridge = ridge;
        this.scale = scale;
        this.factor = factor;
        this.shrinkage = shrinkage;
    }

    /**
     * Fits means and covariance. O(n²·d + n³) time, 4·n·d + 16·n² bytes.
     *
     * @param points [n, d], finite
     * @param labels n classes
     * @throws IllegalArgumentException if there are fewer than two samples, the lengths differ, a coordinate is not
     *                                  finite, or all samples equal their class means
     */
    public static MahalanobisScore fit(FloatPoints points, int[] labels) {
        int n = points.size();
        int d = points.dimension();
        if (n < 2 || labels.length != n || points.firstNonFinite() >= 0) {
            throw new IllegalArgumentException("a covariance needs at least 2 finite samples with a class each, not "
                    + n
                    + " samples and " + labels.length + " classes"
                    + (points.firstNonFinite() < 0 ? "" : "; sample " + points.firstNonFinite() + " is not finite"));
        }
        int[] classes = Arrays.stream(labels).sorted().distinct().toArray();
        double[][] means = new double[classes.length][d];
        int[] counts = new int[classes.length];
        for (int i = 0; i < n; i++) {
            int c = Arrays.binarySearch(classes, labels[i]);
            counts[c]++;
            for (int j = 0; j < d; j++) {
                means[c][j] += points.get(i, j);
            }
        }
        for (int c = 0; c < means.length; c++) {
            for (int j = 0; j < d; j++) {
                means[c][j] = (float) (means[c][j] / counts[c]);
            }
        }
        float[][] centred = new float[n][d];
        for (int i = 0; i < n; i++) {
            double[] mean = means[Arrays.binarySearch(classes, labels[i])];
            for (int j = 0; j < d; j++) {
                centred[i][j] = (float) (points.get(i, j) - mean[j]);
            }
        }
        return of(d, means, centred);
    }

    private static MahalanobisScore of(int d, double[][] means, float[][] centred) {
        int n = centred.length;
        double[][] gram = new double[n][n];
        double trace = 0;
        double square = 0;
        double fourth = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                gram[i][k] = dot(centred[i], centred[k]);
                square += (k < i ? 2 : 1) * gram[i][k] * gram[i][k];
            }
            trace += gram[i][i];
            fourth += gram[i][i] * gram[i][i];
        }
        if (!(trace > 0)) {
            throw new IllegalArgumentException("all samples equal the means of their classes: there is no covariance");
        }
        // Ledoit and Wolf: mu is the mean variance, delta the spread of S around mu·I, beta the error of S.
        double mu = trace / n / d;
        double delta = square / n / n - d * mu * mu;
        double beta = Math.min(Math.max(delta, 0), (fourth / n - square / n / n) / n);
        double shrinkage = delta > 0 ? Math.max(0, beta / delta) : 1;
        double ridge = Math.max(shrinkage, 1e-9) * mu;
        double scale = (1 - shrinkage) / n;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                gram[i][k] = scale * gram[i][k] + (i == k ? ridge : 0);
            }
        }
        cholesky(gram);
        return new MahalanobisScore(d, means, centred, ridge, scale, gram, shrinkage);
    }

    /** The share of the identity in the covariance, in [0, 1]. */
    public double shrinkage() {
        return shrinkage;
    }

    /**
     * The squared distance of each point to the nearest class mean. O(n·d) for each point.
     *
     * @param points [m, d]
     * @throws IllegalArgumentException for another dimension
     */
    public double[] scores(FloatPoints points) {
        if (points.dimension() != d) {
            throw new IllegalArgumentException(
                    "the points have dimension " + points.dimension() + ", the samples had " + d);
        }
        double[][] products = new double[means.length][centred.length];
        for (int c = 0; c < means.length; c++) {
            float[] mean = new float[d];
            for (int j = 0; j < d; j++) {
                mean[j] = (float) means[c][j];
            }
            for (int i = 0; i < centred.length; i++) {
                products[c][i] = dot(centred[i], mean);
            }
        }
        double[] scores = new double[points.size()];
        for (int p = 0; p < scores.length; p++) {
            int start = points.offset() + p * d;
            float[] point = Arrays.copyOfRange(points.array(), start, start + d);
            double[] own = new double[centred.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = dot(centred[i], point);
            }
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < means.length; c++) {
                double length = 0;
                for (int j = 0; j < d; j++) {
                    double difference = point[j] - means[c][j];
                    length += difference * difference;
                }
                double[] against = new double[own.length];
                for (int i = 0; i < own.length; i++) {
                    against[i] = own[i] - products[c][i];
                }
                // The inverse of ridge·I + scale·ZᵀZ by Woodbury's identity.
                least = Math.min(least, (length - scale * squareOfSolution(against)) / ridge);
            }
            scores[p] = least;
        }
        return scores;
    }

    /** ‖L⁻¹b‖² for the Cholesky factor L; overwrites b. */
    private double squareOfSolution(double[] b) {
        double square = 0;
        for (int i = 0; i < b.length; i++) {
            double[] row = factor[i];
            double value = b[i];
            for (int k = 0; k < i; k++) {
                value -= row[k] * b[k];
            }
            b[i] = value / row[i];
            square += b[i] * b[i];
        }
        return square;
    }

    private static void cholesky(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int k = 0; k <= i; k++) {
                double value = matrix[i][k];
                for (int j = 0; j < k; j++) {
                    value -= matrix[i][j] * matrix[k][j];
                }
                matrix[i][k] = i == k ? Math.sqrt(value) : value / matrix[k][k];
            }
        }
    }

    private static double dot(float[] x, float[] y) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < x.length; j += 2) {
            even += (double) x[j] * y[j];
            odd += (double) x[j + 1] * y[j + 1];
        }
        return even + odd + (j < x.length ? (double) x[j] * y[j] : 0);
    }
}
