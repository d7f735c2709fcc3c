package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.definition.MetricDefinition;
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
public final class HolderMeasures implements MetricGroup {

    private static final String GROUP = "holder";
    private static final double[] QUANTILES = {0.5, 0.9, 0.99};

    public static final MetricDefinition LIPSCHITZ_PAIRS =
            MetricDefinition.of(GROUP, "lipschitz_pairs", "Lipschitz constant over pairs").lessIsBetter()
                    .heading("largest", "ratio").meaning("largest ‖T(x) − T(y)‖ / ‖x − y‖")
                    .formula("max over pairs of t / r")
                    .unit("length per length, [0, ∞]").interval("none: a lower bound").reference("the definition")
                    .cost("m²·d")
                    .caveat("∞ (`null`) if equal points have different images; pairs rarely point along the steepest "
                            + "direction in many dimensions");
    public static final MetricDefinition HOLDER_EXPONENT =
            MetricDefinition.of(GROUP, "holder_exponent", "Hölder exponent").symbol("η").moreIsBetter()
                    .heading("Hölder", "η").meaning("η of ‖T(x) − T(y)‖ ≤ M‖x − y‖^η")
                    .formula("η: slope, clamped to [0, 1], of the lowest line above the points (ln δ, ln ω(δ))")
                    .unit("[0, 1]")
                    .interval("subsets, drift").reference("the paper, Proposition 2; Politis, Romano and Wolf 1999")
                    .cost("m²·d + 400·m^1.5")
                    .caveat("biased towards 1, more so for small η and many dimensions; 1 means 'Lipschitz at these"
                            + " scales', 0 'a jump'; constant maps have 1");
    public static final MetricDefinition HOLDER_CONSTANT =
            MetricDefinition.of(GROUP, "holder_constant", "Hölder constant").symbol("M").lessIsBetter()
                    .meaning("M of ‖T(x) − T(y)‖ ≤ M‖x − y‖^η")
                    .formula("M: max over pairs within the fitted scales of t / r^η")
                    .unit("length^(1 − η) if units agree, ≥ 0")
                    .interval("subsets, drift, and the M of every η in its interval").reference("as `holder_exponent`")
                    .cost("as `holder_exponent`")
                    .caveat("belongs to its η and scales: constants of different η are not comparable; in many"
                            + " dimensions the interval spans orders of magnitude");
    public static final MetricDefinition HOLDER_POINTS =
            MetricDefinition.of(GROUP, "holder_points", "samples of the fit").meaning("samples used for this fit")
                    .formula("m").unit("count").caveat("fits with different m are not comparable");
    public static final MetricDefinition HOLDER_SCALES =
            MetricDefinition.of(GROUP, "holder_scales", "modulus of continuity").symbol("ω")
                    .formula("the log–log data: `delta`, `omega`, `pairs`, and the fitted range `fit_from` to `fit_to`")
                    .unit("lengths").interval("none").reference("modulus of continuity").cost("as `holder_exponent`")
                    .caveat("`omega` is the greatest t of the `pairs` pairs whose r is in the bin at `delta`");
    public static final MetricDefinition HOLDER_QUANTILES =
            MetricDefinition.of(GROUP, "holder_quantiles", "quantiles of increments")
                    .formula("`holder_scales` of the 50, 90 and 99 % quantiles of t in each bin: `q50`, `q90`, `q99`")
                    .unit("lengths").interval("none").reference("as `holder_scales`").cost("m² log m")
                    .caveat("quantiles below the maximum hide a discontinuity that few pairs cross");
    public static final MetricDefinition HOLDER_WITHIN_EXPONENT =
            MetricDefinition.of(GROUP, "holder_within_exponent", "exponent within classes").symbol("η").moreIsBetter()
                    .heading("η within", "classes").meaning("η over pairs of one class")
                    .formula("η of pairs of one class")
                    .unit("[0, 1]").interval("as `holder_exponent`, 100 subsets").reference("as `holder_exponent`")
                    .cost("as `holder_exponent`")
                    .caveat("fewer pairs, wider intervals");
    public static final MetricDefinition HOLDER_WITHIN_CONSTANT =
            MetricDefinition.of(GROUP, "holder_within_constant", "constant within classes").symbol("M").lessIsBetter()
                    .meaning("M over pairs of one class").formula("M of pairs of one class")
                    .unit("as `holder_constant`")
                    .interval("as `holder_constant`, 100 subsets").reference("as `holder_exponent`")
                    .cost("as `holder_exponent`")
                    .caveat("fewer pairs, wider intervals");
    public static final MetricDefinition HOLDER_ACROSS_EXPONENT =
            MetricDefinition.of(GROUP, "holder_across_exponent", "exponent across classes").symbol("η").moreIsBetter()
                    .heading("η across", "classes").meaning("η over pairs of two classes")
                    .formula("η of pairs of two classes")
                    .unit("[0, 1]").interval("as `holder_exponent`, 100 subsets").reference("as `holder_exponent`")
                    .cost("as `holder_exponent`")
                    .caveat("a classifier has to be discontinuous somewhere between classes");
    public static final MetricDefinition HOLDER_ACROSS_CONSTANT =
            MetricDefinition.of(GROUP, "holder_across_constant", "constant across classes").symbol("M").lessIsBetter()
                    .meaning("M over pairs of two classes").formula("M of pairs of two classes")
                    .unit("as `holder_constant`").interval("as `holder_constant`, 100 subsets")
                    .reference("as `holder_exponent`").cost("as `holder_exponent`")
                    .caveat("a classifier has to be discontinuous somewhere between classes");
    public static final MetricDefinition HOLDER_EPSILON = MetricDefinition.of(GROUP, "holder_epsilon", "offset")
            .symbol("a").lessIsBetter().heading("offset", "a").meaning("a of ‖T(x) − T(y)‖ ≤ a + M‖x − y‖^η")
            .formula("a of the smallest bound t ≤ a + M·r^η over the bins; of 40 values from 0 to the least ω, the "
                    + "one with the least area")
            .unit("length, ≥ 0")
            .interval("subsets, drift, and all a whose bounds are on average less than 5 % higher")
            .reference("the paper, Proposition 3 (a = O(ε))").cost("m² + 100·m^1.5")
            .caveat("a small a cannot be distinguished from a steep power");
    public static final MetricDefinition HOLDER_EPSILON_EXPONENT =
            MetricDefinition.of(GROUP, "holder_epsilon_exponent", "exponent with offset").symbol("η").moreIsBetter()
                    .meaning("η of the bound with offset a").formula("η for the a of `holder_epsilon`").unit("[0, 1]")
                    .interval("none: see `holder_exponent`")
                    .reference("as `holder_epsilon`").cost("as `holder_epsilon`").caveat("valid for that a only");
    public static final MetricDefinition HOLDER_EPSILON_CONSTANT =
            MetricDefinition.of(GROUP, "holder_epsilon_constant", "constant with offset").symbol("M").lessIsBetter()
                    .meaning("M of the bound with offset a").formula("M for the a of `holder_epsilon`")
                    .unit("as `holder_constant`").interval("none: see `holder_exponent`")
                    .reference("as `holder_epsilon`").cost("as `holder_epsilon`").caveat("valid for that a only");
    public static final MetricDefinition SINGULAR_FRACTION =
            MetricDefinition.of(GROUP, "singular_fraction", "singular share").lessIsBetter()
                    .heading("singular", "share").meaning("share of samples separated from a neighbour")
                    .formula(
                            "share of samples whose greatest t / r over their 10 nearest neighbours is an outlier: its"
                                    + " ln exceeds the median by 5 robust deviations and by ln 3")
                    .unit("share, [0, 1]").interval("Wilson")
                    .reference("the set A of Proposition 2").cost("m² log m")
                    .caveat("of the sample: the more points, the smaller the share at a discontinuity");
    public static final MetricDefinition LOCAL_EXPONENT_QUANTILES =
            MetricDefinition.of(GROUP, "local_exponent_quantiles", "quantiles of local exponents")
                    .formula("quantiles over samples of the slope of ln max t over ln r, from the nearest to the 10th "
                            + "neighbour")
                    .unit("[0, 1]").interval("none").reference("the definition, at one sample")
                    .cost("m² log m").caveat("ten neighbours; noisy for each sample");
    public static final MetricDefinition INTRINSIC_DIMENSION =
            MetricDefinition.of(GROUP, "intrinsic_dimension", "intrinsic dimension")
                    .meaning("dimension of the set of samples")
                    .formula("m / Σ ln(r₂/r₁), r₁ and r₂ the distances to the two nearest neighbours").unit("≥ 0")
                    .interval("χ²").reference("Facco et al. 2017").cost("m²")
                    .caveat("too low if many points are near the boundary of the set, as in more than a few dimensions;"
                            + " the interval does not cover that");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(LIPSCHITZ_PAIRS, HOLDER_EXPONENT, HOLDER_CONSTANT, HOLDER_POINTS, HOLDER_SCALES,
                HOLDER_QUANTILES, HOLDER_WITHIN_EXPONENT, HOLDER_WITHIN_CONSTANT, HOLDER_ACROSS_EXPONENT,
                HOLDER_ACROSS_CONSTANT, HOLDER_EPSILON, HOLDER_EPSILON_EXPONENT, HOLDER_EPSILON_CONSTANT,
                SINGULAR_FRACTION, LOCAL_EXPONENT_QUANTILES, INTRINSIC_DIMENSION);
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
        analysis.put(LIPSCHITZ_PAIRS, LipschitzPairs.of(pairs).constant());
        Optional<HolderFit> fit = HolderFit.of(pairs, options);
        fit.ifPresent(holder -> putFit(analysis, holder, pairs));
        putClasses(analysis, PairIncrements.Classes.WITHIN, HOLDER_WITHIN_EXPONENT, HOLDER_WITHIN_CONSTANT, pairs,
                flow);
        putClasses(analysis, PairIncrements.Classes.ACROSS, HOLDER_ACROSS_EXPONENT, HOLDER_ACROSS_CONSTANT, pairs,
                flow);
        EpsilonFit.of(pairs, options.withResamples(100)).ifPresent(epsilon -> analysis
                .put(HOLDER_EPSILON, epsilon.offset())
                .put(HOLDER_EPSILON_EXPONENT, epsilon.exponent())
                .put(HOLDER_EPSILON_CONSTANT, epsilon.constant()));
        if (pairs.points() > LocalRegularity.USUAL_NEIGHBOURS) {
            putLocal(analysis, LocalRegularity.of(pairs, LocalRegularity.USUAL_NEIGHBOURS));
            analysis.put(INTRINSIC_DIMENSION, IntrinsicDimension.of(pairs));
        }
        return pairs.points() < HolderFit.LEAST_POINTS
                ? "fewer than " + HolderFit.LEAST_POINTS + " samples"
                : "the samples resolve no range of scales";
    }

    private static void putClasses(
            Analysis.Builder analysis, PairIncrements.Classes classes, MetricDefinition exponent,
            MetricDefinition constant,
            PairIncrements pairs, StudiedFlow flow) {
        if (!flow.data().isLabelled()) {
            String reason = StudiedFlow.reason(flow.model(), StudiedFlow.NO_LABELS);
            analysis.missing(exponent, reason).missing(constant, reason);
            return;
        }
        HolderOptions options = HolderOptions.defaults().withSeed(flow.seed()).withResamples(100);
        HolderFit.of(pairs.only(classes, flow.data().labels()), options).ifPresent(
                holder -> analysis.put(exponent, holder.exponent()).put(constant, holder.constant()));
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
        analysis.put(HOLDER_EXPONENT, holder.exponent())
                .put(HOLDER_CONSTANT, holder.constant())
                .put(HOLDER_POINTS, holder.points())
                .put(HOLDER_SCALES, columns)
                .put(HOLDER_QUANTILES, quantiles);
    }

    private static void putLocal(Analysis.Builder analysis, LocalRegularity local) {
        double[] shares = {0.05, 0.25, 0.5, 0.75, 0.95};
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("share", shares);
        columns.put("exponent", Arrays.stream(shares).map(local::exponent).toArray());
        analysis.put(SINGULAR_FRACTION, local.singularFraction()).put(LOCAL_EXPONENT_QUANTILES, columns);
    }
}
