package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;

class CertificateTest {

    private static final int N = 300;
    private final TransportProblem problem =
            TransportProblem.squaredEuclidean(Clouds.gaussian(N, 3, 1), Clouds.gaussian(N, 3, 2));
    private final TransportResult result = Wasserstein.exact(problem.x(), problem.y());

    private Certificate certify(TransportPlan plan, DualPotentials potentials) {
        return Certificate.of(problem, plan, potentials, Parallelism.sequential());
    }

    @Test
    void certificateOfASolutionHolds() {
        assertThat(result.certificate().holds(1e-12)).as("%s", result.certificate()).isTrue();
        assertThat(certify(result.plan(), result.potentials())).isEqualTo(result.certificate());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, -1e-3, -1, 1e12, Double.NaN, Double.POSITIVE_INFINITY})
    void tamperingWithAPotentialIsSeen(double change) {
        for (int tampered : new int[] {0, 17, N - 1}) {
            double[] f = f();
            double[] g = g();
            f[tampered] += change;
            assertThat(certify(result.plan(), DualPotentials.of(f, g)).holds(1e-9))
                    .as("f[%d] %+g", tampered, change).isFalse();
            f = f();
            g[tampered] += change;
            assertThat(certify(result.plan(), DualPotentials.of(f, g)).holds(1e-9))
                    .as("g[%d] %+g", tampered, change).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "1e-3, 0, true", "1e-3, 0.1, false", "1e12, 0.1, true", "NaN, 0.1, true"})
    void aGapBeyondRoundingHasARemark(double change, double tolerance, boolean remarked) {
        double[] f = f();
        f[17] -= change;

        Certificate certificate = certify(result.plan(), DualPotentials.of(f, g()));

        assertThat(certificate.remark(tolerance).isPresent()).as("%s", certificate).isEqualTo(remarked);
        assertThat(certificate.isTight()).isEqualTo(change == 0);
    }

    @Test
    void largePotentialsExplainNoLargeGap() {
        // Rounding of 1e12 is 1e-4, which is not small beside this cost.
        assertThat(new Certificate(0.005, 0.0049, 0, 1e-3, 0).remark(0)).isPresent();
        assertThat(new Certificate(0.005, 0.005 - 1e-10, 0, 1e-9, 0).remark(0)).isEmpty();
        assertThat(new Certificate(0.005, 0.005, 0, 1e-16, 0.1).remark(0)).isPresent();
    }

    @Test
    void aDualBoundAboveTheCostIsAnError() {
        assertThat(new Certificate(1, 1 + 1e-14, 0, 1e-13, 0).ordered().gap()).isNegative();
        assertThatThrownBy(() -> new Certificate(1, 1.01, 0, 1e-13, 0).ordered())
                .isInstanceOf(ArithmeticException.class).hasMessageContaining("1.01");
        assertThat(new Certificate(1, 1.01, 0, 1e-13, 0.5).ordered().holds(1)).as("a plan of other masses").isFalse();
    }

    @Test
    void worsePlanIsSeen() {
        int[] swapped = result.assignment().toArray();
        int first = swapped[0];
        swapped[0] = swapped[1];
        swapped[1] = first;

        Certificate certificate = certify(Assignment.of(swapped), result.potentials());

        assertThat(certificate.holds(1e-9)).isFalse();
        assertThat(certificate.gap()).isPositive();
    }

    @Test
    void wrongMassesAreSeen() {
        SparsePlan.Builder plan = SparsePlan.builder(N);
        for (int i = 0; i < N; i++) {
            plan.add(i, result.assignment().target(i), (i == 0 ? 1.5 : i == 1 ? 0.5 : 1.0) / N);
        }

        Certificate certificate = certify(plan.build(), result.potentials());

        assertThat(certificate.marginalError()).isCloseTo(0.5, within(1e-12));
        assertThat(certificate.holds(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void dualBoundOfAnyPotentialsIsBelowTheOptimum(long seed) {
        DualPotentials any = DualPotentials.of(
                Clouds.gaussian(N, 1, seed).toArray(), Clouds.gaussian(N, 1, seed + 50).toArray());

        assertThat(certify(result.plan(), any).dualBound()).as("seed %d", seed).isLessThan(result.cost());
    }

    @Test
    void shiftingMassBetweenThePotentialsChangesNothing() {
        double[] f = f();
        double[] g = g();
        for (int i = 0; i < N; i++) {
            f[i] += 0.5;
            g[i] -= 0.5;
        }

        assertThat(certify(result.plan(), DualPotentials.of(f, g)).holds(1e-12)).isTrue();
    }

    @Test
    void potentialsOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> certify(result.plan(), DualPotentials.of(new double[3], new double[N])))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 sources");
    }

    @Test
    void assignmentsArePermutations() {
        assertThatThrownBy(() -> Assignment.of(0, 2, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target 0 is taken twice");
        assertThatThrownBy(() -> Assignment.of(0, 3, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target 3");
    }

    private double[] f() {
        double[] f = new double[N];
        for (int i = 0; i < N; i++) {
            f[i] = result.potentials().f(i);
        }
        return f;
    }

    private double[] g() {
        double[] g = new double[N];
        for (int j = 0; j < N; j++) {
            g[j] = result.potentials().g(j);
        }
        return g;
    }
}
