package org.leastaction.metrics.frontier;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Wilson;

/**
 * Separation of classes in a set of points; block by block, it shows where a network separates them.
 *
 * @param probe       accuracy of a linear probe, leaving one out, Wilson
 * @param purity      mean share of the k nearest neighbours of the same class, Wilson over points
 * @param fisherRatio trace of the scatter between classes, divided by that within classes, in [0, ∞]
 */
public record ClassSeparation(Estimate probe, Estimate purity, double fisherRatio) {

    /** Usual number of neighbours of the purity. */
    public static final int USUAL_NEIGHBOURS = 10;

    /** Ridge, relative to the mean squared distance from the centre. */
    private static final double RIDGE = 1e-2;

    /**
     * Measures from pairwise distances: O(m³) for the probe, m² doubles.
     *
     * <p>The probe is ridge regression onto the classes' indicators, with {@value #RIDGE} of the points' mean square as
     * ridge; each point is predicted by the probe of all others, in closed form.
     *
     * @param distances  strict lower triangle: row i holds the distances to the points 0 to i − 1, finite
     * @param labels     m ≥ 3 classes in [0, classes)
     * @param neighbours k, at least 1; clamped to the number of other points
     * @throws IllegalArgumentException for fewer points, or no neighbour
     */
    public static ClassSeparation of(double[][] distances, int[] labels, int classes, int neighbours) {
        int m = labels.length;
        if (m < 3 || neighbours < 1) {
            throw new IllegalArgumentException(
                    "class separation needs 3 points and 1 neighbour at least, not " + m + " and " + neighbours);
        }
        return new ClassSeparation(probe(gram(distances), labels, classes),
                purity(distances, labels, Math.min(neighbours, m - 1)), fisherRatio(distances, labels, classes));
    }

    /** Products around the centre, −½ J D² J. */
    private static DMatrixRMaj gram(double[][] distances) {
        int m = distances.length;
        double[] means = new double[m];
        double mean = 0;
        DMatrixRMaj gram = new DMatrixRMaj(m, m);
        for (int i = 1; i < m; i++) {
            for (int j = 0; j < i; j++) {
                double squared = distances[i][j] * distances[i][j];
                gram.data[i * m + j] = squared;
                gram.data[j * m + i] = squared;
                means[i] += squared / m;
                means[j] += squared / m;
                mean += 2 * squared / m / m;
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                gram.data[i * m + j] = -0.5 * (gram.data[i * m + j] - means[i] - means[j] + mean);
            }
        }
        return gram;
    }

    private static Estimate probe(DMatrixRMaj gram, int[] labels, int classes) {
        int m = labels.length;
        double trace = 0;
        for (int i = 0; i < m; i++) {
            trace += gram.data[i * m + i];
        }
        double ridge = trace > 0 ? RIDGE * trace / m : 1;
        for (int i = 0; i < m; i++) {
            gram.data[i * m + i] += ridge;
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(m);
        DMatrixRMaj inverse = new DMatrixRMaj(m, m);
        if (!solver.setA(gram)) {
            throw new IllegalArgumentException("the points' products are not finite");
        }
        solver.invert(inverse);
        double[] shares = new double[classes];
        for (int label : labels) {
            shares[label] += 1.0 / m;
        }
        int right = 0;
        for (int i = 0; i < m; i++) {
            right += leftOut(inverse, labels, shares, i) == labels[i] ? 1 : 0;
        }
        return Wilson.interval(right, m);
    }

    /** The class that the probe fitted to all other points predicts: y − α / (inverse)ᵢᵢ for each class. */
    private static int leftOut(DMatrixRMaj inverse, int[] labels, double[] shares, int point) {
        int m = labels.length;
        double[] alpha = new double[shares.length];
        double all = 0;
        for (int j = 0; j < m; j++) {
            double entry = inverse.data[point * m + j];
            alpha[labels[j]] += entry;
            all += entry;
        }
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < shares.length; c++) {
            double residual = (alpha[c] - shares[c] * all) / inverse.data[point * m + point];
            double score = (labels[point] == c ? 1 : 0) - residual;
            if (score > highest) {
                highest = score;
                best = c;
            }
        }
        return best;
    }

    private static Estimate purity(double[][] distances, int[] labels, int k) {
        int m = labels.length;
        double sum = 0;
        for (int i = 0; i < m; i++) {
            int point = i;
            double[] row = IntStream.range(0, m)
                    .mapToDouble(j -> j == point ? Double.POSITIVE_INFINITY : distance(distances, point, j)).toArray();
            double[] sorted = row.clone();
            Arrays.sort(sorted);
            double reach = sorted[k - 1];
            int near = 0;
            int same = 0;
            for (int j = 0; j < m; j++) {
                if (row[j] <= reach && j != point) {
                    near++;
                    same += labels[j] == labels[point] ? 1 : 0;
                }
            }
            sum += (double) same / near;
        }
        // Points share neighbours: the interval counts m independent trials, not m·k.
        Estimate around = Wilson.interval(Math.round(sum), m);
        double value = sum / m;
        return new Estimate(value, Math.min(value, around.low()), Math.max(value, around.high()));
    }

    /** tr S_T = Σ d²/2m over ordered pairs, tr S_W likewise within classes. */
    private static double fisherRatio(double[][] distances, int[] labels, int classes) {
        double[] within = new double[classes];
        int[] sizes = new int[classes];
        double total = 0;
        for (int i = 0; i < labels.length; i++) {
            sizes[labels[i]]++;
            for (int j = 0; j < i; j++) {
                double squared = distances[i][j] * distances[i][j];
                total += squared;
                within[labels[i]] += labels[i] == labels[j] ? squared : 0;
            }
        }
        double scatter = 0;
        for (int c = 0; c < classes; c++) {
            scatter += sizes[c] == 0 ? 0 : within[c] / sizes[c];
        }
        double between = total / labels.length - scatter;
        return Math.max(0, between) / scatter;
    }

    private static double distance(double[][] distances, int i, int j) {
        return distances[Math.max(i, j)][Math.min(i, j)];
    }
}
