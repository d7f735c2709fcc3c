package org.leastaction.bench.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0          | 0
            0.0123456  | 0.0123
            1.254      | 1.25
            98.34      | 98.3
            999.96     | 1000
            1234.4     | 1234
            -3.14159   | −3.14
            123456     | 1.23 × 10⁵
            -1.2e12    | −1.20 × 10¹²
            9.9999e7   | 1.00 × 10⁸
            0.00012    | 1.20 × 10⁻⁴
            NaN        | –
            Infinity   | –
            """)
    void threeSignificantDigitsOrAPowerOfTen(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            98.3    | 0.42     | 98.3 ± 0.4
            1.68    | 0.27     | 1.68 ± 0.27
            0.22    | 0.00052  | 0.2200 ± 0.0005
            0.99737 | 1e-9     | 0.99737 ± 0.00000
            0.806   | 0.082    | 0.81 ± 0.08
            1884    | 1591     | 1900 ± 1600
            978     | 658      | 1000 ± 700
            123456  | 34567    | (1.23 ± 0.35) × 10⁵
            0.1     | 35.1     | 0 ± 35
            2       | 0        | 2.00 ± 0
            2       | NaN      | 2.00
            2       | Infinity | 2.00
            NaN     | NaN      | –
            """)
    void aMeanAndItsIntervalEndAtTheSamePlace(double mean, double half, String text) {
        assertThat(Numbers.of(mean, half)).isEqualTo(text);
    }

    @Test
    void anIntervalEndsAtThePlaceThatItsWidthJustifies() {
        assertThat(Numbers.of(0.935, 0.8919, 0.9616)).containsExactly("0.935", "0.892", "0.962");
        assertThat(Numbers.of(27.512, 22.41, 33.19)).containsExactly("28", "22", "33");
        assertThat(Numbers.of(181.29, 3.504, 4.3477e58)).containsExactly("181", "3.50", "4.35 × 10⁵⁸");
        assertThat(Numbers.of(0.5, Double.NaN, Double.NaN)).containsExactly("0.500", "–", "–");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.5      | 0.5
            10       | 10
            200000   | 2 × 10⁵
            1000000  | 10⁶
            0.00001  | 10⁻⁵
            0        | 0
            """)
    void axesHaveNoTrailingZeros(double value, String text) {
        assertThat(Numbers.plain(value)).isEqualTo(text);
    }

    @Test
    void sharesArePercentages() {
        assertThat(Numbers.percentages(0.9934, 0.0123)).isEqualTo("99.3 ± 1.2");
        assertThat(Numbers.percentages(0.9934, 0.0003)).isEqualTo("99.34 ± 0.03");
        assertThat(Numbers.percentages(1, 0)).isEqualTo("100.0 ± 0.0");
        assertThat(Numbers.percentages(1, Double.NaN)).isEqualTo("100.0");
    }
}
