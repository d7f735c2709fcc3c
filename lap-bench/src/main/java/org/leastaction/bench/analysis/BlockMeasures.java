package org.leastaction.bench.analysis;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.frontier.ClassSeparation;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.LipschitzPairs;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;

/** Regularity and separation of the classes, block by block. */
final class BlockMeasures implements Measures {

    private static final int LEAST = HolderFit.LEAST_POINTS;
    private static final int RESAMPLES = 100;
    private static final int PAIR_POINTS = 500;

    @Override
    public List<String> keys() {
        return List.of("lipschitz_pairs_blocks", "holder_exponent_blocks", "holder_exponent_blocks_low",
                "holder_exponent_blocks_high", "lipschitz_pairs_depth", "holder_exponent_depth",
                "probe_accuracy_depth", "probe_accuracy_depth_low", "probe_accuracy_depth_high", "knn_purity_depth",
                "fisher_ratio_depth", "block_points");
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return flow.states().rows().length < LEAST
                ? Optional.of("fewer than " + LEAST + " samples") : Optional.empty();
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
        analysis.put("block_points", flow.states().rows().length);
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
        analysis.put("lipschitz_pairs_blocks", lipschitz)
                .put("holder_exponent_blocks", exponents)
                .put("holder_exponent_blocks_low", lows)
                .put("holder_exponent_blocks_high", highs)
                .put("lipschitz_pairs_depth", lipschitzDepth)
                .put("holder_exponent_depth", exponentsDepth);
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
        analysis.put("probe_accuracy_depth", probes)
                .put("probe_accuracy_depth_low", lows)
                .put("probe_accuracy_depth_high", highs)
                .put("knn_purity_depth", purities)
                .put("fisher_ratio_depth", ratios);
    }
}
