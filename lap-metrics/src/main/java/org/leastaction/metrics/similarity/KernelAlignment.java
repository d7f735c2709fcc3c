package org.leastaction.metrics.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Jackknife;
import org.leastaction.ot.kernel.Parallelism;

/**
 * Linear centred kernel alignment of two representations (Kornblith et al. 2019): HSIC(K, L) / √(HSIC(K, K) HSIC(L,
 * L)), with intervals by a jackknife over groups of samples. Invariant to rotations, translations and scaling.
 *
 * @param biased   with the usual estimator of HSIC, ‖·‖-inner product of the centred matrices; in [0, 1]. In more
 *                 dimensions than samples it is high even for unrelated representations
 * @param debiased with the unbiased estimator (Song et al. 2012; Nguyen et al. 2021), at most 1, about 0 for unrelated
 *                 representations at any dimension. Both are empty if a representation is the same for all samples, and
 *                 this one also for fewer than 4 samples
 */
public record KernelAlignment(Optional<Estimate> biased, Optional<Estimate> debiased) {

    private static final int GROUPS = 20;
    /** The unbiased estimator divides by n − 3. */
    private static final int LEAST = 4;

    /**
     * Compares two representations. O(n²).
     *
     * @throws IllegalArgumentException if the numbers of samples differ
     */
    public static KernelAlignment of(GramMatrix x, GramMatrix y) {
        GramMatrix.requireSameSize(x, y);
        int groups = x.size() >= 2 * GROUPS ? GROUPS : 1;
        Dependence both = new Dependence(x, y, groups);
        Dependence first = new Dependence(x, x, groups);
        Dependence second = new Dependence(y, y, groups);
        double[] biased = new double[groups + 1];
        double[] debiased = new double[groups + 1];
        for (int g = 0; g <= groups; g++) {
            // The last one leaves out nothing.
            int without = g == groups ? Dependence.NONE : g;
            biased[g] = ratio(both.biased(without), first.biased(without), second.biased(without));
            debiased[g] = ratio(both.debiased(without), first.debiased(without), second.debiased(without));
        }
        return new KernelAlignment(estimate(biased, groups, 0), estimate(debiased, groups, Double.NEGATIVE_INFINITY));
    }

    /**
     * The debiased alignments of all pairs of representations of the same samples, without intervals; NaN where they
     * are empty. O(k·l·n²) for k and l representations.
     *
     * @return [k][l]
     * @throws IllegalArgumentException if the numbers of samples differ
     */
    public static double[][] debiased(List<GramMatrix> x, List<GramMatrix> y, Parallelism parallelism) {
        double[] first = x.stream().mapToDouble(one -> dependence(one, one)).toArray();
        double[] second = y.stream().mapToDouble(one -> dependence(one, one)).toArray();
        double[][] alignments = new double[first.length][second.length];
        parallelism.forEach(first.length * second.length, pair -> {
            int i = pair / second.length;
            int j = pair % second.length;
            alignments[i][j] = ratio(dependence(x.get(i), y.get(j)), first[i], second[j]);
        });
        return alignments;
    }

    private static double dependence(GramMatrix x, GramMatrix y) {
        GramMatrix.requireSameSize(x, y);
        return new Dependence(x, y, 1).debiased(Dependence.NONE);
    }

    private static double ratio(double both, double first, double second) {
        // The root of the product, not the product of roots: equal representations have a ratio of exactly 1.
        double ratio = first > 0 && second > 0 ? both / Math.sqrt(first * second) : Double.NaN;
        return Math.min(1, ratio);
    }

    private static Optional<Estimate> estimate(double[] values, int groups, double least) {
        double value = values[groups];
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        double[] deleted = Arrays.copyOf(values, groups);
        Estimate wide = groups == 1 || Arrays.stream(deleted).anyMatch(Double::isNaN)
                ? Estimate.unbounded(value) : Jackknife.of(value, deleted);
        return Optional.of(Double.isFinite(wide.width())
                ? new Estimate(value, Math.max(least, wide.low()), Math.min(1, wide.high())) : wide);
    }

    /**
     * HSIC of two matrices, up to a constant factor, for all samples or without one of several groups: sample i is in
     * the group i modulo their number. All sums over pairs are computed once, by group.
     */
    private static final class Dependence {

        /** No group is left out. */
        static final int NONE = -1;

        private final int n;
        private final int groups;
        private final double[] x;
        private final double[] y;
        /** Sums of products over pairs i ≠ j by the groups of i and of j, and over i = j by group. */
        private final double[][] products;
        private final double[] ownProducts;
        /** Sums over j ≠ i by sample i and by the group of j, and the diagonals. */
        private final double[][] xSums;
        private final double[][] ySums;

        Dependence(GramMatrix first, GramMatrix second, int groups) {
            this.n = first.size();
            this.groups = groups;
            this.x = new double[n];
            this.y = new double[n];
            this.products = new double[groups][groups];
            this.ownProducts = new double[groups];
            this.xSums = new double[n][groups];
            this.ySums = new double[n][groups];
            for (int i = 0; i < n; i++) {
                double[] a = first.row(i);
                double[] b = second.row(i);
                int ofI = i % groups;
                x[i] = a[i];
                y[i] = b[i];
                ownProducts[ofI] += a[i] * b[i];
                for (int j = 0; j < i; j++) {
                    int ofJ = j % groups;
                    double product = a[j] * b[j];
                    products[ofI][ofJ] += product;
                    products[ofJ][ofI] += product;
                    xSums[i][ofJ] += a[j];
                    xSums[j][ofI] += a[j];
                    ySums[i][ofJ] += b[j];
                    ySums[j][ofI] += b[j];
                }
            }
        }

        /** tr(HKHL), H the centring matrix. */
        double biased(int without) {
            Sums sums = new Sums(without, true);
            return sums.products - 2 * sums.cross / sums.count + sums.x * sums.y / sums.count / sums.count;
        }

        /** The estimator without bias, times n(n − 3); NaN for fewer than 4 samples. */
        double debiased(int without) {
            Sums sums = new Sums(without, false);
            double m = sums.count;
            return m < LEAST ? Double.NaN
                    : sums.products + sums.x * sums.y / ((m - 1) * (m - 2)) - 2 * sums.cross / (m - 2);
        }

        /** Sums over the samples that are not left out, with the diagonals or without. */
        private final class Sums {

            private int count;
            private double products;
            private double cross;
            private double x;
            private double y;

            Sums(int without, boolean diagonal) {
                for (int g = 0; g < groups; g++) {
                    for (int h = 0; h < groups; h++) {
                        products += g == without || h == without ? 0 : Dependence.this.products[g][h];
                    }
                    products += diagonal && g != without ? ownProducts[g] : 0;
                }
                for (int i = 0; i < n; i++) {
                    if (i % groups == without) {
                        continue;
                    }
                    double ofX = diagonal ? Dependence.this.x[i] : 0;
                    double ofY = diagonal ? Dependence.this.y[i] : 0;
                    for (int g = 0; g < groups; g++) {
                        if (g != without) {
                            ofX += xSums[i][g];
                            ofY += ySums[i][g];
                        }
                    }
                    count++;
                    x += ofX;
                    y += ofY;
                    cross += ofX * ofY;
                }
            }
        }
    }
}
