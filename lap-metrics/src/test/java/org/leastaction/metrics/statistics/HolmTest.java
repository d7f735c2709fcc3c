package org.leastaction.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void adjustedValuesAreThoseOfTheTextbook() {
        assertThat(Holm.adjusted(new double[] {0.03, 0.01, 0.05, 0.02, 0.04}))
                .containsExactly(new double[] {0.09, 0.05, 0.09, 0.08, 0.09}, within(1e-12));
        assertThat(Holm.adjusted(new double[] {0.7, 0.6})).containsExactly(1, 1);
        assertThat(Holm.adjusted(new double[0])).isEmpty();
    }

    @Test
    void theyRejectWhatTheStepwiseProcedureRejects() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            double[] p = random.doubles(1 + random.nextInt(12)).map(u -> u * u * 0.2).toArray();
            double level = 0.05;

            double[] sorted = p.clone();
            Arrays.sort(sorted);
            int rejected = 0;
            while (rejected < sorted.length && sorted[rejected] <= level / (sorted.length - rejected)) {
                rejected++;
            }

            assertThat(Arrays.stream(Holm.adjusted(p)).filter(q -> q <= level).count()).as("seed 11, trial %s", trial)
                    .isEqualTo(rejected);
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Holm.adjusted(new double[] {0.5, Double.NaN}))
                .withMessageContaining("NaN");
    }
}
