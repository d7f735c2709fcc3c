package org.leastaction.onnx.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.points.FloatPoints;

class LogProbabilitiesTest {

    /** Right values: scipy.special.log_softmax, log_expit and by hand. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "LOGITS            | 1e20 1e20              | -0.6931472 -0.6931472",
            "LOGITS            | -1e30 -1e30 -1e30 -1e30| -1.3862944 -1.3862944 -1.3862944 -1.3862944",
            "LOGITS            | 3e38 3e38 -3e38        | -0.6931472 -0.6931472 -Infinity",
            "LOGITS            | Infinity 1             | 0 -Infinity",
            "LOGITS            | 1e8 100000008          | -8.000335 -0.000335406",
            "LOGITS            | 0 1 2                  | -2.407606 -1.407606 -0.407606",
            "LOGITS            | 0                      | -0.6931472 -0.6931472",
            "LOGITS            | 200                    | -200 0",
            "SIGMOID           | -1000 -1001            | -0.3132617 -1.3132617",
            "SIGMOID           | 1000 1000              | -0.6931472 -0.6931472",
            "SIGMOID           | -3                     | -0.04858735 -3.0485873",
            "PROBABILITIES     | 0.5 0.25 0.25          | -0.6931472 -1.3862944 -1.3862944",
            "PROBABILITIES     | 0 1                    | -Infinity 0",
            "PROBABILITIES     | 0.75                   | -1.3862944 -0.28768207",
            "LOG_PROBABILITIES | -0.6931472 -0.6931472  | -0.6931472 -0.6931472",
            "LOG_PROBABILITIES | -0.28768207            | -1.3862944 -0.28768207"})
    void logarithms_are_exact_for_numbers_of_any_size(Ending ending, String given, String right) {
        float[] numbers = floats(given);
        float[] expected = floats(right);

        float[] actual = LogProbabilities.of(FloatPoints.wrap(numbers, 1, numbers.length), ending).toArray();

        assertThat(actual).hasSameSizeAs(expected);
        for (int c = 0; c < actual.length; c++) {
            if (Float.isInfinite(expected[c])) {
                assertThat(actual[c]).isLessThan(-1e38f);
            } else {
                assertThat((double) actual[c]).isCloseTo(expected[c],
                        within(2e-6 * Math.max(1, Math.abs(expected[c]))));
            }
        }
    }

    private static float[] floats(String text) {
        String[] parts = text.strip().split(" +");
        float[] values = new float[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(parts[i]);
        }
        return values;
    }
}
