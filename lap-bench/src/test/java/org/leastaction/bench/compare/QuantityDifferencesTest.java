package org.leastaction.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.compare.QuantityDifferences.MeasuredNetwork;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.metrics.definition.Metrics;
import org.leastaction.metrics.statistics.Bootstrap;

class QuantityDifferencesTest {

    private static final FlowShape SHAPE =
            new FlowShape(List.of(2), List.of(2), List.of(new Segment(List.of(2), 1)), 0);

    private static MeasuredNetwork network(int points, double gap) {
        Analysis analysis = Analysis.builder(3).put(CostMeasures.LARGEST_DISPLACEMENT, gap)
                .put(GapMeasures.OT_GAP, gap).put(GapMeasures.GAP_POINTS, points).build();
        return new MeasuredNetwork(analysis,
                new SampleMeasures(SHAPE, new double[1][3], new double[3], new int[0], Optional.empty()));
    }

    private static Map<String, Difference> differences(MeasuredNetwork first, MeasuredNetwork second) {
        return new QuantityDifferences(Bootstrap.defaults(), Metrics.installed()).ofNetworks(first, second).stream()
                .collect(Collectors.toMap(one -> one.metric().key(), Function.identity()));
    }

    /** A gap of fewer samples is smaller in any case: such values are shown, their difference is not. */
    @Test
    void valuesOfOtherNumbersOfSamplesAreNotCompared() {
        Map<String, Difference> unequal = differences(network(100, 2), network(50, 1));

        assertThat(unequal.get("ot_gap").change().isPresent()).isFalse();
        assertThat(unequal.get("ot_gap").change().reason()).isEqualTo("the samples of the gap differ: 100 and 50");
        assertThat(unequal.get("ot_gap").first().value()).isEqualTo(2);
        assertThat(unequal.get("largest_displacement").change().value()).as("of another group").isEqualTo(-1);
        assertThat(new QuantityDifferences(Bootstrap.defaults(), Metrics.installed()).ofModels(
                List.of(network(100, 2), network(100, 3)), List.of(network(50, 1), network(50, 2)),
                List.of(new int[] {0, 0}, new int[] {1, 1})))
                .filteredOn(one -> one.metric().group().equals("gap"))
                .allSatisfy(one -> assertThat(one.isPresent()).isFalse());
        assertThat(differences(network(100, 2), network(100, 1)).get("ot_gap").change().value()).isEqualTo(-1);
    }
}
