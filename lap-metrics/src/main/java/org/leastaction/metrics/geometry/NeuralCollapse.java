package org.leastaction.metrics.geometry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Neural collapse of labelled points (Papyan, Han and Donoho 2020). All four numbers are 0 in complete collapse. C is
 * the number of classes that have points, μ_c their means, μ the mean of the μ_c.
 *
 * @param variability NC1: Tr(Σ_W Σ_B⁺)/C, all classes with equal weight; at least 0, NaN if the means coincide
 * @param equinorm    NC2: standard deviation of ‖μ_c − μ‖ over classes, divided by the mean; at least 0
 * @param equiangular NC2: mean over pairs of |cos(μ_c − μ, μ_e − μ) + 1/(C − 1)|; in [0, 2]
 * @param duality     NC3: ‖W/‖W‖ − M/‖M‖‖ in Frobenius norm, in [0, 2]; W the classifier's weights with their mean over
 *                    classes subtracted, which leaves its probabilities unchanged, and M the matrix of μ_c − μ
 */
public record NeuralCollapse(double variability, double equinorm, double equiangular, double duality) {

    /** Ridge of the least-squares classifier, relative to the mean squared distance from the centre. */
    private static final double RIDGE = 1e-2;

    /**
     * Measures the collapse. O(n·C·d); with a least-squares classifier also O(n²·d + n³) and n² doubles.
     *
     * @param points     [n, d], finite
     * @param labels     n classes in [0, classes)
     * @param classifier the weights of a linear classifier of the points, one row per class, [classes, d]; empty for
     *                   that of ridge regression onto the classes' indicators, with a ridge of 1 % of the mean square
     * @return empty with fewer than 2 classes that have points
     * @throws IllegalArgumentException if labels or classifier do not fit the points
     */
    public static Optional<NeuralCollapse> of(
            Points points, int[] labels, Optional<DoublePoints> classifier, Parallelism parallelism) {
        ClassScatter scatter = ClassScatter.of(points, labels, parallelism);
        int classes = scatter.classes();
        if (classes < 2) {
            return Optional.empty();
        }
        int d = points.dimension();
        double[] means = scatter.centredMeans();
        double[] norms = IntStream.range(0, classes)
                .mapToDouble(c -> Math.sqrt(InnerProducts.of(means, c * d, means, c * d, d))).toArray();
        double mean = Arrays.stream(norms).average().orElseThrow();
        double variance = Arrays.stream(norms).map(norm -> (norm - mean) * (norm - mean)).average().orElseThrow();
        double deviation = 0;
        for (int c = 0; c < classes; c++) {
            for (int e = 0; e < c; e++) {
                double cosine = InnerProducts.of(means, c * d, means, e * d, d) / norms[c] / norms[e];
                deviation += Math.abs(cosine + 1.0 / (classes - 1)) / (classes * (classes - 1) / 2.0);
            }
        }
        double[] weights = classifier.isPresent()
                ? rows(classifier.get(), labels, d) : leastSquares(scatter, parallelism);
        return Optional.of(new NeuralCollapse(scatter.balancedFuzziness() / classes, Math.sqrt(variance) / mean,
                deviation, distance(centred(weights, classes, d), means)));
    }

    /** The rows of the classes that have points. */
    private static double[] rows(DoublePoints classifier, int[] labels, int d) {
        int[] present = Arrays.stream(labels).distinct().sorted().toArray();
        if (classifier.dimension() != d || present[present.length - 1] >= classifier.size()) {
            throw new IllegalArgumentException("a classifier of points of dimension " + d + " with classes up to "
                    + present[present.length - 1] + " is not [" + classifier.size() + ", " + classifier.dimension()
                    + "]");
        }
        return classifier.select(present).toArray();
    }

    /** W = Yᵀ(XXᵀ + ρ)⁻¹X, X and Y centred: [C, d], computed from the n × n products. */
    private static double[] leastSquares(ClassScatter scatter, Parallelism parallelism) {
        DoublePoints x = CentredPoints.of(scatter.points());
        int n = x.size();
        int d = x.dimension();
        int classes = scatter.classes();
        DMatrixRMaj gram = new DMatrixRMaj(n, n);
        gram.data = CentredPoints.gram(x, parallelism);
        double ridge = RIDGE * IntStream.range(0, n).mapToDouble(i -> gram.data[i * n + i]).sum() / n;
        for (int i = 0; i < n; i++) {
            gram.data[i * n + i] += ridge;
        }
        DMatrixRMaj indicators = new DMatrixRMaj(n, classes);
        int[] classOf = scatter.classOf();
        double[] shares = new double[classes];
        Arrays.stream(classOf).forEach(c -> shares[c] += 1.0 / n);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                indicators.data[i * classes + c] = (classOf[i] == c ? 1 : 0) - shares[c];
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
        DMatrixRMaj dual = new DMatrixRMaj(n, classes);
        if (!solver.setA(gram)) {
            return new double[classes * d];
        }
        solver.solve(indicators, dual);
        double[] weights = new double[classes * d];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                double factor = dual.data[i * classes + c];
                for (int j = 0; j < d; j++) {
                    weights[c * d + j] += factor * x.get(i, j);
                }
            }
        }
        return weights;
    }

    private static double[] centred(double[] rows, int classes, int d) {
        double[] centred = rows.clone();
        for (int j = 0; j < d; j++) {
            double mean = 0;
            for (int c = 0; c < classes; c++) {
                mean += rows[c * d + j] / classes;
            }
            for (int c = 0; c < classes; c++) {
                centred[c * d + j] -= mean;
            }
        }
        return centred;
    }

    /** ‖a/‖a‖ − b/‖b‖‖; NaN if one of them is 0. */
    private static double distance(double[] a, double[] b) {
        double aa = Math.sqrt(InnerProducts.of(a, 0, a, 0, a.length));
        double bb = Math.sqrt(InnerProducts.of(b, 0, b, 0, b.length));
        double squared = 0;
        for (int i = 0; i < a.length; i++) {
            squared += (a[i] / aa - b[i] / bb) * (a[i] / aa - b[i] / bb);
        }
        return Math.sqrt(squared);
    }
}
