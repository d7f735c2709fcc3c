package org.leastaction.bench.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Comparison;
import org.leastaction.bench.record.PairedMethods;
import org.leastaction.bench.record.PairedMethods.Difference;
import org.leastaction.bench.record.PairedMethods.PairedQuantity;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * The rules for several methods of training: for each initialisation, every method against the first, on the seeds that
 * both have. A difference is stated if it is significant at the 5 % level after Holm's correction for all quantities of
 * the two methods; 'the intervals overlap' is said only from {@link Thresholds#LEAST_SEEDS} seeds on.
 */
final class MethodRules {

    private static final List<MetricDefinition> COMPARED = List.of(CostMeasures.TRANSPORT_COST, QualityMeasures.ACCURACY,
            GapMeasures.OT_GAP_RELATIVE, CostMeasures.STRAIGHTNESS);
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
            sentences.add(new Sentence(Topic.COMPARISON, "How " + Facts.listed(comparison.methods()) + " differ cannot be"
                    + " said: they need at least " + Thresholds.LEAST_SEEDS + " seeds in common.", List.of(), ""));
        }
        return sentences;
    }

    private static Optional<Sentence> diverged(Comparison comparison) {
        List<String> parts = new ArrayList<>();
        for (String method : comparison.methods()) {
            List<RunGroup> groups = comparison.groups().stream().filter(group -> group.method().equals(method)).toList();
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
        PairedMethods.Pair methods = paired.pairs().get(pair);
        String first = paired.groups().get(methods.first()).method();
        String second = paired.groups().get(methods.second()).method();
        List<Figure> figures = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        int seeds = 0;
        for (MetricDefinition metric : COMPARED) {
            Optional<PairedQuantity> row = paired.quantities().stream()
                    .filter(quantity -> quantity.key().equals(metric.key())).findFirst();
            Optional<Difference> difference = row.flatMap(found -> found.differences().get(pair));
            if (difference.isPresent() && difference.get().comparison().pairs() >= Thresholds.LEAST_SEEDS) {
                Aggregate before = row.orElseThrow().means().get(methods.first());
                Aggregate after = row.orElseThrow().means().get(methods.second());
                seeds = Math.max(seeds, difference.get().comparison().pairs());
                parts.add(clause(metric, before, after, difference.get()));
                figures.add(new Figure(metric, first, Quantity.of(before.estimate())));
                figures.add(new Figure(metric, second, Quantity.of(after.estimate())));
                figures.add(new Figure(metric, second + " − " + first,
                        Quantity.of(difference.get().comparison().difference())));
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sentence(Topic.COMPARISON, from + second + " against " + first + ", " + seeds
                + " common seeds: " + String.join("; ", parts) + ".", figures, "Means with Student's 95 % intervals;"
                + " decided by the paired differences, corrected for all quantities (Holm)."));
    }

    /** For example "lower transport cost (1.2 ± 0.1 against 14 ± 3)". */
    private static String clause(MetricDefinition metric, Aggregate before, Aggregate after, Difference difference) {
        String values = mean(metric, after) + " against " + mean(metric, before);
        Estimate change = difference.comparison().difference();
        String direction = change.value() < 0 ? "lower " : "higher ";
        if (difference.isCertain()) {
            return direction + metric.name() + " (" + values + ")";
        }
        if (change.low() > 0 || change.high() < 0) {
            return "probably " + direction + metric.name() + " (" + values + "; not certain for so many quantities)";
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
