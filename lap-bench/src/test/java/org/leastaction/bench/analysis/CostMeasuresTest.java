package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

class CostMeasuresTest {

    /** Two blocks in three dimensions: the first adds (2, 0, 0), the second doubles the point. */
    private static final AffineNetwork NETWORK = AffineNetwork.of(
            List.of(AffineMap.of(new double[3][3], new double[] {2, 0, 0}),
                    AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})),
            AffineMap.linear(new double[][] {{1, 0, 0}, {0, 1, 0}}));

    /** Costs alone, which the model computes itself; and with the particles. */
    private static Stream<Set<String>> ways() {
        return Stream.of(Set.of("cost"), Set.of("cost", "gap"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void costsHaveTheirValuesInClosedForm(Set<String> metrics) {
        LabelledPoints data = new LabelledPoints(
                FloatPoints.of(new float[][] {{-2, 0, 0}, {1, 4, 0}}), new int[] {0, 1}, 2, List.of(3));
        try (FlowModel model = new AffineFlow(NETWORK)) {
            Analysis analysis = FlowAnalysis.defaults().withMetrics(metrics).analyse(model, data).analysis();

            assertThat(value(analysis, CostMeasures.LARGEST_DISPLACEMENT.key()))
                    .as("the second point at the second block")
                    .isCloseTo(5, within(1e-6));
            assertThat(value(analysis, CostMeasures.TRANSPORT_COST.key())).isCloseTo(4 + (0 + 25) / 2.0, within(1e-6));
            assertThat(value(analysis, CostMeasures.DISPLACEMENT.key())).isCloseTo((4 + 25 + 16) / 2.0, within(1e-5));
        }
    }

    private static double value(Analysis analysis, String key) {
        return analysis.quantity(key).value();
    }
}
