package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.regularity.EpsilonFit;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.IntrinsicDimension;
import org.leastaction.metrics.regularity.LipschitzPairs;
import org.leastaction.metrics.regularity.LocalRegularity;
import org.leastaction.metrics.regularity.ModulusOfContinuity;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;

/** Regularity of the whole map, from the start of the first segment to the end of the last. */
final class HolderMeasures implements Measures {

    private static final double[] QUANTILES = {0.5, 0.9, 0.99};

    @Override
    public List<String> keys() {
        return List.of("lipschitz_pairs", "holder_exponent", "holder_constant", "holder_points", "holder_scales",
                "holder_quantiles", "holder_within_exponent", "holder_within_constant", "holder_across_exponent",
                "holder_across_constant", "holder_epsilon", "holder_epsilon_exponent", "holder_epsilon_constant",
                "singular_fraction", "local_exponent_quantiles", "intrinsic_dimension");
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return flow.data().size() < 2 ? Optional.of("a single sample has no pairs") : Optional.empty();
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        PairIncrements pairs = PairIncrements.between(flow.start(), flow.end(),
                PairSelection.defaults().withMaxPoints(flow.sizes().pairs()).withSeed(flow.seed()),
                flow.parallelism());
        HolderOptions options = HolderOptions.defaults().withSeed(flow.seed());
        analysis.put("lipschitz_pairs", LipschitzPairs.of(pairs).constant());
        Optional<HolderFit> fit = HolderFit.of(pairs, options);
        fit.ifPresent(holder -> putFit(analysis, holder, pairs));
        for (PairIncrements.Classes classes : PairIncrements.Classes.values()) {
            String key = "holder_" + classes.name().toLowerCase(Locale.ROOT);
            if (!flow.data().isLabelled()) {
                analysis.missing(key + "_exponent", StudiedFlow.NO_LABELS)
                        .missing(key + "_constant", StudiedFlow.NO_LABELS);
                continue;
            }
            HolderFit.of(pairs.only(classes, flow.data().labels()), options.withResamples(100)).ifPresent(
                    holder -> analysis.put(key + "_exponent", holder.exponent())
                            .put(key + "_constant", holder.constant()));
        }
        EpsilonFit.of(pairs, options.withResamples(100)).ifPresent(epsilon -> analysis
                .put("holder_epsilon", epsilon.offset())
                .put("holder_epsilon_exponent", epsilon.exponent())
                .put("holder_epsilon_constant", epsilon.constant()));
        if (pairs.points() > LocalRegularity.USUAL_NEIGHBOURS) {
            putLocal(analysis, LocalRegularity.of(pairs, LocalRegularity.USUAL_NEIGHBOURS));
            analysis.put("intrinsic_dimension", IntrinsicDimension.of(pairs));
        }
        return pairs.points() < HolderFit.LEAST_POINTS
                ? "fewer than " + HolderFit.LEAST_POINTS + " samples"
                : "the samples resolve no range of scales";
    }

    private static void putFit(Analysis.Builder analysis, HolderFit holder, PairIncrements pairs) {
        List<ModulusOfContinuity.Point> points = holder.modulus().points();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("delta", points.stream().mapToDouble(ModulusOfContinuity.Point::delta).toArray());
        columns.put("omega", points.stream().mapToDouble(ModulusOfContinuity.Point::omega).toArray());
        columns.put("pairs", points.stream().mapToDouble(ModulusOfContinuity.Point::pairs).toArray());
        columns.put("fit_from", new double[] {holder.scales().from()});
        columns.put("fit_to", new double[] {holder.scales().to()});
        Map<String, double[]> quantiles = new LinkedHashMap<>();
        quantiles.put("delta", columns.get("delta"));
        for (double quantile : QUANTILES) {
            quantiles.put("q" + Math.round(100 * quantile),
                    ModulusOfContinuity.of(pairs, holder.scales(), quantile).points().stream()
                            .mapToDouble(ModulusOfContinuity.Point::omega).toArray());
        }
        analysis.put("holder_exponent", holder.exponent())
                .put("holder_constant", holder.constant())
                .put("holder_points", holder.points())
                .put("holder_scales", columns)
                .put("holder_quantiles", quantiles);
    }

    private static void putLocal(Analysis.Builder analysis, LocalRegularity local) {
        double[] shares = {0.05, 0.25, 0.5, 0.75, 0.95};
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("share", shares);
        columns.put("exponent", Arrays.stream(shares).map(local::exponent).toArray());
        analysis.put("singular_fraction", local.singularFraction()).put("local_exponent_quantiles", columns);
    }
}
