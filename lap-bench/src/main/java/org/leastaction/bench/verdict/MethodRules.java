package org.leastaction.bench.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.PairedMethods;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.statistics.Holm;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * The rules for several methods of training: for each initialisation, every method against the first, on the seeds that
 * both have. A difference is stated if it is significant at the 5 % level after Holm's correction for the quantities of
 * the sentence; 'the intervals overlap' is stated only from {@link Thresholds#LEAST_SEEDS} seeds on.
 */
final class MethodRules {

    private static final List<MetricDefinition> COMPARED =
            List.of(CostMeasures.TRANSPORT_COST, QualityMeasures.ACCURACY,
                    GapMeasures.OT_GAP_RELATIVE, CostMeasures.STRAIGHTNESS);
    private static final double SIGNIFICANT = 0.05;
    private static final Set<MetricDefinition> SHARES = Set.of(QualityMeasures.ACCURACY, GapMeasures.OT_GAP_RELATIVE);

    private MethodRules() {}

    static List<Sentence> all(Comparison comparison) {
        if (comparison.methods().size() < 2) {
            return List.of();
        }
        List<Sentence> sentences = new ArrayList<>();
        diverged(comparison).ifPresent(sentences::add);
        for (RunRecord.Initialisation initialisation : comparison.initialisations()) {
            String from = comparison.initialisations().size() < 2 || initialisation == null ? ""
                    : "From the initialisation " + initialisation.inWords() + ": ";
            PairedMethods.of(comparison, initialisation).ifPresent(paired -> sentences.addAll(against(paired, from)));
        }
        if (sentences.stream().noneMatch(sentence -> sentence.topic() == Topic.COMPARISON)) {
            sentences.add(new Sentence(Topic.COMPARISON,
                    "How " + Facts.listed(comparison.methods()) + " differ cannot be"
                            + " said: they need at least " + Thresholds.LEAST_SEEDS
                            + " seeds in common whose networks were analysed.",
                    List.of(), ""));
        }
        return sentences;
    }

    private static Optional<Sentence> diverged(Comparison comparison) {
        List<String> parts = new ArrayList<>();
        for (String method : comparison.methods()) {
            List<RunGroup> groups =
                    comparison.groups().stream().filter(group -> group.method().equals(method)).toList();
            int lost = groups.stream().mapToInt(group -> group.diverged().size()).sum();
            if (lost > 0) {
                parts.add(lost + " of " + (lost + groups.stream().mapToInt(group -> group.runs().size()).sum()) + " of "
                        + method);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Sentence(Topic.VALIDITY, "Networks that diverged: "
                + String.join(", ", parts) + ".", List.of(), "They are left out of all means."));
    }

    /** Every method against the first. */
    private static List<Sentence> against(PairedMethods paired, String from) {
        List<Sentence> sentences = new ArrayList<>();
        List<PairedMethods.Pair> pairs = paired.pairs();
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (pairs.get(pair).first() == 0) {
                sentence(paired, pair, from).ifPresent(sentences::add);
            }
        }
        return sentences;
    }

    private static Optional<Sentence> sentence(PairedMethods paired, int pair, String from) {
        RunGroup first = paired.groups().get(paired.pairs().get(pair).first());
        RunGroup second = paired.groups().get(paired.pairs().get(pair).second());
        List<Difference> differences = COMPARED.stream().flatMap(metric -> difference(metric, first, second).stream())
                .toList();
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        double[] adjusted =
                Holm.adjusted(differences.stream().mapToDouble(found -> found.decided().pValue()).toArray());
        List<Figure> figures = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Difference found = differences.get(i);
            Aggregate before = first.mean(found.metric().key());
            Aggregate after = second.mean(found.metric().key());
            parts.add(clause(found, adjusted[i], before, after));
            figures.add(new Figure(found.metric(), first.method(), Quantity.of(before.estimate())));
            figures.add(new Figure(found.metric(), second.method(), Quantity.of(after.estimate())));
            figures.add(new Figure(found.metric(), second.method() + " − " + first.method(),
                    Quantity.of(found.raw().difference())));
        }
        int seeds = differences.stream().mapToInt(found -> found.raw().pairs()).max().orElseThrow();
        return Optional.of(new Sentence(Topic.COMPARISON, from + second.method() + " against " + first.method() + ", "
                + seeds + " common seeds: " + String.join("; ", parts) + ".", figures,
                "Means with Student's 95 % intervals; decided by paired t tests, of costs by their logarithms,"
                        + " corrected for the number of these quantities (Holm)."));
    }

    /**
     * A quantity of two methods on their common seeds, second − first.
     *
     * @param raw     the difference
     * @param decided the difference that is tested: that of the logarithms for costs, which differ by factors
     */
    private record Difference(MetricDefinition metric, PairedComparison raw, PairedComparison decided) {}

    /** Empty for fewer common seeds than a verdict needs, and where nothing differs. */
    private static Optional<Difference> difference(MetricDefinition metric, RunGroup first, RunGroup second) {
        Map<Long, Double> before = bySeed(metric, first);
        Map<Long, Double> after = bySeed(metric, second);
        before.keySet().retainAll(after.keySet());
        after.keySet().retainAll(before.keySet());
        if (before.size() < Thresholds.LEAST_SEEDS || before.equals(after)) {
            return Optional.empty();
        }
        PairedComparison raw = PairedComparison.bySeed(after, before);
        boolean factors = metric.equals(CostMeasures.TRANSPORT_COST)
                && Stream.concat(before.values().stream(), after.values().stream()).allMatch(cost -> cost > 0);
        if (factors) {
            before.replaceAll((seed, cost) -> Math.log(cost));
            after.replaceAll((seed, cost) -> Math.log(cost));
        }
        return Optional.of(new Difference(metric, raw, factors ? PairedComparison.bySeed(after, before) : raw));
    }

    private static Map<Long, Double> bySeed(MetricDefinition metric, RunGroup group) {
        Map<Long, Double> values = new TreeMap<>();
        group.runs().stream().filter(run -> run.training() != null && run.quantity(metric.key()).isPresent())
                .forEach(run -> values.put(run.requireTraining().seed(), run.quantity(metric.key()).value()));
        return values;
    }

    /** For example "lower transport cost (1.2 ± 0.1 against 14 ± 3)". */
    private static String clause(Difference found, double adjusted, Aggregate before, Aggregate after) {
        MetricDefinition metric = found.metric();
        String values = mean(metric, after) + " against " + mean(metric, before);
        String direction = found.decided().difference().value() < 0 ? "lower " : "higher ";
        if (adjusted < SIGNIFICANT) {
            return direction + metric.name() + " (" + values + ")";
        }
        if (found.decided().pValue() < SIGNIFICANT) {
            return "probably " + direction + metric.name() + " (" + values + "; not certain after the correction)";
        }
        boolean overlap = before.estimate().low() <= after.estimate().high()
                && after.estimate().low() <= before.estimate().high();
        return "no difference in " + metric.name() + " shown (" + values + (overlap ? "; the intervals overlap)" : ")");
    }

    private static String mean(MetricDefinition metric, Aggregate mean) {
        double value = mean.estimate().value();
        return SHARES.contains(metric) ? Numbers.percentages(value, mean.halfWidth()) + " %"
                : Numbers.of(value, mean.halfWidth());
    }
}
