package org.leastaction.bench.verdict;

import static org.leastaction.bench.verdict.Facts.largest;
import static org.leastaction.bench.verdict.Facts.listed;
import static org.leastaction.bench.verdict.Facts.number;
import static org.leastaction.bench.verdict.Facts.percent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.BlockMeasures;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.HolderMeasures;
import org.leastaction.bench.analysis.JacobianMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * The rules for one network. Each is one method that turns some numbers into at most one sentence; {@link Thresholds}
 * has their thresholds. Groups that were not measured share one sentence.
 */
final class NetworkRules {

    private static final List<Function<Facts, Optional<Sentence>>> OF_TRANSPORT = List.of(
            NetworkRules::motion, NetworkRules::straightness, OptimalityRules::sentence, NetworkRules::regularity);
    private static final List<Function<Facts, Optional<Sentence>>> OF_ANSWERS = List.of(
            AnswerRules::accuracy, AnswerRules::robustness, AnswerRules::samples);
    /** The metric whose absence means that a group was not measured. */
    private static final List<MetricDefinition> SIGNS = List.of(CostMeasures.TRANSPORT_COST, GapMeasures.OT_GAP,
            HolderMeasures.LIPSCHITZ_PAIRS, JacobianMeasures.LIPSCHITZ_JACOBIAN, QualityMeasures.ACCURACY,
            RobustnessMeasures.ROBUST_ACCURACY_LINF);
    private static final Map<MetricDefinition, String> MEANT = Map.of(CostMeasures.TRANSPORT_COST, "the transport cost",
            GapMeasures.OT_GAP, "the gap", HolderMeasures.LIPSCHITZ_PAIRS, "the regularity",
            JacobianMeasures.LIPSCHITZ_JACOBIAN, "the Jacobian", QualityMeasures.ACCURACY, "the accuracy",
            RobustnessMeasures.ROBUST_ACCURACY_LINF, "attacks");

    private NetworkRules() {}

    static List<Sentence> all(Analysis analysis, RunRecord.@Nullable Data data) {
        Facts facts = new Facts(analysis, data);
        Optional<Sentence> notFinite = validity(facts);
        int samples = facts.has(CostMeasures.TOKEN_SAMPLES)
                ? (int) facts.value(CostMeasures.TOKEN_SAMPLES) : analysis.samples();
        if (samples < Thresholds.LEAST_SAMPLES) {
            return Stream.concat(notFinite.stream(), Stream.of(tooFew(samples))).toList();
        }
        if (notFinite.isPresent()) {
            return Stream.of(notFinite, InputRules.inputs(facts), AnswerRules.accuracy(facts)).flatMap(Optional::stream)
                    .toList();
        }
        return Stream
                .of(List.<Function<Facts, Optional<Sentence>>>of(InputRules::inputs), OF_TRANSPORT, OF_ANSWERS,
                        List.<Function<Facts, Optional<Sentence>>>of(
                                NetworkRules::notMeasured))
                .flatMap(List::stream).flatMap(rule -> rule.apply(facts).stream()).toList();
    }

    private static Sentence tooFew(int samples) {
        return new Sentence(Topic.NOT_MEASURED, "Only " + (samples == 1 ? "1 sample was" : samples + " samples were")
                + " measured: too few for a verdict, which needs at least " + Thresholds.LEAST_SAMPLES + ".",
                List.of(), "");
    }

    /** States that are not finite make the cost not finite. */
    private static Optional<Sentence> validity(Facts facts) {
        String reason = facts.of(CostMeasures.TRANSPORT_COST).reason();
        if (!reason.equals(Quantity.NOT_A_NUMBER) && !reason.equals(Quantity.INFINITE)) {
            return Optional.empty();
        }
        List<Double> blocks = facts.list(CostMeasures.TRANSPORT_COST_BLOCKS);
        String from = IntStream.range(0, blocks.size()).filter(k -> !Double.isFinite(blocks.get(k))).boxed().findFirst()
                .map(k -> ", from " + facts.block(k, blocks.size()) + " on").orElse("");
        return Optional.of(new Sentence(Topic.VALIDITY, "The network has states that are not finite" + from
                + ": its transport cannot be assessed.", List.of(),
                "One sample with a state that is NaN or infinite is enough."));
    }

    private static Optional<Sentence> motion(Facts facts) {
        if (!facts.has(CostMeasures.DISPLACEMENT)) {
            return Optional.empty();
        }
        List<Figure> figures = new ArrayList<>(List.of(facts.figure(CostMeasures.DISPLACEMENT)));
        double displacement = facts.value(CostMeasures.DISPLACEMENT);
        if (displacement == 0 && facts.value(CostMeasures.TRANSPORT_COST) == 0) {
            return Optional.of(new Sentence(Topic.MOTION, "Nothing moves: on these samples the map is the identity,"
                    + " which is optimal.", figures, ""));
        }
        StringBuilder text = new StringBuilder();
        double spread = facts.value(CostMeasures.SPREAD);
        if (spread > 0) {
            double length = Math.sqrt(displacement / spread);
            figures.add(facts.figure(CostMeasures.SPREAD));
            text.append(
                    length < Thresholds.HARDLY_MOVES ? "The network hardly moves the data: " : "The network moves the"
                            + " data by ")
                    .append(Numbers.of(length)).append(" times their spread (root mean squares)");
            double shift = facts.value(CostMeasures.COMMON_SHIFT);
            if (shift >= Thresholds.DOMINATES) {
                figures.add(facts.figure(CostMeasures.COMMON_SHIFT));
                text.append(", ").append(percent(shift)).append(" of the square by one shift of all samples");
            }
        } else {
            text.append("The network moves the data by ").append(Numbers.of(Math.sqrt(displacement)))
                    .append(" (root mean square)");
        }
        text.append(work(facts, figures)).append('.');
        boolean segments = facts.list(CostMeasures.TRANSPORT_COST_SEGMENTS).size() > 1;
        String some = spread > 0 && facts.has(CostMeasures.STATE_SAMPLES)
                ? ", the spread over " + Math.round(facts.value(CostMeasures.STATE_SAMPLES)) : "";
        return Optional
                .of(new Sentence(Topic.MOTION, text.toString(), figures, "Means over " + facts.analysis().samples()
                        + " samples" + some
                        + (segments ? "; blocks of different width have different units of cost." : ".")));
    }

    /** The blocks that have most of the cost; nothing for a single block. */
    private static String work(Facts facts, List<Figure> figures) {
        List<Double> costs = facts.list(CostMeasures.TRANSPORT_COST_BLOCKS);
        double total = facts.value(CostMeasures.TRANSPORT_COST);
        int blocks = costs.size();
        if (blocks < 2 || !(total > 0)) {
            return "";
        }
        List<Integer> most = new ArrayList<>();
        List<Integer> order = IntStream.range(0, blocks).boxed()
                .sorted((a, b) -> Double.compare(costs.get(b), costs.get(a))).toList();
        double sum = 0;
        for (int k = 0; sum < Thresholds.DOMINATES * total && k < blocks; k++) {
            most.add(order.get(k));
            sum += costs.get(order.get(k));
        }
        int first = most.get(0);
        figures.add(
                new Figure(CostMeasures.TRANSPORT_COST_BLOCKS, facts.block(first, blocks),
                        Quantity.of(costs.get(first))));
        double share = costs.get(first) / total;
        if (share >= Thresholds.DOMINATES) {
            return "; " + facts.block(first, blocks) + " does most of the work, " + percent(share) + " of the cost";
        }
        if (share <= Thresholds.EVEN / blocks) {
            return "; the work is spread over its " + blocks + " blocks, none of which has more than " + percent(share)
                    + " of the cost";
        }
        return "; " + most.size() + " of its " + blocks + " blocks (" + listed(most.stream().sorted()
                .map(k -> Integer.toString(k + 1)).toList()) + ") have " + percent(sum / total) + " of the cost, "
                + facts.block(first, blocks) + " alone " + percent(share);
    }

    private static Optional<Sentence> straightness(Facts facts) {
        double uncorrelated = facts.value(CostMeasures.TRANSPORT_COST) / facts.value(CostMeasures.ACTION);
        double straight = facts.value(CostMeasures.STRAIGHTNESS);
        if (!(uncorrelated < Thresholds.STRAIGHT) || Double.isNaN(straight)) {
            return Optional.empty();
        }
        String value = Numbers.of(straight);
        String reference = "residues without correlation have " + Numbers.of(uncorrelated);
        String text;
        if (straight >= Thresholds.STRAIGHT) {
            text = "The paths are nearly straight, at nearly constant speed: their straightness is " + value + " of at"
                    + " most 1.";
        } else if (straight < uncorrelated * (1 - Thresholds.UNCORRELATED)) {
            text = "The blocks partly undo one another: the straightness is " + value + ", where " + reference + ".";
        } else if (straight <= uncorrelated * (1 + Thresholds.UNCORRELATED)) {
            text = "The paths are no straighter than random steps: the straightness is " + value + ", and " + reference
                    + ".";
        } else {
            text = "The paths are not straight, but the blocks share a common direction: the straightness is " + value
                    + ", between that of residues without correlation, " + Numbers.of(uncorrelated) + ", and 1.";
        }
        return Optional.of(new Sentence(Topic.STRAIGHTNESS, text, List.of(facts.figure(CostMeasures.STRAIGHTNESS),
                facts.figure(CostMeasures.ACTION)), "Turns and uneven speed count alike."));
    }

    private static Optional<Sentence> regularity(Facts facts) {
        boolean infinite = facts.of(HolderMeasures.LIPSCHITZ_PAIRS).reason().equals(Quantity.INFINITE);
        if ((!facts.has(HolderMeasures.LIPSCHITZ_PAIRS) && !infinite)
                || facts.value(CostMeasures.DISPLACEMENT) == 0) {
            return Optional.empty();
        }
        List<Figure> figures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String caveat = "Missing pairs make a map appear smoother than it is, never rougher.";
        if (infinite) {
            text.append("The map is no function of its states: equal states have different images.");
            if (facts.has(CostMeasures.TOKEN_SAMPLES)) {
                text.append(" The image of a token depends on the other tokens of its sample.");
            }
        } else if (facts.has(HolderMeasures.HOLDER_EXPONENT)) {
            text.append(exponent(facts, figures));
        } else {
            text.append("The largest stretch of a pair of samples is ").append(number(facts.of(
                    HolderMeasures.LIPSCHITZ_PAIRS))).append('.');
            figures.add(facts.figure(HolderMeasures.LIPSCHITZ_PAIRS));
        }
        if (facts.has(HolderMeasures.SINGULAR_FRACTION)) {
            Quantity separated = facts.of(HolderMeasures.SINGULAR_FRACTION);
            figures.add(facts.figure(HolderMeasures.SINGULAR_FRACTION));
            text.append(separated.value()
                    > 0 ? " It separates " + percent(separated) + " of the samples from a neighbour"
                            + place(facts, figures) + "." : " No sample is separated from its neighbours.");
        }
        text.append(steepest(facts, figures));
        return Optional.of(new Sentence(Topic.REGULARITY, text.toString(), figures, caveat));
    }

    private static String exponent(Facts facts, List<Figure> figures) {
        Quantity exponent = facts.of(HolderMeasures.HOLDER_EXPONENT);
        Map<String, List<Double>> scales = facts.table(HolderMeasures.HOLDER_SCALES);
        double range = scales.getOrDefault("fit_to", List.of(1.0)).get(0)
                / scales.getOrDefault("fit_from", List.of(1.0)).get(0);
        if (range < Thresholds.SCALES) {
            figures.add(facts.figure(HolderMeasures.LIPSCHITZ_PAIRS));
            return "The samples resolve distances within a factor of " + Numbers.of(range) + " only, too little for a"
                    + " Hölder exponent; the largest stretch of a pair is "
                    + number(facts.of(HolderMeasures.LIPSCHITZ_PAIRS)) + ".";
        }
        figures.add(facts.figure(HolderMeasures.HOLDER_EXPONENT));
        double low = exponent.hasInterval() ? exponent.low() : exponent.value();
        double high = exponent.hasInterval() ? exponent.high() : exponent.value();
        String value = "the Hölder exponent is " + number(exponent);
        return low >= Thresholds.LIPSCHITZ ? "The map is Lipschitz at the scales of the samples: " + value + "."
                : high < Thresholds.LIPSCHITZ ? "The map is rough and stretches small distances most: " + value
                        + ", where Lipschitz maps have 1."
                : "Whether the map is Lipschitz is open: " + value + ".";
    }

    /** Whether the map is rough between classes only. */
    private static String place(Facts facts, List<Figure> figures) {
        Quantity within = facts.of(HolderMeasures.HOLDER_WITHIN_EXPONENT);
        Quantity across = facts.of(HolderMeasures.HOLDER_ACROSS_EXPONENT);
        if (!within.hasInterval() || !across.hasInterval()) {
            return "";
        }
        figures.add(facts.figure(HolderMeasures.HOLDER_WITHIN_EXPONENT));
        figures.add(facts.figure(HolderMeasures.HOLDER_ACROSS_EXPONENT));
        return within.high() < Thresholds.LIPSCHITZ ? ", and is rough within classes too"
                : across.high() < Thresholds.LIPSCHITZ && within.low() >= Thresholds.LIPSCHITZ
                        ? ", between classes only, as a classifier has to"
                : "";
    }

    private static String steepest(Facts facts, List<Figure> figures) {
        MetricDefinition metric = facts.list(JacobianMeasures.LIPSCHITZ_JACOBIAN_BLOCKS).isEmpty()
                ? BlockMeasures.LIPSCHITZ_PAIRS_BLOCKS : JacobianMeasures.LIPSCHITZ_JACOBIAN_BLOCKS;
        List<Double> stretches = facts.list(metric);
        if (stretches.size() < 3 || stretches.stream().anyMatch(stretch -> !Double.isFinite(stretch))) {
            return "";
        }
        int steepest = largest(stretches);
        double median = stretches.stream().sorted().toList().get((stretches.size() - 1) / 2);
        if (stretches.get(steepest) < Thresholds.STEEP * median) {
            return "";
        }
        String name = facts.block(steepest, stretches.size());
        figures.add(new Figure(metric, name, Quantity.of(stretches.get(steepest))));
        return " The steepest part is " + name + ", which stretches up to " + Numbers.of(stretches.get(steepest))
                + " times; the median block does so " + Numbers.of(median) + " times.";
    }

    /** One sentence for all groups that are missing, each reason once. */
    private static Optional<Sentence> notMeasured(Facts facts) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        List<String> unasked = new ArrayList<>();
        for (MetricDefinition sign : SIGNS) {
            if (sign.equals(RobustnessMeasures.ROBUST_ACCURACY_LINF) && facts.has(sign)
                    && facts.value(RobustnessMeasures.ATTACK_POINTS) < Thresholds.LEAST_SAMPLES) {
                byReason.computeIfAbsent("only " + Numbers.plain(facts.value(RobustnessMeasures.ATTACK_POINTS))
                        + " inputs within --budget, at least " + Thresholds.LEAST_SAMPLES + " are needed",
                        reason -> new ArrayList<>()).add(MEANT.get(sign));
            } else if (facts.isRefused(sign) && !facts.of(sign).reason().equals(Quantity.INFINITE)) {
                byReason.computeIfAbsent(facts.of(sign).reason(), reason -> new ArrayList<>()).add(MEANT.get(sign));
            } else if (!facts.has(sign) && !facts.isRefused(sign)) {
                unasked.add(sign.group());
            }
        }
        if (byReason.isEmpty() && unasked.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        byReason.forEach((reason, what) -> parts.add(listed(what) + " (" + reason + ")"));
        if (!unasked.isEmpty()) {
            parts.add("the groups that were not requested (--metrics " + String.join(",", unasked) + " measures them)");
        }
        return Optional
                .of(new Sentence(Topic.NOT_MEASURED, "Not measured: " + String.join("; ", parts) + ".", List.of(),
                        ""));
    }
}
