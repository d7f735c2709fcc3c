package org.leastaction.ot.entropic;

import org.leastaction.ot.kernel.Parallelism;

/**
 * The sums of a {@link GibbsKernel} from stored entries e^((u⁰ₛ + v⁰ₖ − cₛₖ)/ε), with the potentials u⁰ and v⁰ of an
 * earlier iteration, scaled by the change of the potentials since. A sum is then a matrix–vector product, and
 * exponentials are recomputed only when the potentials have changed much (Schmitzer 2019, absorption).
 *
 * <p>Entries are clamped to e<sup>±69</sup> and potentials change by at most 20·ε, so the error of the lower clamp in a
 * sum, which is about 1, is below 10⁻¹². Sums far from 1 are computed in the log domain.
 */
final class ScaledKernel implements KernelSums {

    private static final double LARGEST_EXPONENT = 69;
    private static final double FARTHEST = 20;
    private static final double HUGE_SUM = 1e15;

    private final GibbsKernel exact;
    private final double[] weights;
    private final KeptRows rows;
    private final Parallelism parallelism;
    private double keptEpsilon;
    private double[] keptU = {};
    private double[] keptV = {};

    ScaledKernel(GibbsKernel exact, KeptRows rows, Parallelism parallelism) {
        this.exact = exact;
        this.weights = exact.weights();
        this.rows = rows;
        this.parallelism = parallelism;
    }

    @Override
    public double[] sums(double[] u, double[] v, double epsilon) {
        if (epsilon != keptEpsilon || isFar(u, keptU) || isFar(v, keptV)) {
            keep(u, v, epsilon);
        }
        double[] scales = new double[u.length];
        for (int s = 0; s < scales.length; s++) {
            scales[s] = weights[s] * Math.exp((u[s] - keptU[s]) / epsilon);
        }
        double[] sums = new double[v.length];
        parallelism.forEach(exact.blocks(), block -> rows.sum(block, scales, sums, block * GibbsKernel.BLOCK));
        for (int k = 0; k < sums.length; k++) {
            sums[k] *= Math.exp((v[k] - keptV[k]) / epsilon);
            if (!(sums[k] < HUGE_SUM && sums[k] > 1 / HUGE_SUM)) {
                keptEpsilon = 0;
                return exact.sums(u, v, epsilon);
            }
        }
        return sums;
    }

    private boolean isFar(double[] potentials, double[] kept) {
        for (int k = 0; k < kept.length; k++) {
            if (!(Math.abs(potentials[k] - kept[k]) <= FARTHEST * keptEpsilon)) {
                return true;
            }
        }
        return false;
    }

    private void keep(double[] u, double[] v, double epsilon) {
        keptEpsilon = epsilon;
        keptU = u.clone();
        keptV = v.clone();
        exact.terms(u, v, epsilon, LARGEST_EXPONENT, rows::put);
    }
}
