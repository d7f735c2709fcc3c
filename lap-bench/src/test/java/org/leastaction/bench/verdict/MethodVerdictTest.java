package org.leastaction.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.SampleRuns;

class MethodVerdictTest {

    private static final RunRecord.Initialisation START = new RunRecord.Initialisation("normal", 5);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void fewSeedsGiveNoVerdict(int seeds) {
        assertThat(verdict(seeds)).isEqualTo(
                "How vanilla and LAP differ cannot be said: they need at least 5 seeds in common whose networks"
                        + " were analysed.");
    }

    @Test
    void networksThatWereOnlyTrainedGiveNoVerdict() {
        List<RunRecord> records = records(6, "vanilla", "lap").stream()
                .map(record -> record.withAnalysis(null)).toList();

        assertThat(Verdict.of(Comparison.of(records).get(0)).about(Topic.COMPARISON)).map(Sentence::text)
                .contains(
                        "How vanilla and LAP differ cannot be said: they need at least 5 seeds in common whose networks"
                                + " were analysed.");
    }

    @Test
    void fiveSeedsGiveOne() {
        assertThat(verdict(5)).isEqualTo("LAP against vanilla, 5 common seeds: lower transport cost (4.1 ± 2.0 against"
                + " 12.0 ± 2.0); no difference in accuracy shown (92.2 ± 2.4 % against 92.0 ± 2.0 %; the intervals"
                + " overlap). Means with Student's 95 % intervals; decided by paired t tests, of costs by their"
                + " logarithms, corrected for the number of these quantities (Holm).");
    }

    /** A factor of 100 on every seed, from 100 to 10,000: the differences vary more than their mean. */
    @Test
    void costsAreComparedByFactors() {
        List<RunRecord> records = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            double cost = seed == 0 ? 10_000 : 100 + seed;
            for (String method : List.of("vanilla", "lap")) {
                records.add(SampleRuns.record(method, START, seed).withAnalysis(Analysis.builder(100)
                        .put(CostMeasures.TRANSPORT_COST, method.equals("lap") ? cost / (100 + seed) : cost).build()));
            }
        }

        assertThat(Verdict.of(Comparison.of(records).get(0)).about(Topic.COMPARISON)).map(Sentence::text).get()
                .asString().startsWith("LAP against vanilla, 5 common seeds: lower transport cost");
    }

    @Test
    void oneMethodHasNoRival() {
        assertThat(Verdict.of(Comparison.of(records(6, "vanilla")).get(0)).sentences()).isEmpty();
    }

    @Test
    void divergedNetworksAreCounted() {
        List<RunRecord> records = records(6, "vanilla", "lap");
        records.set(0, SampleRuns.diverged(records.get(0), 3));

        Verdict verdict = Verdict.of(Comparison.of(records).get(0));

        assertThat(verdict.about(Topic.VALIDITY)).map(Sentence::text)
                .contains("Networks that diverged: 1 of 6 of vanilla.");
        assertThat(verdict.about(Topic.COMPARISON)).map(Sentence::text).get().asString().contains("5 common seeds");
    }

    private static String verdict(int seeds) {
        return String.join("\n", Verdict.of(Comparison.of(records(seeds, "vanilla", "lap")).get(0)).sentences().stream()
                .map(Sentence::inFull).toList());
    }

    private static List<RunRecord> records(int seeds, String... methods) {
        List<RunRecord> records = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            for (String method : methods) {
                boolean lap = method.equals("lap");
                // The costs differ by 8 within 0.1; the accuracies alternate.
                double cost = (lap ? 2 : 10) + seed + (lap && seed % 2 == 0 ? 0.1 : 0);
                double accuracy = 0.9 + 0.01 * seed + (lap ? seed % 2 == 0 ? 0.01 : -0.01 : 0);
                records.add(SampleRuns.record(method, START, seed).withAnalysis(Analysis.builder(100)
                        .put(CostMeasures.TRANSPORT_COST, cost).put(QualityMeasures.ACCURACY, accuracy).build()));
            }
        }
        return records;
    }
}
