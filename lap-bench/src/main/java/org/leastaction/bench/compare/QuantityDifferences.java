package org.leastaction.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.analysis.QualityMeasures;
import org.leastaction.bench.compare.Difference.Basis;
import org.leastaction.bench.record.Aggregate;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.accuracy.Calibration;
import org.leastaction.metrics.accuracy.Margin;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.definition.Metrics;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.PairedComparison;
import org.leastaction.metrics.statistics.Statistic;
import org.leastaction.metrics.statistics.StudentT;

/** The differences of all quantities of two models, with intervals over samples or over networks. */
final class QuantityDifferences {

    /** The quantities that are functions of single samples, as statistics of a subset of the samples. */
    private static final Map<MetricDefinition, Function<SampleMeasures, Optional<Statistic>>> BY_SAMPLE = bySample();

    /** The suffix of the keys of numbers of samples. */
    private static final String NUMBER_OF_SAMPLES = "_points";

    private final Bootstrap bootstrap;
    private final Metrics metrics;

    QuantityDifferences(Bootstrap bootstrap, Metrics metrics) {
        this.bootstrap = bootstrap;
        this.metrics = metrics;
    }

    private static Map<MetricDefinition, Function<SampleMeasures, Optional<Statistic>>> bySample() {
        Map<MetricDefinition, Function<SampleMeasures, Optional<Statistic>>> all = new LinkedHashMap<>();
        all.put(QualityMeasures.ACCURACY, of(predictions -> mean(predictions, predictions::isRight)));
        all.put(QualityMeasures.TOP5, measures -> measures.predictions().filter(known -> known.classes() > 5)
                .map(known -> mean(known, sample -> known.rank(sample) < 5)));
        all.put(QualityMeasures.NLL, of(predictions -> {
            double[] losses = new double[predictions.size()];
            Arrays.setAll(losses, i -> Math.max(0, -predictions.logLikelihood(i)));
            return mean(losses);
        }));
        all.put(QualityMeasures.ECE, of(predictions -> Calibration.expectedError(predictions, Calibration.USUAL_BINS)));
        all.put(QualityMeasures.MARGIN, of(predictions -> mean(Margin.perSample(predictions))));
        all.put(CostMeasures.TRANSPORT_COST, measures -> Optional.of(mean(measures.cost())));
        all.put(CostMeasures.TRANSPORT_COST_ELEMENTWISE, measures -> Optional.of(mean(measures.elementwise())));
        all.put(CostMeasures.ACTION, measures -> Optional.of(mean(measures.action())));
        all.put(CostMeasures.DISPLACEMENT, measures -> Optional.of(mean(measures.displacement())));
        all.put(CostMeasures.STRAIGHTNESS,
                measures -> Optional.of(ratio(mean(measures.displacement()), mean(measures.action()))));
        return all;
    }

    private static Function<SampleMeasures, Optional<Statistic>> of(Function<Predictions, Statistic> statistic) {
        return measures -> measures.predictions().map(statistic);
    }

    private static Statistic mean(Predictions predictions, IntPredicate holds) {
        double[] values = new double[predictions.size()];
        Arrays.setAll(values, i -> holds.test(i) ? 1 : 0);
        return mean(values);
    }

    /** The mean of the values of some samples. */
    static Statistic mean(double[] values) {
        return rows -> {
            double sum = 0;
            for (int row : rows) {
                sum += values[row];
            }
            return sum / rows.length;
        };
    }

    /** A ratio of two statistics of the same samples. */
    static Statistic ratio(Statistic dividend, Statistic divisor) {
        return rows -> dividend.of(rows) / divisor.of(rows);
    }

    /**
     * The differences of two networks, with intervals over samples for the quantities that are functions of single
     * samples; the others have no interval.
     */
    List<Difference> ofNetworks(MeasuredNetwork first, MeasuredNetwork second) {
        List<Difference> differences = new ArrayList<>();
        for (MetricDefinition metric : compared(List.of(first, second))) {
            Quantity before = first.analysis().quantity(metric.key());
            Quantity after = second.analysis().quantity(metric.key());
            Optional<String> unequal = unequalNumbers(metric, first.analysis(), second.analysis());
            if (unequal.isPresent()) {
                differences.add(new Difference(
                        metric, -1, before, after, Quantity.missing(unequal.get()), Basis.NONE));
                continue;
            }
            Function<SampleMeasures, Optional<Statistic>> bySample = BY_SAMPLE.get(metric);
            if (bySample == null || !before.isPresent() || !after.isPresent()) {
                differences.add(Difference.plain(metric, -1, before, after));
                continue;
            }
            Optional<Statistic> ofFirst = bySample.apply(first.samples());
            Optional<Statistic> ofSecond = bySample.apply(second.samples());
            differences.add(ofFirst.isPresent() && ofSecond.isPresent()
                    ? ofSamples(metric, -1, before, after, ofFirst.get(), ofSecond.get(), first.samples().size())
                    : Difference.plain(metric, -1, before, after));
        }
        return differences;
    }

    /**
     * The reason why two values of a metric cannot be compared: its group was measured on different numbers of samples,
     * for example because a budget allowed the slower network fewer.
     */
    private Optional<String> unequalNumbers(MetricDefinition metric, Analysis first, Analysis second) {
        for (MetricDefinition number : metrics.group(metric.group())) {
            Quantity ofFirst = first.quantity(number.key());
            Quantity ofSecond = second.quantity(number.key());
            if (number.key().endsWith(NUMBER_OF_SAMPLES) && ofFirst.isPresent() && ofSecond.isPresent()
                    && ofFirst.value() != ofSecond.value()) {
                return Optional.of("the %s differ: %.0f and %.0f".formatted(
                        number.name(), ofFirst.value(), ofSecond.value()));
            }
        }
        return Optional.empty();
    }

    /** A difference with an interval over samples; without one if the difference of all samples is not finite. */
    Difference ofSamples(MetricDefinition metric, int part, Quantity before, Quantity after, Statistic first,
            Statistic second, int samples) {
        Statistic change = rows -> second.of(rows) - first.of(rows);
        Quantity interval = interval(samples, change);
        return interval.isPresent()
                ? new Difference(metric, part, before, after, interval,
                        interval.hasInterval() ? Basis.SAMPLES : Basis.NONE)
                : Difference.plain(metric, part, before, after);
    }

    /** A statistic with its bootstrap interval; missing if it is not finite. */
    Quantity interval(int samples, Statistic statistic) {
        double value = statistic.of(IntStream.range(0, samples).toArray());
        return Double.isFinite(value) ? Quantity.of(bootstrap.of(samples, statistic)) : Quantity.of(value);
    }

    /**
     * The differences of two models of which one has several networks, with intervals over networks.
     *
     * @param pairs networks of equal seeds by their indices; empty if fewer than two seeds are common
     */
    List<Difference> ofModels(List<MeasuredNetwork> first, List<MeasuredNetwork> second, List<int[]> pairs) {
        List<MeasuredNetwork> all = new ArrayList<>(first);
        all.addAll(second);
        List<Difference> differences = new ArrayList<>();
        for (MetricDefinition metric : compared(all)) {
            Difference difference = ofNumbers(metric, -1,
                    first.stream().map(network -> network.analysis().quantity(metric.key())).toList(),
                    second.stream().map(network -> network.analysis().quantity(metric.key())).toList(), pairs);
            differences.add(unequalNumbers(metric, first.get(0).analysis(), second.get(0).analysis())
                    .map(reason -> new Difference(metric, -1, difference.first(), difference.second(),
                            Quantity.missing(reason), Basis.NONE))
                    .orElse(difference));
        }
        return differences;
    }

    /** The difference of one quantity over networks; the pairs as in {@link #ofModels}. */
    static Difference ofNumbers(
            MetricDefinition metric, int part, List<Quantity> first, List<Quantity> second, List<int[]> pairs) {
        Quantity before = mean(first);
        Quantity after = mean(second);
        double[] a = present(first);
        double[] b = present(second);
        List<int[]> both = pairs.stream()
                .filter(pair -> first.get(pair[0]).isPresent() && second.get(pair[1]).isPresent()).toList();
        if (both.size() >= 2) {
            PairedComparison paired = PairedComparison.of(
                    both.stream().mapToDouble(pair -> second.get(pair[1]).value()).toArray(),
                    both.stream().mapToDouble(pair -> first.get(pair[0]).value()).toArray());
            return new Difference(metric, part, before, after, Quantity.of(paired.difference()), Basis.SEEDS);
        }
        if (a.length >= 2 && b.length >= 2) {
            return new Difference(metric, part, before, after, Quantity.of(StudentT.difference(b, a)), Basis.NETWORKS);
        }
        if (a.length + b.length < 3 || a.length == 0 || b.length == 0) {
            return Difference.plain(metric, part, before, after);
        }
        double single = a.length == 1 ? a[0] : b[0];
        int sign = a.length == 1 ? 1 : -1;
        Estimate change = StudentT.mean(
                Arrays.stream(a.length == 1 ? b : a).map(value -> sign * (value - single)).toArray());
        return new Difference(metric, part, before, after, Quantity.of(change), Basis.ONE_SIDE);
    }

    static Quantity mean(List<Quantity> quantities) {
        Aggregate aggregate = Aggregate.of(quantities);
        return aggregate.isPresent() ? Quantity.of(aggregate.estimate())
                : Quantity.missing(String.join("; ", aggregate.reasons()));
    }

    private static double[] present(List<Quantity> quantities) {
        return quantities.stream().filter(Quantity::isPresent).mapToDouble(Quantity::value).toArray();
    }

    /** The declared metrics that are compared and that a network has, with a value or a reason. */
    private List<MetricDefinition> compared(List<MeasuredNetwork> networks) {
        Set<String> keys = new LinkedHashSet<>();
        networks.stream().map(MeasuredNetwork::analysis).map(Analysis::quantities).forEach(keys::addAll);
        return keys.stream().flatMap(key -> metrics.find(key).stream())
                .filter(metric -> metric.compared() != Compared.NONE || BY_SAMPLE.containsKey(metric)).toList();
    }

    /** The measurements of one network. */
    record MeasuredNetwork(Analysis analysis, SampleMeasures samples) {}
}
