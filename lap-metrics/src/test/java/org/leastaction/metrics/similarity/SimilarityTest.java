package org.leastaction.metrics.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.Estimate;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

class SimilarityTest {

    private static final Parallelism ALONE = Parallelism.sequential();

    /** The numbers are those that golden/similarity.py prints. */
    @ParameterizedTest
    @CsvSource({
            "12, 3, 5, 0.6294014084177801, 0.535399687045212, 0.7509650931600736, NaN, NaN",
            "60, 4, 4, 0.5082053879404366, 0.4847532362137346, 0.7810144771023627, 0.056986560902054235, 0.06016335159527074",
            "45, 100, 7, 0.34511097824697856, 0.1530982969348682, 1.0836814818250453, 0.03808047639235133, 0.06740167511945488",
            "50, 80, 120, 0.7177419251263497, 0.34306546215482076, 0.6152368210497616, 0.037991729869241916, 0.07063273026502645"
    })
    void agreesWithTheDefinitions(int n, int d, int e, double biased, double debiased, double distance,
            double halfOfBiased, double halfOfDebiased) {
        GramMatrix x = gram(n, d, representation(d, 0.7));
        GramMatrix y =
                gram(n, e, k -> representation(e, 0.9).applyAsDouble(k) + representation(e, 0.7).applyAsDouble(k));

        KernelAlignment alignment = KernelAlignment.of(x, y);

        assertThat(alignment.biased().orElseThrow().value()).isCloseTo(biased, within(1e-12));
        assertThat(alignment.debiased().orElseThrow().value()).isCloseTo(debiased, within(1e-12));
        double[][] all = KernelAlignment.debiased(List.of(x, y), List.of(y, x), new Parallelism(2));
        assertThat(all[0]).containsExactly(new double[] {debiased, 1}, within(1e-12));
        assertThat(all[1]).containsExactly(new double[] {1, debiased}, within(1e-12));
        assertThat(ProcrustesDistance.of(x, y, ALONE)).isCloseTo(distance, within(1e-7));
        assertInterval(alignment.biased().orElseThrow(), halfOfBiased);
        assertInterval(alignment.debiased().orElseThrow(), halfOfDebiased);
    }

    private static void assertInterval(Estimate estimate, double half) {
        if (Double.isNaN(half)) {
            assertThat(estimate.width()).isInfinite();
        } else {
            assertThat(estimate.low()).isCloseTo(estimate.value() - half, within(1e-10));
            assertThat(estimate.high()).isCloseTo(estimate.value() + half, within(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40, 300, 5_000})
    void isPerfectForTheSameRepresentationAndForARotatedShiftedScaledOne(int d) {
        DoublePoints x = gaussian(64, d, 1);
        double[] moved = x.toArray();
        for (int i = 0; i < 64; i++) {
            // A rotation in the plane of the first and the last coordinate, or a reflection on the line.
            double first = moved[i * d];
            double last = moved[i * d + d - 1];
            moved[i * d] = d == 1 ? -first : 0.6 * first - 0.8 * last;
            moved[i * d + d - 1] = d == 1 ? -first : 0.8 * first + 0.6 * last;
        }
        for (int i = 0; i < moved.length; i++) {
            moved[i] = 3 * moved[i] + 7;
        }
        GramMatrix own = GramMatrix.of(x, ALONE);
        GramMatrix other = GramMatrix.of(DoublePoints.wrap(moved, 64, d), ALONE);

        KernelAlignment self = KernelAlignment.of(own, GramMatrix.of(x, ALONE));
        assertThat(self.biased()).contains(Estimate.exact(1));
        assertThat(self.debiased()).contains(Estimate.exact(1));
        assertThat(ProcrustesDistance.of(own, GramMatrix.of(x, ALONE), ALONE)).isZero();
        KernelAlignment same = KernelAlignment.of(own, other);
        assertThat(same.biased().orElseThrow().value()).isCloseTo(1, within(1e-9));
        assertThat(same.debiased().orElseThrow().value()).isCloseTo(1, within(1e-9));
        assertThat(ProcrustesDistance.of(own, other, ALONE)).isLessThan(1e-5);
    }

    /** Of two lines, CKA is the squared correlation and the distance √(2 − 2|correlation|). */
    @Test
    void isTheCorrelationOnTheLine() {
        GramMatrix x = GramMatrix.of(DoublePoints.of(new double[][] {{-1}, {0}, {1}, {2}, {-2}}), ALONE);
        GramMatrix y = GramMatrix.of(DoublePoints.of(new double[][] {{1}, {-2}, {1}, {2}, {-2}}), ALONE);
        double correlation = (-1 + 1 + 4 + 4) / Math.sqrt(10 * 14.0);

        assertThat(KernelAlignment.of(x, y).biased().orElseThrow().value())
                .isCloseTo(correlation * correlation, within(1e-12));
        assertThat(ProcrustesDistance.of(x, y, ALONE)).isCloseTo(Math.sqrt(2 - 2 * correlation), within(1e-7));
    }

    /** Unrelated points in many dimensions: only the debiased alignment shows it, and its interval contains 0. */
    @Test
    void unrelatedRepresentationsLookAlikeOnlyWithBias() {
        int held = 0;
        for (long seed = 0; seed < 20; seed++) {
            GramMatrix x = GramMatrix.of(gaussian(100, 1_000, seed), ALONE);
            GramMatrix y = GramMatrix.of(gaussian(100, 1_000, seed + 1_000), ALONE);
            KernelAlignment alignment = KernelAlignment.of(x, y);
            assertThat(alignment.biased().orElseThrow().value()).as("seed %d", seed).isGreaterThan(0.85);
            assertThat(Math.abs(alignment.debiased().orElseThrow().value())).as("seed %d", seed).isLessThan(0.1);
            held += alignment.debiased().orElseThrow().contains(0) ? 1 : 0;
        }
        assertThat(held).as("of 20 seeds from 0").isBetween(15, 20);
    }

    /** Centring once more costs no more than rounding. */
    @Test
    void aPartOfTheSamplesIsCentredAnew() {
        DoublePoints points = gaussian(40, 7, 3);
        GramMatrix part = GramMatrix.of(points, ALONE).first(15);
        GramMatrix alone = GramMatrix.of(points.rows(0, 15), ALONE);

        for (int i = 0; i < 15; i++) {
            assertThat(part.row(i)).containsExactly(alone.row(i), within(1e-12));
        }
        assertThat(alone.first(15)).isSameAs(alone);
    }

    @Test
    void aConstantRepresentationHasNoSimilarity() {
        GramMatrix still = GramMatrix.of(FloatPoints.wrap(new float[60], 20, 3), ALONE);
        GramMatrix other = GramMatrix.of(gaussian(20, 3, 5), ALONE);

        assertThat(KernelAlignment.of(still, other).biased()).isEmpty();
        assertThat(KernelAlignment.of(still, other).debiased()).isEmpty();
        assertThat(ProcrustesDistance.of(still, other, ALONE)).isNaN();
    }

    @Test
    void rejectsUnequalNumbersAndNumbersThatAreNotFinite() {
        GramMatrix three = GramMatrix.of(gaussian(3, 2, 0), ALONE);
        GramMatrix four = GramMatrix.of(gaussian(4, 2, 0), ALONE);
        assertThatIllegalArgumentException().isThrownBy(() -> KernelAlignment.of(three, four))
                .withMessage("representations of the same samples are compared, these are of 3 and 4");
        assertThatIllegalArgumentException().isThrownBy(() -> ProcrustesDistance.of(three, four, ALONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GramMatrix.of(FloatPoints.wrap(new float[] {1, Float.NaN}, 2, 1), ALONE))
                .withMessage("coordinate 0 of point 1 is NaN");
        assertThat(KernelAlignment.of(three, three).debiased()).as("fewer than 4 samples").isEmpty();
    }

    /** sin(f(i + 1)(j + 2)) + cos(i + 3j)/10 at the index i·d + j. */
    private static IntToDoubleFunction representation(int d, double frequency) {
        return k -> Math.sin(frequency * (k / d + 1) * (k % d + 2)) + 0.1 * Math.cos(k / d + 3.0 * (k % d));
    }

    private static GramMatrix gram(int n, int d, IntToDoubleFunction value) {
        double[] values = new double[n * d];
        Arrays.setAll(values, value);
        return GramMatrix.of(DoublePoints.wrap(values, n, d), new Parallelism(2));
    }

    private static DoublePoints gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        double[] values = new double[n * d];
        Arrays.setAll(values, k -> random.nextGaussian());
        return DoublePoints.wrap(values, n, d);
    }
}
