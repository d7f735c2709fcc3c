package org.leastaction.bench.analysis;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.LAST;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.MAXIMUM;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.frontier.ClassSeparation;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.LipschitzPairs;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;

/** Regularity and separation of the classes, block by block. */
public final class BlockMeasures implements MetricGroup {

    private static final String GROUP = "blocks";
    private static final int LEAST = HolderFit.LEAST_POINTS;
    private static final int RESAMPLES = 100;
    private static final int PAIR_POINTS = 500;

    public static final MetricDefinition LIPSCHITZ_PAIRS_BLOCKS =
            MetricDefinition.of(GROUP, "lipschitz_pairs_blocks", "Lipschitz constant of each block")
                    .heading("largest", "ratio").lessIsBetter()
                    .compared(MAXIMUM).formula("`lipschitz_pairs` of each block, over 500 of the samples")
                    .unit("[0, ∞]")
                    .interval("none: lower bounds").reference("as `lipschitz_pairs`").cost("K·m²·d")
                    .caveat("the product of the first constants is at least `lipschitz_pairs_depth` behind the last of them; that of "
                            + "all need not reach `lipschitz_pairs`, which has other samples, and whose T starts behind "
                            + "a projection in block 1");
    public static final MetricDefinition LIPSCHITZ_PAIRS_DEPTH =
            MetricDefinition.of(GROUP, "lipschitz_pairs_depth", "Lipschitz constant by depth").lessIsBetter()
                    .formula(
                            "`lipschitz_pairs` of the map from before block 1 to after each block, over 500 of the samples")
                    .unit("[0, ∞]").interval("none: lower bounds").reference("as `lipschitz_pairs`").cost("K·m²·d");
    public static final MetricDefinition HOLDER_EXPONENT_BLOCKS =
            MetricDefinition.of(GROUP, "holder_exponent_blocks", "Hölder exponent of each block").symbol("η")
                    .moreIsBetter().formula("`holder_exponent` of each block, over 500 of the samples").unit("[0, 1]")
                    .interval("`_low`, `_high`").reference("as `holder_exponent`").cost("K·m²·d")
                    .caveat("as `holder_exponent`, with fewer points");
    public static final MetricDefinition HOLDER_EXPONENT_BLOCKS_LOW =
            MetricDefinition.of(GROUP, "holder_exponent_blocks_low", "lower ends of the exponents")
                    .formula("lower ends of the intervals of `holder_exponent_blocks`").unit("[0, 1]")
                    .reference("as `holder_exponent`").cost("K·100·m^1.5")
                    .caveat("valid for each block separately");
    public static final MetricDefinition HOLDER_EXPONENT_BLOCKS_HIGH =
            MetricDefinition.of(GROUP, "holder_exponent_blocks_high", "upper ends of the exponents")
                    .formula("upper ends of the intervals of `holder_exponent_blocks`").unit("[0, 1]")
                    .reference("as `holder_exponent`").cost("K·100·m^1.5")
                    .caveat("valid for each block separately");
    public static final MetricDefinition HOLDER_EXPONENT_DEPTH =
            MetricDefinition.of(GROUP, "holder_exponent_depth", "Hölder exponent by depth").symbol("η").moreIsBetter()
                    .formula("`holder_exponent` of the map from before block 1 to after each block").unit("[0, 1]")
                    .interval("none")
                    .reference("as `holder_exponent`").cost("K·m²·d").caveat("as `holder_exponent`, with fewer points");
    public static final MetricDefinition PROBE_ACCURACY_DEPTH =
            MetricDefinition.of(GROUP, "probe_accuracy_depth", "linear probe").heading("accuracy", "of a probe")
                    .moreIsBetter()
                    .compared(LAST)
                    .formula(
                            "accuracy, leaving one out, of ridge regression onto the classes' indicators, ridge 1 % of"
                                    + " the mean square")
                    .unit("[0, 1]").interval("`_low`, `_high`, Wilson")
                    .reference("Alain and Bengio 2016").cost("K·(m²·d + m³)")
                    .caveat("the mean of all samples is subtracted once, not separately for each one left out");
    public static final MetricDefinition PROBE_ACCURACY_DEPTH_LOW =
            MetricDefinition.of(GROUP, "probe_accuracy_depth_low", "lower ends of the accuracies")
                    .formula("lower ends of the intervals of `probe_accuracy_depth`").unit("[0, 1]")
                    .reference("Wilson 1927").cost("none extra")
                    .caveat("valid for each block separately");
    public static final MetricDefinition PROBE_ACCURACY_DEPTH_HIGH =
            MetricDefinition.of(GROUP, "probe_accuracy_depth_high", "upper ends of the accuracies")
                    .formula("upper ends of the intervals of `probe_accuracy_depth`").unit("[0, 1]")
                    .reference("Wilson 1927").cost("none extra")
                    .caveat("valid for each block separately");
    public static final MetricDefinition KNN_PURITY_DEPTH =
            MetricDefinition.of(GROUP, "knn_purity_depth", "purity of neighbourhoods").heading("purity", "")
                    .moreIsBetter().compared(LAST)
                    .formula("mean share of the 10 nearest neighbours that are of the sample's class").unit("[0, 1]")
                    .interval("none").reference("Cover and Hart 1967").cost("K·m²·d")
                    .caveat("depends on the shares of the classes");
    public static final MetricDefinition FISHER_RATIO_DEPTH =
            MetricDefinition.of(GROUP, "fisher_ratio_depth", "Fisher's ratio").heading("between /", "within")
                    .moreIsBetter().compared(LAST)
                    .formula("tr S_B / tr S_W, scatter between classes over scatter within").unit("[0, ∞)")
                    .interval("none")
                    .reference("Fisher 1936").cost("K·m²·d")
                    .caveat("depends only on means and traces of scatter: it is 0 for classes that are concentric"
                            + " rings");
    public static final MetricDefinition BLOCK_POINTS = MetricDefinition.of(GROUP, "block_points", "samples by block")
            .meaning("samples followed through the blocks").formula("number of samples followed").unit("count")
            .caveat("purities for different numbers of samples are not comparable");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(LIPSCHITZ_PAIRS_BLOCKS, LIPSCHITZ_PAIRS_DEPTH, HOLDER_EXPONENT_BLOCKS,
                HOLDER_EXPONENT_BLOCKS_LOW, HOLDER_EXPONENT_BLOCKS_HIGH, HOLDER_EXPONENT_DEPTH, PROBE_ACCURACY_DEPTH,
                PROBE_ACCURACY_DEPTH_LOW, PROBE_ACCURACY_DEPTH_HIGH, KNN_PURITY_DEPTH, FISHER_RATIO_DEPTH,
                BLOCK_POINTS);
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return flow.states().rows().length < LEAST
                ? Optional.of("fewer than " + LEAST + " samples") : Optional.empty();
    }

    @Override
    public boolean needsStates() {
        return true;
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        // Once per state: the distances dominate the cost.
        List<double[][]> distances = IntStream.rangeClosed(0, flow.flow().shape().blocks())
                .mapToObj(k -> PairDistances.of(flow.states().state(k), flow.parallelism())).toList();
        putRegularity(analysis, distances, flow.seed());
        if (flow.data().isLabelled()) {
            putSeparation(analysis, distances, flow);
        }
        analysis.put(BLOCK_POINTS, flow.states().rows().length);
        return StudiedFlow.NO_LABELS;
    }

    private static void putRegularity(Analysis.Builder analysis, List<double[][]> distances, long seed) {
        int blocks = distances.size() - 1;
        double[] lipschitz = new double[blocks];
        double[] exponents = new double[blocks];
        double[] lows = new double[blocks];
        double[] highs = new double[blocks];
        double[] lipschitzDepth = new double[blocks];
        double[] exponentsDepth = new double[blocks];
        PairSelection selection = PairSelection.defaults().withMaxPoints(PAIR_POINTS).withSeed(seed);
        HolderOptions options = HolderOptions.defaults().withResamples(RESAMPLES).withSeed(seed);
        for (int k = 0; k < blocks; k++) {
            PairIncrements block = PairIncrements.of(distances.get(k), distances.get(k + 1), selection);
            PairIncrements depth = PairIncrements.of(distances.get(0), distances.get(k + 1), selection);
            lipschitz[k] = LipschitzPairs.of(block).constant();
            lipschitzDepth[k] = LipschitzPairs.of(depth).constant();
            Optional<HolderFit> fit = HolderFit.of(block, options);
            exponents[k] = fit.map(f -> f.exponent().value()).orElse(Double.NaN);
            lows[k] = fit.map(f -> f.exponent().low()).orElse(Double.NaN);
            highs[k] = fit.map(f -> f.exponent().high()).orElse(Double.NaN);
            exponentsDepth[k] =
                    HolderFit.of(depth, options).map(f -> f.exponent().value()).orElse(Double.NaN);
        }
        analysis.put(LIPSCHITZ_PAIRS_BLOCKS, lipschitz)
                .put(HOLDER_EXPONENT_BLOCKS, exponents)
                .put(HOLDER_EXPONENT_BLOCKS_LOW, lows)
                .put(HOLDER_EXPONENT_BLOCKS_HIGH, highs)
                .put(LIPSCHITZ_PAIRS_DEPTH, lipschitzDepth)
                .put(HOLDER_EXPONENT_DEPTH, exponentsDepth);
    }

    /** Puts the separation before the first block and after each: K + 1 numbers. */
    private static void putSeparation(
            Analysis.Builder analysis, List<double[][]> distances, StudiedFlow flow) {
        int states = distances.size();
        double[] probes = new double[states];
        double[] lows = new double[states];
        double[] highs = new double[states];
        double[] purities = new double[states];
        double[] ratios = new double[states];
        int[] labels = flow.stateLabels();
        for (int k = 0; k < states; k++) {
            ClassSeparation separation = ClassSeparation.of(
                    distances.get(k), labels, flow.data().classes(), ClassSeparation.USUAL_NEIGHBOURS);
            probes[k] = separation.probe().value();
            lows[k] = separation.probe().low();
            highs[k] = separation.probe().high();
            purities[k] = separation.purity().value();
            ratios[k] = separation.fisherRatio();
        }
        analysis.put(PROBE_ACCURACY_DEPTH, probes)
                .put(PROBE_ACCURACY_DEPTH_LOW, lows)
                .put(PROBE_ACCURACY_DEPTH_HIGH, highs)
                .put(KNN_PURITY_DEPTH, purities)
                .put(FISHER_RATIO_DEPTH, ratios);
    }
}
