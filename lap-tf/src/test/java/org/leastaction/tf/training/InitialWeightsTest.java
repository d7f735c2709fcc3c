package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;

class InitialWeightsTest {

    private static Parameter kernel(Integer... shape) {
        return new Parameter("kernel", List.of(shape), Start.WEIGHT, Change.GRADIENT);
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 8, 16", "1, 1, 5, 20", "3, 3, 2, 40", "1, 1, 7, 1", "3, 3, 1, 32", "3, 3, 4, 8"})
    void orthogonalKernelsHaveOrthonormalRowsOrColumns(int height, int width, int inputs, int outputs) {
        double gain = 0.5;
        float[] values = new InitialWeights(Initialisation.orthogonal(gain), 3)
                .of(kernel(height, width, inputs, outputs));
        int rest = height * width * inputs;
        boolean wide = outputs <= rest;
        int vectors = Math.min(outputs, rest);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < Math.max(outputs, rest); i++) {
                    product += wide
                            ? (double) values[i * outputs + a] * values[i * outputs + b]
                            : (double) values[a * outputs + i] * values[b * outputs + i];
                }
                assertThat(product)
                        .as("product of vectors %d and %d", a, b)
                        .isCloseTo(a == b ? gain * gain : 0, within(1e-6));
            }
        }
    }

    @Test
    void normalWeightsHaveTheStandardDeviationOfTheirGain() {
        assertMoments(new InitialWeights(Initialisation.normal(5), 1).of(kernel(200, 300)), 5);
    }

    @Test
    void kaimingWeightsHaveTheStandardDeviationOfTheirFanOut() {
        assertMoments(
                new InitialWeights(Initialisation.kaiming(1), 1).of(kernel(3, 3, 64, 128)),
                Math.sqrt(2.0 / (9 * 128)));
    }

    @Test
    void uniformWeightsAndBiasesFillTheIntervalOfTheirFanIn() {
        InitialWeights weights = new InitialWeights(Initialisation.uniform(2), 1);
        Parameter bias = new Parameter("bias", List.of(40_000), Start.BIAS, 9 * 64, Change.GRADIENT);
        // U(−b, b) has the standard deviation b / √3.
        double bound = 2 / Math.sqrt(9 * 64);
        for (float[] values : List.of(weights.of(kernel(3, 3, 64, 128)), weights.of(bias))) {
            assertMoments(values, bound / Math.sqrt(3));
            for (float value : values) {
                assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
            }
        }
    }

    @Test
    void otherSchemesStartBiasesAtZero() {
        Parameter bias = new Parameter("bias", List.of(5), Start.BIAS, 3, Change.GRADIENT);
        for (Initialisation other : List.of(
                Initialisation.orthogonal(1), Initialisation.normal(1), Initialisation.kaiming(1))) {
            assertThat(new InitialWeights(other, 1).of(bias)).containsOnly(0);
        }
    }

    @Test
    void seedsAndNamesDecideTheWeights() {
        float[] first = new InitialWeights(Initialisation.normal(1), 1).of(kernel(4, 4));
        assertThat(new InitialWeights(Initialisation.normal(1), 1).of(kernel(4, 4))).containsExactly(first);
        assertThat(new InitialWeights(Initialisation.normal(1), 2).of(kernel(4, 4))).isNotEqualTo(first);
        Parameter other = new Parameter("other", List.of(4, 4), Start.WEIGHT, Change.GRADIENT);
        assertThat(new InitialWeights(Initialisation.normal(1), 1).of(other)).isNotEqualTo(first);
    }

    @Test
    void theFixedClassifierReadsClassJFromCoordinateJ() {
        Parameter classifier = new Parameter("c", List.of(3, 2), Start.DIAGONAL, Change.NEVER);
        assertThat(new InitialWeights(Initialisation.normal(5), 1).of(classifier)).containsExactly(1, 0, 0, 1, 0, 0);
    }

    private static void assertMoments(float[] values, double deviation) {
        double mean = 0;
        double square = 0;
        for (float value : values) {
            mean += value / values.length;
            square += (double) value * value / values.length;
        }
        double standardError = deviation / Math.sqrt(values.length);
        assertThat(mean).as("mean").isCloseTo(0, within(5 * standardError));
        assertThat(Math.sqrt(square)).as("standard deviation").isCloseTo(deviation, within(5 * standardError));
    }
}
