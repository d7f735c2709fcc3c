package org.leastaction.metrics.geometry;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Means and scatter of labelled points. All computations take place in the span of the class means: no matrix is larger
 * than [C, C] or [C, d]. Classes without points are left out. Immutable.
 */
public final class ClassScatter {

    /** Eigenvalues of the scatter between classes below this share of the largest are taken for 0. */
    private static final double NEGLIGIBLE = 1e-10;

    private final DoublePoints points;
    private final int[] classOf;
    private final int[] counts;
    private final double[] means;
    private final Parallelism parallelism;

    private ClassScatter(DoublePoints points, int[] classOf, int[] counts, double[] means, Parallelism parallelism) {
        this.points = points;
        this.classOf = classOf;
        this.counts = counts;
        this.means = means;
        this.parallelism = parallelism;
    }

    /**
     * Computes the class means. O(n·d).
     *
     * @param points [n, d], n ≥ 1, finite
     * @param labels n classes, at least 0
     * @throws IllegalArgumentException if the numbers of points and labels differ, or a label is negative
     */
    public static ClassScatter of(Points points, int[] labels, Parallelism parallelism) {
        if (labels.length != points.size() || Arrays.stream(labels).anyMatch(label -> label < 0)) {
            throw new IllegalArgumentException(points.size() + " points need as many labels of at least 0");
        }
        DoublePoints x = points.toDouble();
        int[] present = Arrays.stream(labels).distinct().sorted().toArray();
        int[] classOf = Arrays.stream(labels).map(label -> Arrays.binarySearch(present, label)).toArray();
        int d = x.dimension();
        int[] counts = new int[present.length];
        double[] means = new double[present.length * d];
        for (int i = 0; i < classOf.length; i++) {
            counts[classOf[i]]++;
        }
        for (int i = 0; i < classOf.length; i++) {
            for (int j = 0; j < d; j++) {
                means[classOf[i] * d + j] += x.get(i, j) / counts[classOf[i]];
            }
        }
        return new ClassScatter(x, classOf, counts, means, parallelism);
    }

    /** Number of classes that have points. */
    public int classes() {
        return counts.length;
    }

    /** The index among the present classes of every point. */
    int[] classOf() {
        return classOf.clone();
    }

    DoublePoints points() {
        return points;
    }

    /**
     * The separation fuzziness (He and Su 2023): Tr(SS_w SS_b⁺), where SS_w = (1/n) Σᵢ (xᵢ − x̄_c)(xᵢ − x̄_c)ᵀ and SS_b =
     * Σ_c (n_c/n) (x̄_c − x̄)(x̄_c − x̄)ᵀ. At least 0; less is better separated. NaN with fewer than 2 classes, or if all
     * class means coincide. O(n·C·d).
     */
    public double fuzziness() {
        double n = points.size();
        return withinOverBetween(Arrays.stream(counts).mapToDouble(count -> count / n).toArray());
    }

    /** The same with equal weights for all classes: C times the NC1 of Papyan, Han and Donoho (2020). */
    double balancedFuzziness() {
        double[] weights = new double[counts.length];
        Arrays.fill(weights, 1.0 / counts.length);
        return withinOverBetween(weights);
    }

    /** x̄_c − x̄ with the mean over classes as x̄: C·d numbers, row by row. */
    double[] centredMeans() {
        double[] weights = new double[counts.length];
        Arrays.fill(weights, 1.0 / counts.length);
        return centred(weights);
    }

    private double[] centred(double[] weights) {
        int d = points.dimension();
        double[] centre = new double[d];
        for (int c = 0; c < counts.length; c++) {
            for (int j = 0; j < d; j++) {
                centre[j] += weights[c] * means[c * d + j];
            }
        }
        double[] centred = means.clone();
        for (int c = 0; c < counts.length; c++) {
            for (int j = 0; j < d; j++) {
                centred[c * d + j] -= centre[j];
            }
        }
        return centred;
    }

    /**
     * Tr(S_w S_b⁺). With the rows A_c = √w_c (x̄_c − x̄), S_b = AᵀA, so S_b⁺ = Aᵀ G⁺² A with G = AAᵀ, and the trace is
     * Tr(G⁺² A S_w Aᵀ).
     */
    private double withinOverBetween(double[] weights) {
        int classes = counts.length;
        if (classes < 2) {
            return Double.NaN;
        }
        int d = points.dimension();
        double[] a = centred(weights);
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < d; j++) {
                a[c * d + j] *= Math.sqrt(weights[c]);
            }
        }
        DMatrixRMaj between = new DMatrixRMaj(classes, classes);
        for (int c = 0; c < classes; c++) {
            for (int e = 0; e < classes; e++) {
                between.data[c * classes + e] = InnerProducts.of(a, c * d, a, e * d, d);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(classes, true, true);
        if (!decomposition.decompose(between)) {
            throw new ArithmeticException("the scatter between classes has no eigenvalues");
        }
        double largest = IntStream.range(0, classes).mapToDouble(k -> decomposition.getEigenvalue(k).getReal()).max()
                .orElseThrow();
        if (!(largest > 0)) {
            return Double.NaN;
        }
        double[][] projections = projections(a);
        double trace = 0;
        for (int k = 0; k < classes; k++) {
            double eigenvalue = decomposition.getEigenvalue(k).getReal();
            if (eigenvalue > NEGLIGIBLE * largest) {
                double[] direction = decomposition.getEigenVector(k).data;
                for (int i = 0; i < projections.length; i++) {
                    double along = InnerProducts.of(direction, 0, projections[i], 0, classes);
                    trace += weights[classOf[i]] / counts[classOf[i]] * along * along / eigenvalue / eigenvalue;
                }
            }
        }
        return trace;
    }

    /** A(xᵢ − x̄_c) for every point: n rows of C numbers. */
    private double[][] projections(double[] a) {
        int d = points.dimension();
        double[][] projections = new double[points.size()][];
        parallelism.forEach(points.size(), i -> {
            double[] within = points.rows(i, i + 1).toArray();
            for (int j = 0; j < d; j++) {
                within[j] -= means[classOf[i] * d + j];
            }
            double[] row = new double[counts.length];
            for (int c = 0; c < row.length; c++) {
                row[c] = InnerProducts.of(a, c * d, within, 0, d);
            }
            projections[i] = row;
        });
        return projections;
    }
}
