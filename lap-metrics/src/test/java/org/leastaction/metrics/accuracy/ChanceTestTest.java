package org.leastaction.metrics.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.accuracy.ChanceTest.Moved;

class ChanceTestTest {

    private static final int ORDERS = 199;

    /** Counts of a network that answers shift + label with a probability and otherwise at random. */
    private static int[][] counts(int classes, int n, double knowing, int shift, long seed) {
        Random random = new Random(seed);
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < n; i++) {
            int label = i % classes;
            counts[label][random.nextDouble() < knowing ? (label + shift) % classes : random.nextInt(classes)]++;
        }
        return counts;
    }

    /** P-values are uniform under the null hypothesis: at most 5 % are below 0.05, up to 4 standard deviations. */
    @Test
    void guessesAreRarelySignificant() {
        int runs = 400;
        int accurate = 0;
        int consistent = 0;
        int moved = 0;
        for (int run = 0; run < runs; run++) {
            int[][] counts = counts(7, 100, 0, 0, run);
            ChanceTest test = ChanceTest.of(counts, ORDERS, run);
            accurate += test.accuracy() <= 0.05 ? 1 : 0;
            consistent += test.consistency() <= 0.05 ? 1 : 0;
            moved += ChanceTest.moved(counts, 0.05).isEmpty() ? 0 : 1;
            assertThat(test.expected()).isCloseTo(1 / 7.0, within(0.05));
        }
        double most = runs * 0.05 + 4 * Math.sqrt(runs * 0.05 * 0.95);
        assertThat((double) accurate).isLessThan(most);
        assertThat((double) consistent).isLessThan(most);
        assertThat((double) moved).isLessThan(most);
    }

    /** Of 12 samples, 10 and 2 have the classes, and 9 and 3 the answers, 0 and 1. */
    @Test
    void expectedShareIsExact() {
        assertThat(ChanceTest.of(new int[][] {{8, 2}, {1, 1}}, ORDERS, 0).expected())
                .isCloseTo((10 * 9 + 2 * 3) / 144.0, within(1e-15));
    }

    @Test
    void aNetworkThatKnowsSomethingIsBoth() {
        ChanceTest test = ChanceTest.of(counts(10, 500, 0.2, 0, 1), ORDERS, 0);
        assertThat(test.accuracy()).isEqualTo(1.0 / (1 + ORDERS));
        assertThat(test.consistency()).isEqualTo(1.0 / (1 + ORDERS));
        assertThat(ChanceTest.moved(counts(10, 500, 0.2, 0, 1), 0.01)).isEmpty();
    }

    /** As few as two samples of each of 300 classes. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 300})
    void permutedLabelsAreConsistentAndNotAccurate(int classes) {
        ChanceTest test = ChanceTest.of(counts(classes, 600, 0.8, 1, 2), ORDERS, 0);
        assertThat(test.accuracy()).isGreaterThan(0.05);
        assertThat(test.consistency()).isEqualTo(1.0 / (1 + ORDERS));
    }

    @Test
    void exchangedClassesAreNamed() {
        int[][] counts = {{1, 30, 0, 0}, {28, 2, 0, 1}, {0, 1, 29, 1}, {1, 0, 30, 2}};
        // Class 3 is taken for class 2, which is not taken for class 3.
        assertThat(ChanceTest.moved(counts, 0.01)).containsExactly(new Moved(0, 1, 30, 1), new Moved(1, 0, 28, 2));
        assertThat(ChanceTest.moved(counts(10, 300, 0.9, 3, 4), 0.01)).hasSize(10)
                .allSatisfy(one -> assertThat(one.answer()).isEqualTo((one.label() + 3) % 10));
    }

    @Test
    void oneAnswerForAllIsNoExchange() {
        int[][] counts = new int[5][5];
        for (int[] row : counts) {
            row[3] = 40;
        }
        assertThat(ChanceTest.moved(counts, 0.01)).isEqualTo(List.of());
        assertThat(ChanceTest.of(counts, ORDERS, 0).accuracy()).isEqualTo(1);
        assertThatThrownBy(() -> ChanceTest.of(new int[3][3], ORDERS, 0))
                .hasMessage("a test of answers needs at least one sample");
    }
}
