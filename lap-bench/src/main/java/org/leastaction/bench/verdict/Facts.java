package org.leastaction.bench.verdict;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.data.model.Unstated;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.page.Numbers;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * The numbers of an analysis by metric, and their form in sentences.
 *
 * @param data names the classes; null if unknown
 */
record Facts(Analysis analysis, RunRecord.@Nullable Data data) {

    /** "cat", or "class 3" without names. */
    String named(long label) {
        String number = Long.toString(label);
        String name = data == null ? number : data.className((int) label);
        return name.matches("[0-9]+") ? "class " + name : name;
    }

    /** What the model does not state about its inputs; empty if it states all, or if that is unknown. */
    List<Unstated> unstated() {
        List<String> keys = data == null ? null : data.unstated();
        return keys == null ? List.of() : keys.stream().flatMap(key -> Unstated.of(key).stream()).toList();
    }

    Quantity of(MetricDefinition metric) {
        return analysis.quantity(metric.key());
    }

    /** The number; NaN if it is missing. */
    double value(MetricDefinition metric) {
        return of(metric).value();
    }

    boolean has(MetricDefinition metric) {
        return of(metric).isPresent();
    }

    /** Whether a number was requested and is missing. */
    boolean isRefused(MetricDefinition metric) {
        return !has(metric) && analysis.quantities().contains(metric.key());
    }

    List<Double> list(MetricDefinition metric) {
        return analysis.numbers(metric.key());
    }

    Map<String, List<Double>> table(MetricDefinition metric) {
        return analysis.table(metric.key());
    }

    Figure figure(MetricDefinition metric) {
        return new Figure(metric, "", of(metric));
    }

    /** Those of some numbers that are present. */
    List<Figure> figures(MetricDefinition... metrics) {
        return Stream.of(metrics).filter(this::has).map(this::figure).toList();
    }

    /** "block 3 of 9" for index 2; "block 3 of 9 (layer2.0)" if the blocks have names. */
    String block(int index, int blocks) {
        List<String> names = CostMeasures.blockNames(analysis);
        return "block " + (index + 1) + " of " + blocks
                + (names.size() == blocks ? " (" + names.get(index) + ")" : "");
    }

    /** Index of the largest number of a list that is not empty; NaN counts as the smallest. */
    static int largest(List<Double> numbers) {
        return IntStream.range(0, numbers.size()).reduce((a, b) -> numbers.get(b) > numbers.get(a)
                || Double.isNaN(numbers.get(a)) ? b : a).orElseThrow();
    }

    /** A share, e.g. "12.5 %". */
    static String percent(double share) {
        return Numbers.percent(share) + " %";
    }

    /** A share with its interval, e.g. "97.0 % (95 % interval 93.6 to 98.6 %)". */
    static String percent(Quantity share) {
        return share.hasInterval() ? percent(share.value()) + " (95 % interval " + Numbers.percent(share.low()) + " to "
                + percent(share.high()) + ")" : percent(share.value());
    }

    /** A number with its interval, e.g. "0.81 (95 % interval 0.70 to 0.92)". */
    static String number(Quantity number) {
        return number.hasInterval() ? Numbers.of(number.value()) + " (95 % interval " + Numbers.of(number.low())
                + " to " + Numbers.of(number.high()) + ")" : Numbers.of(number.value());
    }

    /** "a, b and c". */
    static String listed(List<String> parts) {
        return parts.size() < 2 ? String.join("", parts)
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.get(parts.size() - 1);
    }
}
