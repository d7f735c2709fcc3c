package org.leastaction.bench.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
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

    /** Names as files have them, among them such with the separator and the escape of the list. */
    @ParameterizedTest
    @MethodSource("names")
    void namesOfBlocksAreReadAsTheyWereWritten(List<String> written, List<String> read) {
        LabelledPoints data = LabelledPoints.unlabelled(FloatPoints.of(new float[][] {{-2, 0, 0}, {1, 4, 0}}),
                List.of(3));
        try (FlowModel model = new CutFlow(written)) {
            Analysis analysis = FlowAnalysis.defaults().withMetrics(Set.of("cost")).analyse(model, data).analysis();

            assertThat(CostMeasures.blockNames(analysis)).isEqualTo(read);
        }
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(List.of("layer1.0", "layer1.1"), List.of("layer1.0", "layer1.1")),
                Arguments.of(List.of("a, b", "c,d"), List.of("a, b", "c,d")),
                Arguments.of(List.of(",", ", "), List.of(",", ", ")),
                Arguments.of(List.of("node", ""), List.of("node", "")),
                Arguments.of(List.of("a\\", "b\n"), List.of("a?", "b?")));
    }

    /** The two blocks with names. */
    private record CutFlow(FlowModel flow, FlowCut cut) implements FlowModel, CutModel {

        CutFlow(List<String> names) {
            this(new AffineFlow(NETWORK), new FlowCut(Map.of(), List.of(), "x", List.of(3), Map.of(), List.of(3),
                    List.of(new CutSegment(List.of(3), names.stream().map(name -> new CutBlock(name, Shortcut.IDENTITY,
                            "a", "b", List.of("Gemm"), List.of())).toList())),
                    Map.of(), List.of(), "y", List.of(2), Ending.LOGITS, List.of(), List.of()));
        }

        @Override
        public FlowShape shape() {
            return flow.shape();
        }

        @Override
        public FloatPoints encode(FloatPoints inputs) {
            return flow.encode(inputs);
        }

        @Override
        public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
            return flow.transport(encoded, observer);
        }

        @Override
        public FloatPoints classify(FloatPoints transported) {
            return flow.classify(transported);
        }

        @Override
        public void close() {
            flow.close();
        }
    }

    private static double value(Analysis analysis, String key) {
        return analysis.quantity(key).value();
    }
}
