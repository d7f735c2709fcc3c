package org.leastaction.bench.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.compare.ComparisonMetrics;
import org.leastaction.bench.compare.Difference;
import org.leastaction.bench.compare.ModelComparison;
import org.leastaction.bench.compare.PairComparison;
import org.leastaction.bench.compare.PairComparison.Answers;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.compare.PairComparison.UnlikeSample;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.page.Numbers;

/** The rules for two models on the same samples: each turns some numbers into at most one sentence. */
final class ComparisonRules {

    /** With fewer samples no rule applies. */
    static final int LEAST_SAMPLES = 20;
    /** Ratios of costs within this of 1, in both directions, are called equal. */
    static final double EQUAL_RATIO = 1.1;
    /** Differences of the share of the cost in a part of the depth below this are not mentioned. */
    static final double SHARE = 0.05;
    static final double EQUAL_STRAIGHTNESS = 0.02;
    static final double EQUAL_GAP = 0.01;
    /** Relative gaps up to this are called none. */
    static final double NO_GAP = 0.001;
    /** The debiased alignment from which states are alike, and below which they are not. */
    static final double ALIKE = 0.95;
    static final double UNLIKE = 0.5;
    /** The rank correlations from which networks move the same samples far, and below which others. */
    static final double SAME_SAMPLES = 0.8;
    static final double OTHER_SAMPLES = 0.3;

    private final ModelComparison comparison;
    private final PairComparison pair;
    private final String a;
    private final String b;

    private ComparisonRules(ModelComparison comparison, PairComparison pair) {
        this.comparison = comparison;
        this.pair = pair;
        this.a = pair.first();
        this.b = pair.second();
    }

    static List<Sentence> all(ModelComparison comparison, PairComparison pair) {
        ComparisonRules rules = new ComparisonRules(comparison, pair);
        if (comparison.samples().all() < LEAST_SAMPLES) {
            return List.of(rules.tooFew());
        }
        if (pair.isIdentical()) {
            return List.of(rules.identical());
        }
        return Stream.<Function<ComparisonRules, Optional<Sentence>>>of(ComparisonRules::cost, ComparisonRules::depth,
                ComparisonRules::straightness, ComparisonRules::gap, ComparisonRules::accuracy,
                ComparisonRules::similarity, ComparisonRules::samples)
                .flatMap(rule -> rule.apply(rules).stream()).toList();
    }

    private Sentence tooFew() {
        return new Sentence(Topic.VALIDITY, "%s too few to say how %s and %s differ; take at least %d."
                .formatted(
                        comparison.samples().all() == 1 ? "1 sample is" : comparison.samples().all() + " samples are",
                        a, b,
                        LEAST_SAMPLES),
                List.of(), "");
    }

    private Sentence identical() {
        boolean aligned = pair.similarity().stream().anyMatch(state -> state.cka().isPresent());
        return new Sentence(Topic.COMPARISON,
                "The models %s and %s are the same on these %d samples: every difference is exactly 0"
                        .formatted(a, b, comparison.samples().all())
                        + (aligned ? ", and at every depth CKA is 1 and the Procrustes distance 0." : "."),
                pair.similarity().stream().filter(state -> state.cka().isPresent()).limit(1)
                        .map(state -> new Figure(ComparisonMetrics.CKA_DEPTH, "", state.cka())).toList(),
                "");
    }

    private Optional<Sentence> cost() {
        Optional<Difference> cost = pair.quantity(CostMeasures.TRANSPORT_COST.key());
        if (cost.isPresent() && !cost.get().isPresent()) {
            boolean ofFirst = !cost.get().first().isPresent();
            return Optional.of(new Sentence(Topic.VALIDITY, "The transport cost of %s is missing: %s."
                    .formatted(ofFirst ? a : b, (ofFirst ? cost.get().first() : cost.get().second()).reason()),
                    List.of(), ""));
        }
        Quantity ratio = pair.costRatio();
        if (!ratio.isPresent() || ratio.value() <= 0) {
            return cost.filter(one -> one.first().value() == 0 || one.second().value() == 0).map(one -> new Sentence(
                    Topic.MOTION, one.first().value() == 0 && one.second().value() == 0
                            ? "Neither network moves the data."
                            : "Only " + (one.first().value() == 0 ? b : a) + " moves the data.",
                    List.of(), ""));
        }
        boolean certain = !ratio.hasInterval() || ratio.low() > 1 || ratio.high() < 1;
        boolean equal = ratio.hasInterval() && ratio.low() >= 1 / EQUAL_RATIO && ratio.high() <= EQUAL_RATIO;
        String farther = equal ? "The data move about equally far in both"
                : !certain ? "It is open in which of the two the data move farther"
                : "The data move %s in %s than in %s".formatted(ratio.value() > 1 ? "farther" : "less far", b, a);
        // The greater cost is named first: 400 times is easier to read than 0.0025 times.
        Quantity shown = ratio.value() >= 1 ? ratio : ratio.hasInterval()
                ? Quantity.of(1 / ratio.value(), 1 / ratio.high(), 1 / ratio.low()) : Quantity.of(1 / ratio.value());
        String text = "%s: the %s of %s is %s times that of %s%s.".formatted(farther, pair.cost().name(),
                ratio.value() >= 1 ? b : a, Numbers.of(shown.value()), ratio.value() >= 1 ? a : b,
                interval(shown, 1, ""));
        return Optional.of(new Sentence(Topic.MOTION, text,
                List.of(new Figure(ComparisonMetrics.COST_RATIO, b + " / " + a, ratio)),
                "A network that scales its states has another cost: the ratio compares lengths, not quality."
                        + (pair.isOfSamples() ? " Its interval is for other samples, not for other trainings." : "")));
    }

    private Optional<Sentence> depth() {
        if (pair.costShares().size() < 2
                || pair.costShares().stream().anyMatch(share -> !share.change().hasInterval())) {
            return Optional.empty();
        }
        Optional<Difference> largest = pair.costShares().stream().filter(Difference::isCertain)
                .max(Comparator.comparingDouble(share -> Math.abs(share.change().value())))
                .filter(share -> Math.abs(share.change().value()) >= SHARE);
        if (largest.isPresent()) {
            Difference share = largest.get();
            return Optional.of(new Sentence(Topic.MOTION,
                    "They divide the work differently: %s has %s %% of the cost of %s and %s %% of that of %s%s."
                            .formatted(part(share.part()), Numbers.percent(share.first().value()), a,
                                    Numbers.percent(share.second().value()), b,
                                    interval(share.change(), 100, " points")),
                    List.of(new Figure(ComparisonMetrics.COST_SHARE_DEPTH, b + " − " + a, share.change())), ""));
        }
        boolean alike = pair.costShares().stream().map(Difference::change)
                .allMatch(change -> change.low() > -SHARE && change.high() < SHARE);
        return alike ? Optional.of(new Sentence(Topic.MOTION,
                "They divide the work over the depth alike: no part differs by more than %s points of the cost."
                        .formatted(Numbers.plain(100 * SHARE)),
                List.of(), "")) : Optional.empty();
    }

    /** A part of the depth, in words: a block of both, or a range. */
    private String part(int part) {
        int parts = pair.costShares().size();
        boolean sameBlocks = comparison.models().stream()
                .filter(model -> model.name().equals(a) || model.name().equals(b))
                .allMatch(model -> model.blocks() == parts);
        return sameBlocks ? "block " + (part + 1)
                : "the depth from %s to %s".formatted(
                        Numbers.decimal((double) part / parts, 2), Numbers.decimal((part + 1.0) / parts, 2));
    }

    private Optional<Sentence> straightness() {
        Optional<Difference> found = present(CostMeasures.STRAIGHTNESS.key());
        if (found.isEmpty() || !found.get().change().hasInterval()) {
            return Optional.empty();
        }
        Difference difference = found.get();
        Quantity change = difference.change();
        boolean equal = change.low() > -EQUAL_STRAIGHTNESS && change.high() < EQUAL_STRAIGHTNESS;
        if (!equal && !difference.isCertain()) {
            return Optional.empty();
        }
        return Optional.of(new Sentence(Topic.STRAIGHTNESS, equal
                ? "Their paths are equally straight: straightness is %s for %s and %s for %s, of at most 1.".formatted(
                        Numbers.of(difference.first().value()), a, Numbers.of(difference.second().value()), b)
                : "The paths of %s are %s: straightness is %s instead of %s%s.".formatted(b,
                        change.value() > 0 ? "straighter" : "less straight", Numbers.of(difference.second().value()),
                        Numbers.of(difference.first().value()), interval(change, 1, "")),
                List.of(new Figure(CostMeasures.STRAIGHTNESS, b + " − " + a, change)), ""));
    }

    private Optional<Sentence> gap() {
        Optional<Difference> found = present(GapMeasures.OT_GAP_RELATIVE.key());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Difference gap = found.get();
        Figure figure = new Figure(GapMeasures.OT_GAP_RELATIVE, b + " − " + a, gap.change());
        if (gap.first().value() <= NO_GAP && gap.second().value() <= NO_GAP) {
            return Optional.of(new Sentence(Topic.OPTIMALITY,
                    ("On these samples both maps are optimal or nearly so: at most %s %% of the displacement is more"
                            + " than needed.").formatted(Numbers.percent(NO_GAP)),
                    List.of(figure),
                    "With few samples in many dimensions nearly every map is, so this is no evidence that they are"
                            + " alike. The asymmetry of their Jacobians says more (--metrics jacobian)."));
        }
        Quantity change = gap.change();
        boolean interval = change.hasInterval();
        boolean differs = interval ? gap.isCertain() : Math.abs(change.value()) >= EQUAL_GAP;
        boolean equal = interval ? change.low() > -EQUAL_GAP && change.high() < EQUAL_GAP : !differs;
        String text = equal ? "Their maps are about equally far from optimal transport"
                : !differs ? "It is open which map is nearer to optimal transport"
                : "The map of %s is %s optimal transport".formatted(
                        b, change.value() > 0 ? "farther from" : "nearer to");
        return Optional.of(new Sentence(Topic.OPTIMALITY,
                "%s: %s %% of the displacement is more than needed in %s, %s %% in %s%s.".formatted(text,
                        Numbers.percent(gap.second().value()), b, Numbers.percent(gap.first().value()), a,
                        interval(change, 100, " points")),
                List.of(figure),
                interval ? "" : "The gap is not a mean over samples: the difference has no interval."));
    }

    private Optional<Sentence> accuracy() {
        Optional<Difference> found = present(QualityMeasures.ACCURACY.key());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Difference accuracy = found.get();
        Quantity change = accuracy.change();
        String beginning = change.hasInterval() && !accuracy.isCertain()
                ? "Their accuracy does not differ beyond chance"
                : change.value() == 0 ? "Their accuracy is equal"
                : "%s classifies %s samples correctly".formatted(b, change.value() > 0 ? "more" : "fewer");
        String text = "%s: %s %% in %s and %s %% in %s%s.".formatted(beginning,
                Numbers.percent(accuracy.second().value()), b, Numbers.percent(accuracy.first().value()), a,
                interval(change, 100, " points"));
        String counts = pair.answers().filter(answers -> pair.isOfSamples()).map(this::counts).orElse("");
        return Optional.of(new Sentence(Topic.ACCURACY, text + counts,
                List.of(new Figure(QualityMeasures.ACCURACY, b + " − " + a, change)), ""));
    }

    private String counts(Answers answers) {
        return " Samples that only %s classifies correctly: %d; only %s: %d; neither: %d.".formatted(
                b, answers.second(), a, answers.first(), answers.neither());
    }

    private Optional<Sentence> similarity() {
        List<Similarity> states = pair.similarity().stream().filter(state -> state.debiased().isPresent()).toList();
        if (states.isEmpty()) {
            return Optional.empty();
        }
        Comparator<Similarity> byAlignment = Comparator.comparingDouble(state -> state.debiased().value());
        Similarity most = states.stream().max(byAlignment).orElseThrow();
        Similarity least = states.stream().min(byAlignment).orElseThrow();
        String text;
        if (least.debiased().value() >= ALIKE) {
            text = "Their states are alike at every depth: debiased CKA is at least %s, least %s.".formatted(
                    value(least), place(least));
        } else if (most.debiased().value() < UNLIKE) {
            text = "Their states are unlike at every depth: debiased CKA is at most %s, %s.".formatted(
                    value(most), place(most));
        } else {
            text = "Their states are most alike %s (debiased CKA %s) and least alike %s (%s).".formatted(
                    place(most), value(most), place(least), value(least));
        }
        List<Figure> figures = new ArrayList<>();
        for (Similarity state : least.equals(most) ? List.of(least) : List.of(least, most)) {
            figures.add(new Figure(ComparisonMetrics.CKA_DEBIASED_DEPTH, place(state), state.debiased()));
        }
        int dimension = comparison.models().stream().flatMap(model -> model.dimensions().stream())
                .mapToInt(Integer::intValue).max().orElse(0);
        return Optional.of(new Sentence(Topic.COMPARISON, text, figures, dimension <= comparison.samples().similar()
                ? ""
                : "States of up to %d dimensions on %d samples: plain CKA and the Procrustes distance"
                        .formatted(dimension, comparison.samples().similar())
                        + " overstate the similarity; debiased CKA does not."));
    }

    private static String value(Similarity state) {
        return correlation(state.debiased().value());
    }

    /** Two decimals, and more where two would be 1. */
    private static String correlation(double value) {
        return Numbers.decimal(value, value >= 0.995 && value < 1 ? 4 : 2);
    }

    private static String place(Similarity state) {
        if (state.depth() == 0) {
            return "before the first block";
        }
        if (state.depth() == 1) {
            return "after the last block";
        }
        return state.first() == state.second() ? "after block " + state.first()
                : "after block %d and block %d".formatted(state.first(), state.second());
    }

    private Optional<Sentence> samples() {
        Quantity rank = pair.rank();
        if (!rank.isPresent()) {
            return Optional.empty();
        }
        String how = rank.value() >= SAME_SAMPLES ? "They agree on which samples move far"
                : rank.value() >= OTHER_SAMPLES ? "They agree in part on which samples move far"
                : "They do not agree on which samples move far";
        StringBuilder text = new StringBuilder(how).append(": the rank correlation of their costs is ")
                .append(correlation(rank.value())).append(interval(rank, 1, "")).append('.');
        pair.unlike().stream().findFirst().filter(sample -> sample.logRatio() != 0)
                .ifPresent(sample -> text.append(mostUnlike(sample)));
        return Optional.of(new Sentence(Topic.SAMPLES, text.toString(),
                List.of(new Figure(ComparisonMetrics.COST_RANK_CORRELATION, "", rank)),
                pair.pairs().size() > 1 ? "For the networks %s and %s.".formatted(
                        pair.pairs().get(0).get(0), pair.pairs().get(0).get(1)) : ""));
    }

    private String mostUnlike(UnlikeSample sample) {
        return " Most different is sample %d%s, with %s times the mean cost in %s and %s times in %s.".formatted(
                sample.row(), sample.label() < 0 ? "" : " (" + comparison.className(sample.label()) + ")",
                Numbers.of(sample.firstCost()), a,
                Numbers.of(sample.secondCost()), b);
    }

    private Optional<Difference> present(String key) {
        return pair.quantity(key).filter(Difference::isPresent);
    }

    /** E.g. " (95 % interval 2.9 to 3.3)"; empty without an interval. */
    private static String interval(Quantity quantity, double factor, String unit) {
        if (!quantity.hasInterval()) {
            return "";
        }
        boolean points = factor == 100;
        double low = factor * quantity.low();
        double high = factor * quantity.high();
        return " (95 % interval " + (points ? Numbers.decimal(low, 1) : Numbers.of(low)) + " to "
                + (points ? Numbers.decimal(high, 1) : Numbers.of(high)) + unit + ")";
    }
}
