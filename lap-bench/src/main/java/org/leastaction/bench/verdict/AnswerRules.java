package org.leastaction.bench.verdict;

import static org.leastaction.bench.verdict.Facts.listed;
import static org.leastaction.bench.verdict.Facts.percent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.EnsembleMeasures;
import org.leastaction.bench.analysis.GapMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.analysis.RobustnessMeasures;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.definition.MetricDefinition;

/** The rules on a network's outputs: accuracy, robustness, and outstanding samples. */
final class AnswerRules {

    private static final Map<String, String> NORMS = Map.of("linf", "L∞", "l2", "L2");

    private AnswerRules() {}

    static Optional<Sentence> accuracy(Facts facts) {
        Quantity accuracy = facts.of(QualityMeasures.ACCURACY);
        if (!accuracy.isPresent()) {
            return Optional.empty();
        }
        List<Figure> figures = new ArrayList<>(List.of(facts.figure(QualityMeasures.ACCURACY)));
        List<List<Double>> columns = List.copyOf(facts.table(QualityMeasures.CONFUSION).values());
        List<Double> classes = IntStream.range(0, columns.isEmpty() ? 0 : columns.get(0).size())
                .mapToObj(label -> columns.stream().mapToDouble(column -> column.get(label)).sum()).toList();
        if (classes.stream().filter(count -> count > 0).count() == 1) {
            return Optional.of(new Sentence(Topic.ACCURACY, "All samples are of one class, of which it classifies "
                    + percent(accuracy) + " correctly: whether it distinguishes classes was not tested.", figures, ""));
        }
        double guess = classes.stream().mapToDouble(Double::doubleValue).max().orElse(0) / facts.analysis().samples();
        if (accuracy.hasInterval() && accuracy.low() <= guess) {
            return Optional.of(new Sentence(Topic.ACCURACY, "It classifies " + percent(accuracy) + " of the samples"
                    + " correctly: no better than always predicting the most frequent class, which is correct for "
                    + percent(guess) + ".", figures,
                    "For this network on this distribution, not for other trainings."));
        }
        return Optional.of(new Sentence(Topic.ACCURACY, "It classifies " + percent(accuracy) + " of "
                + facts.analysis().samples() + " samples correctly" + calibration(facts, figures)
                + confusion(facts, columns, figures) + ".", figures,
                "For this network on this distribution, not for other trainings."));
    }

    /** Mean confidence against accuracy, if they differ by more than the accuracy's interval allows. */
    private static String calibration(Facts facts, List<Figure> figures) {
        Map<String, List<Double>> bins = facts.table(QualityMeasures.RELIABILITY);
        List<Double> counts = bins.getOrDefault("samples", List.of());
        List<Double> confidences = bins.getOrDefault("confidence", List.of());
        Quantity accuracy = facts.of(QualityMeasures.ACCURACY);
        Quantity error = facts.of(QualityMeasures.ECE);
        if (counts.isEmpty() || !error.isPresent() || !accuracy.hasInterval()) {
            return "";
        }
        figures.add(facts.figure(QualityMeasures.ECE));
        double confidence = IntStream.range(0, counts.size()).mapToDouble(b -> counts.get(b) * confidences.get(b)).sum()
                / counts.stream().mapToDouble(Double::doubleValue).sum();
        boolean over = confidence > accuracy.high() && confidence > accuracy.value() + Thresholds.CALIBRATED;
        boolean under = confidence < accuracy.low() && confidence < accuracy.value() - Thresholds.CALIBRATED;
        // Equal means are no calibration, and with few samples the interval of the accuracy is wide.
        return " and " + (over ? "is overconfident" : under ? "is underconfident"
                : "shows no clear over- or underconfidence") + ": its mean confidence is " + percent(confidence)
                + ", its calibration error " + percent(error);
    }

    /** The two classes that are confused most. */
    private static String confusion(Facts facts, List<List<Double>> columns, List<Figure> figures) {
        int label = -1;
        int predicted = -1;
        double most = Thresholds.CONFUSIONS - 1;
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < columns.get(column).size(); row++) {
                if (row != column && columns.get(column).get(row) > most) {
                    most = columns.get(column).get(row);
                    label = row;
                    predicted = column;
                }
            }
        }
        if (label < 0 || columns.size() < 3) {
            return "";
        }
        int row = label;
        double all = columns.stream().mapToDouble(column -> column.get(row)).sum();
        figures.add(new Figure(QualityMeasures.CONFUSION, "class " + label + " as " + predicted, Quantity.of(most)));
        return "; most often it takes " + facts.named(label) + " for " + facts.named(predicted) + ", "
                + Math.round(most) + " times of "
                + Math.round(all);
    }

    /**
     * By norm: the accuracy under the ensemble of attacks or, if it was not run, the radius at which the strongest
     * single attack breaks the network.
     */
    static Optional<Sentence> robustness(Facts facts) {
        List<Figure> figures = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        double inputs = Double.NaN;
        double clean = Double.NaN;
        if (facts.value(EnsembleMeasures.ENSEMBLE_POINTS) >= Thresholds.LEAST_SAMPLES) {
            inputs = facts.value(EnsembleMeasures.ENSEMBLE_POINTS);
            clean = facts.value(EnsembleMeasures.ENSEMBLE_CLEAN_ACCURACY);
            ensemble(facts, "L∞", EnsembleMeasures.ENSEMBLE_ACCURACY_LINF, EnsembleMeasures.ENSEMBLE_RADIUS_LINF,
                    figures)
                    .ifPresent(parts::add);
            ensemble(facts, "L2", EnsembleMeasures.ENSEMBLE_ACCURACY_L2, EnsembleMeasures.ENSEMBLE_RADIUS_L2, figures)
                    .ifPresent(parts::add);
        }
        if (parts.isEmpty() && facts.value(RobustnessMeasures.ATTACK_POINTS) >= Thresholds.LEAST_SAMPLES) {
            inputs = facts.value(RobustnessMeasures.ATTACK_POINTS);
            Map<String, List<Double>> curves = facts.table(RobustnessMeasures.ROBUST_ACCURACY);
            for (String norm : List.of("l2", "linf")) {
                Optional<Curve> strongest = strongest(curves, "_" + norm);
                clean = strongest.map(curve -> curve.accuracy(0)).orElse(clean);
                strongest.ifPresent(curve -> parts.add(0, curve.inWords(norm, figures)));
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        boolean inexact = facts.analysis().text(RobustnessMeasures.ATTACK_DERIVATIVES.key())
                .filter(method -> !method.equals("exact")).isPresent();
        return Optional.of(new Sentence(Topic.ROBUSTNESS,
                "Under attack, " + String.join("; ", parts) + "; without one it"
                        + " is " + percent(clean) + ".",
                figures, "Of " + Numbers.plain(inputs) + " inputs, radii in units of the"
                        + " inputs; a stronger attack may break more"
                        + (inexact ? ", and these used inexact gradients." : ".")));
    }

    private static Optional<String> ensemble(Facts facts, String norm, MetricDefinition accuracy,
            MetricDefinition radius,
            List<Figure> figures) {
        if (!facts.has(accuracy) || !facts.has(radius)) {
            return Optional.empty();
        }
        figures.add(facts.figure(accuracy));
        figures.add(facts.figure(radius));
        return Optional.of("the ensemble of attacks leaves " + percent(facts.of(accuracy)) + " accuracy at " + norm
                + " radius " + Numbers.of(facts.value(radius)));
    }

    /** The attack of a norm with the least accuracy at the largest radius at which any of them breaks the network. */
    private static Optional<Curve> strongest(Map<String, List<Double>> curves, String suffix) {
        return curves.keySet().stream().filter(key -> key.endsWith(suffix) && curves.containsKey(key + "_radius"))
                .map(key -> new Curve(key, curves)).filter(curve -> curve.size() > 1 && curve.accuracy(0) > 0)
                .min((a, b) -> a.breaking() != b.breaking() ? Integer.compare(a.breaking(), b.breaking())
                        : Double.compare(a.accuracy(a.shown()), b.accuracy(b.shown())));
    }

    /** Accuracy under one attack by radius, from radius 0. */
    private record Curve(String key, Map<String, List<Double>> curves) {

        private double at(String suffix, int point) {
            return curves.getOrDefault(key + suffix, List.of()).get(point);
        }

        int size() {
            return curves.getOrDefault(key + "_radius", List.of()).size();
        }

        double accuracy(int point) {
            return at("", point);
        }

        /** The first radius at which the network is broken; the number of radii if there is none. */
        int breaking() {
            return IntStream.range(1, size()).filter(p -> at("_high", p) < Thresholds.BROKEN * accuracy(0)).findFirst()
                    .orElse(size());
        }

        int shown() {
            return Math.min(breaking(), size() - 1);
        }

        String inWords(String norm, List<Figure> figures) {
            int point = shown();
            Quantity left = Quantity.of(accuracy(point), at("_low", point), at("_high", point));
            String radius = NORMS.get(norm) + " radius " + Numbers.plain(at("_radius", point));
            String attack = key.substring(0, key.length() - norm.length() - 1).toUpperCase(Locale.ROOT)
                    .replace('_', '-');
            figures.add(new Figure(RobustnessMeasures.ROBUST_ACCURACY, attack + ", " + radius, left));
            return breaking() < size() ? attack + " leaves " + percent(left) + " accuracy at " + radius
                    : "no attack in " + NORMS.get(norm) + " halves the accuracy up to radius "
                            + Numbers.plain(at("_radius", point)) + ", where " + attack + " leaves " + percent(left);
        }
    }

    static Optional<Sentence> samples(Facts facts) {
        List<Figure> figures = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        double mean = facts.value(CostMeasures.TRANSPORT_COST);
        costly(facts, mean, figures).ifPresent(parts::add);
        torn(facts, figures).ifPresent(parts::add);
        wrong(facts, figures).ifPresent(parts::add);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sentence(Topic.SAMPLES, "Samples that stand out: " + String.join("; ", parts) + ".",
                figures, "Numbered from 0 in the order of the test points."));
    }

    private static Optional<String> costly(Facts facts, double mean, List<Figure> figures) {
        StandOut samples = new StandOut(facts, facts.table(CostMeasures.COSTLIEST_SAMPLES));
        List<Integer> rows = samples.rows(value -> value >= Thresholds.STANDS_OUT * mean && value > 0);
        rows.forEach(row -> figures.add(new Figure(CostMeasures.COSTLIEST_SAMPLES, samples.name(row),
                Quantity.of(samples.value(row)))));
        return rows.isEmpty() ? Optional.empty() : Optional.of(listed(rows.stream().map(samples::name).toList())
                + (rows.size() == 1 ? " costs " : " cost ") + "up to " + Numbers.of(samples.value(rows.get(0)) / mean)
                + " times the mean");
    }

    /** If the gap is not visible, the few samples that the optimal map sends elsewhere differ by chance. */
    private static Optional<String> torn(Facts facts, List<Figure> figures) {
        if (!(facts.value(GapMeasures.OT_GAP_RELATIVE) >= GapMeasures.VISIBLE_GAP)) {
            return Optional.empty();
        }
        StandOut samples = new StandOut(facts, facts.table(GapMeasures.LARGEST_EPSILON_SAMPLES));
        double rms = facts.value(GapMeasures.EPSILON_RMS);
        List<Integer> rows = samples.rows(value -> value >= Thresholds.STANDS_OUT * rms);
        rows.forEach(row -> figures.add(new Figure(GapMeasures.LARGEST_EPSILON_SAMPLES, samples.name(row),
                Quantity.of(samples.value(row)))));
        return rows.isEmpty() ? Optional.empty() : Optional.of(listed(rows.stream().map(samples::name).toList())
                + (rows.size() == 1 ? " is" : " are") + " sent farthest from the optimal image (ε up to "
                + Numbers.of(samples.value(rows.get(0))) + ")");
    }

    private static Optional<String> wrong(Facts facts, List<Figure> figures) {
        StandOut samples = new StandOut(facts, facts.table(QualityMeasures.LEAST_MARGIN_SAMPLES));
        List<Integer> rows = samples.rows(value -> value <= Thresholds.CONFIDENTLY_WRONG);
        rows.forEach(row -> figures.add(new Figure(QualityMeasures.LEAST_MARGIN_SAMPLES, samples.name(row),
                Quantity.of(samples.value(row)))));
        return rows.isEmpty() ? Optional.empty() : Optional.of(listed(rows.stream().map(samples::name).toList())
                + (rows.size() == 1 ? " is" : " are") + " confidently taken for "
                + listed(rows.stream().map(samples::predicted).toList()) + ": hard or mislabelled");
    }

    /** The samples of a table: at most three are named. */
    private record StandOut(Facts facts, Map<String, List<Double>> table) {

        private static final int NAMED = 3;

        private List<Double> column(String name) {
            return table.getOrDefault(name, List.of());
        }

        List<Integer> rows(DoublePredicate chosen) {
            List<Double> values = column("value");
            return IntStream.range(0, values.size()).filter(row -> chosen.test(values.get(row))).limit(NAMED).boxed()
                    .toList();
        }

        double value(int row) {
            return column("value").get(row);
        }

        String name(int row) {
            return Math.round(column("sample").get(row))
                    + (column("label").isEmpty() ? "" : " (" + facts.named(Math.round(column("label").get(row))) + ")");
        }

        String predicted(int row) {
            return facts.named(Math.round(column("predicted").get(row)));
        }
    }
}
