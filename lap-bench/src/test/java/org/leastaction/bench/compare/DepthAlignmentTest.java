package org.leastaction.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthAlignmentTest {

    @Test
    void equalDepthsAreAlignedBlockByBlock() {
        DepthAlignment depths = new DepthAlignment(3, 3);
        for (int part = 0; part <= 3; part++) {
            assertThat(depths.state(3, part)).isEqualTo(part);
        }
        assertThat(depths.shares(3, 1)).containsExactly(0, 1, 0);
    }

    @Test
    void blocksThatLieInTwoPartsAreDivided() {
        DepthAlignment depths = new DepthAlignment(5, 2);
        assertThat(depths.parts()).isEqualTo(2);
        assertThat(depths.shares(5, 0)).containsExactly(new double[] {1, 1, 0.5, 0, 0}, within(1e-12));
        assertThat(depths.shares(5, 1)).containsExactly(new double[] {0, 0, 0.5, 1, 1}, within(1e-12));
        assertThat(depths.state(5, 1)).as("state 2.5, rounded up").isEqualTo(3);
    }

    /** Every block is divided completely, and the first and the last state are those of both networks. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "9, 27", "27, 9", "4, 6", "7, 5"})
    void nothingIsLost(int first, int second) {
        DepthAlignment depths = new DepthAlignment(first, second);
        for (int blocks : new int[] {first, second}) {
            for (int block = 0; block < blocks; block++) {
                int b = block;
                assertThat(IntStream.range(0, depths.parts()).mapToDouble(part -> depths.shares(blocks, part)[b]).sum())
                        .isCloseTo(1, within(1e-12));
            }
            assertThat(depths.state(blocks, 0)).isZero();
            assertThat(depths.state(blocks, depths.parts())).isEqualTo(blocks);
        }
        assertThat(depths.end(depths.parts() - 1)).isEqualTo(1);
    }
}
