package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.leastaction.bench.analysis.BlockMeasures;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.PairedMethods.PairedDifference;
import org.leastaction.bench.record.PairedMethods.Pair;
import org.leastaction.bench.record.PairedMethods.PairedQuantity;

class PairedMethodsTest {

    private static final RunRecord.Initialisation START = new RunRecord.Initialisation("normal", 5);

    private static RunRecord network(String objective, int seed, double cost, double accuracy) {
        return SampleRuns.record(objective, START, seed).withAnalysis(Analysis.builder(10)
                .put(CostMeasures.TRANSPORT_COST, cost).put(QualityMeasures.ACCURACY, accuracy)
                .put(RobustnessMeasures.ATTACK_POINTS, 8)
                .put(GapMeasures.CERTIFICATE_GAP, 1e-15 * cost)
                .missing(QualityMeasures.TOP5, "fewer than 6 classes").build());
    }

    private static PairedMethods paired(List<RunRecord> records) {
        return PairedMethods.of(Comparison.of(records).get(0), START).orElseThrow();
    }

    @Test
    void differencesAreOfTheSeedsThatBothHave() {
        List<RunRecord> records = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            records.add(network("vanilla", seed, 10 + seed, 0.5 + 0.01 * seed));
            records.add(network("lap", seed + 1, 4 + seed + 0.1 * seed, 0.6 + 0.01 * seed));
        }

        PairedMethods paired = paired(records);

        assertThat(paired.pairs()).containsExactly(new Pair(0, 1));
        assertThat(paired.quantities()).extracting(PairedQuantity::key).containsExactly("transport_cost", "accuracy");
        PairedDifference cost = paired.quantities().get(0).differences().get(0).orElseThrow();
        // Seeds 1, 2, 3: 4 − 11, 5.1 − 12, 6.2 − 13.
        assertThat(cost.comparison().pairs()).isEqualTo(3);
        assertThat(cost.comparison().difference().value()).isCloseTo(-6.9, within(1e-9));
        assertThat(cost.comparison().losses()).isEqualTo(3);
        assertThat(paired.quantities().get(0).means().get(0).mean().value()).isCloseTo(11.5, within(1e-9));
    }

    @Test
    void probabilitiesAreCorrectedForTheNumberOfQuantities() {
        List<RunRecord> records = new ArrayList<>();
        double[] luck = {0.3, -0.2, 0.4, 0.1};
        for (int seed = 0; seed < 4; seed++) {
            records.add(network("vanilla", seed, 10 + seed, 0.5));
            records.add(network("lap", seed, 4 + seed + luck[seed], 0.5 + 0.1 * luck[seed]));
        }

        PairedMethods paired = paired(records);

        PairedDifference cost = paired.quantities().get(0).differences().get(0).orElseThrow();
        PairedDifference accuracy = paired.quantities().get(1).differences().get(0).orElseThrow();
        assertThat(cost.adjusted()).isCloseTo(2 * cost.comparison().pValue(), within(1e-12));
        assertThat(accuracy.adjusted()).isCloseTo(accuracy.comparison().pValue(), within(1e-12));
        assertThat(cost.isCertain()).isTrue();
        assertThat(accuracy.isCertain()).isFalse();
    }

    @Test
    void whatIsTheSameForAllNetworksIsNotCompared() {
        List<RunRecord> records = List.of(network("vanilla", 0, 1, 0.5), network("vanilla", 1, 2, 0.5),
                network("lap", 0, 3, 0.5), network("lap", 1, 5, 0.5));

        PairedMethods paired = paired(records);

        assertThat(paired.quantities()).extracting(PairedQuantity::key).containsExactly("transport_cost");
        assertThat(paired.constant()).containsEntry("accuracy", 0.5).containsEntry("attack_points", 8.0)
                .doesNotContainKey("top5");
    }

    @Test
    void listsAreComparedByTheirEnd() {
        List<RunRecord> records = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            for (String objective : List.of("vanilla", "lap")) {
                records.add(SampleRuns.record(objective, START, seed).withAnalysis(Analysis.builder(10)
                        .put(BlockMeasures.PROBE_ACCURACY_DEPTH,
                                new double[] {0.5, objective.equals("lap") ? 0.9 : 0.7 + 0.1 * seed})
                        .put(JacobianMeasures.RESIDUE_LIPSCHITZ_BLOCKS, new double[] {2 + seed, 1, 0.5}).build()));
            }
        }

        PairedMethods paired = paired(records);

        assertThat(paired.quantities()).extracting(PairedQuantity::key)
                .containsExactly("probe_accuracy_depth (last)", "residue_lipschitz_blocks (max)");
        assertThat(paired.quantities().get(0).differences().get(0).orElseThrow().comparison().difference().value())
                .isCloseTo(0.1, within(1e-9));
        assertThat(paired.quantities().get(1).means().get(0).mean().value()).isCloseTo(3, within(1e-9));
    }

    @Test
    void methodsWithoutTwoCommonSeedsAreNotPaired() {
        List<RunRecord> records = List.of(network("vanilla", 0, 1, 0.5), network("vanilla", 1, 2, 0.5),
                network("lap", 1, 3, 0.5), network("lap", 2, 5, 0.5));

        assertThat(PairedMethods.of(Comparison.of(records).get(0), START)).isEmpty();
    }
}
