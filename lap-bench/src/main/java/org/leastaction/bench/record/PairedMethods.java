package org.leastaction.bench.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.definition.Metrics;
import org.leastaction.metrics.statistics.Holm;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * The methods of one initialisation compared on the same seeds, for each quantity: each method with every earlier one.
 *
 * @param groups     methods whose networks have seeds, in order
 * @param quantities quantities that differ between networks and for which at least two methods can be compared, in the
 *                   order of the analyses
 * @param constant   quantities with the same value in all networks
 */
public record PairedMethods(List<RunGroup> groups, List<PairedQuantity> quantities, Map<String, Double> constant) {

    private static final int LEAST_SEEDS = 2;
    /**
     * The metrics that are lists of one number per block and are compared by one of them, by the key of the comparison:
     * the last, after all blocks, or the maximum.
     */
    private static final Map<String, MetricDefinition> LISTS = lists();

    private static Map<String, MetricDefinition> lists() {
        Map<String, MetricDefinition> lists = new LinkedHashMap<>();
        Metrics.installed().all().forEach(metric -> {
            switch (metric.compared()) {
                case LAST -> lists.put(metric.key() + " (last)", metric);
                case MAXIMUM -> lists.put(metric.key() + " (max)", metric);
                default -> {}
            }
        });
        return Collections.unmodifiableMap(lists);
    }

    /**
     * One quantity of all methods.
     *
     * @param key         of the analysis, or of a list with the compared statistic, e.g. "probe_accuracy_depth (last)"
     * @param means       by method, in order
     * @param differences in the order of {@link PairedMethods#pairs}, each empty with fewer than two common seeds
     */
    public record PairedQuantity(String key, List<Aggregate> means, List<Optional<PairedDifference>> differences) {

        public PairedQuantity {
            means = List.copyOf(means);
            differences = List.copyOf(differences);
        }
    }

    /**
     * The difference of two methods on the same seeds.
     *
     * @param adjusted p value after Holm, over all quantities of these two methods
     */
    public record PairedDifference(PairedComparison comparison, double adjusted) {

        /** Whether the difference is significant at the 5 % level after the correction. */
        public boolean isCertain() {
            return adjusted < 0.05;
        }
    }

    /** Two methods by index; the difference is second − first. */
    public record Pair(int first, int second) {}

    public PairedMethods {
        groups = List.copyOf(groups);
        quantities = List.copyOf(quantities);
        constant = Collections.unmodifiableMap(new LinkedHashMap<>(constant));
    }

    /** The value of a network for a key of {@link PairedQuantity}. */
    public static Quantity quantity(RunRecord run, String key) {
        MetricDefinition list = LISTS.get(key);
        if (list == null) {
            return run.quantity(key);
        }
        List<Double> numbers = run.analysis() == null ? List.of() : run.analysis().numbers(list.key());
        return numbers.isEmpty() ? Quantity.missing(Quantity.ABSENT)
                : Quantity.of(list.compared() == Compared.LAST
                        ? numbers.get(numbers.size() - 1) : Collections.max(numbers));
    }

    /** The readable name of a key of {@link PairedQuantity}, e.g. "linear probe, last". */
    public static String name(String key) {
        MetricDefinition list = LISTS.get(key);
        return list == null
                ? Metrics.installed().find(key).map(MetricDefinition::name).orElse(key.replace('_', ' '))
                : list.name() + (list.compared() == Compared.LAST ? ", last" : ", largest");
    }

    /** Pairs the methods of an initialisation; empty unless two of them have two seeds in common. */
    public static Optional<PairedMethods> of(Comparison comparison, RunRecord.@Nullable Initialisation initialisation) {
        List<RunGroup> groups = comparison.groups(initialisation).stream()
                .filter(group -> group.runs().stream().anyMatch(PairedMethods::hasSeed)).toList();
        List<Pair> pairs = pairs(groups.size());
        if (pairs.stream()
                .noneMatch(pair -> seeds(groups.get(pair.first()), groups.get(pair.second())) >= LEAST_SEEDS)) {
            return Optional.empty();
        }
        Map<String, Double> constant = new LinkedHashMap<>();
        Map<String, List<Optional<PairedComparison>>> compared = new LinkedHashMap<>();
        for (String key : keys(groups)) {
            Set<Double> values = new LinkedHashSet<>();
            groups.forEach(group -> group.runs().forEach(run -> values.add(quantity(run, key).value())));
            if (values.size() == 1) {
                values.stream().filter(Double::isFinite).forEach(value -> constant.put(key, value));
                continue;
            }
            List<Optional<PairedComparison>> row = pairs.stream()
                    .map(pair -> compare(groups.get(pair.first()), groups.get(pair.second()), key)).toList();
            if (row.stream().anyMatch(Optional::isPresent)) {
                compared.put(key, row);
            }
        }
        return Optional.of(new PairedMethods(groups, adjusted(groups, pairs, compared), constant));
    }

    /** The pairs of methods, each with the earlier one first. */
    public List<Pair> pairs() {
        return pairs(groups.size());
    }

    private static List<Pair> pairs(int methods) {
        List<Pair> pairs = new ArrayList<>();
        for (int first = 0; first < methods; first++) {
            for (int second = first + 1; second < methods; second++) {
                pairs.add(new Pair(first, second));
            }
        }
        return pairs;
    }

    private static List<PairedQuantity> adjusted(
            List<RunGroup> groups, List<Pair> pairs, Map<String, List<Optional<PairedComparison>>> compared) {
        List<Map<String, Double>> adjusted = new ArrayList<>();
        for (int pair = 0; pair < pairs.size(); pair++) {
            Map<String, Double> pValues = new LinkedHashMap<>();
            for (Map.Entry<String, List<Optional<PairedComparison>>> row : compared.entrySet()) {
                row.getValue().get(pair).ifPresent(found -> pValues.put(row.getKey(), found.pValue()));
            }
            double[] holm = Holm.adjusted(pValues.values().stream().mapToDouble(Double::doubleValue).toArray());
            int next = 0;
            for (Map.Entry<String, Double> entry : pValues.entrySet()) {
                entry.setValue(holm[next++]);
            }
            adjusted.add(pValues);
        }
        return compared.entrySet().stream().map(row -> {
            List<Optional<PairedDifference>> differences = new ArrayList<>();
            for (int pair = 0; pair < pairs.size(); pair++) {
                Map<String, Double> pValues = adjusted.get(pair);
                differences.add(row.getValue().get(pair)
                        .map(found -> new PairedDifference(found, Objects.requireNonNull(pValues.get(row.getKey())))));
            }
            return new PairedQuantity(
                    row.getKey(), groups.stream().map(group -> group.mean(run -> quantity(run, row.getKey()))).toList(),
                    differences);
        }).toList();
    }

    private static Optional<PairedComparison> compare(RunGroup first, RunGroup second, String key) {
        Map<Long, Double> before = bySeed(first, key);
        Map<Long, Double> after = bySeed(second, key);
        Set<Long> common = new LinkedHashSet<>(before.keySet());
        common.retainAll(after.keySet());
        return common.size() < LEAST_SEEDS ? Optional.empty() : Optional.of(PairedComparison.bySeed(after, before));
    }

    private static Map<Long, Double> bySeed(RunGroup group, String key) {
        Map<Long, Double> values = new HashMap<>();
        group.runs().stream().filter(PairedMethods::hasSeed).filter(run -> quantity(run, key).isPresent())
                .forEach(run -> values.put(run.requireTraining().seed(), quantity(run, key).value()));
        return values;
    }

    private static int seeds(RunGroup first, RunGroup second) {
        Set<Long> seeds = new LinkedHashSet<>();
        first.runs().stream().filter(PairedMethods::hasSeed).forEach(run -> seeds.add(run.requireTraining().seed()));
        return (int) second.runs().stream().filter(PairedMethods::hasSeed)
                .map(run -> run.requireTraining().seed()).distinct().filter(seeds::contains).count();
    }

    private static Set<String> keys(List<RunGroup> groups) {
        Set<String> keys = new LinkedHashSet<>();
        groups.forEach(group -> group.runs().stream().filter(run -> run.analysis() != null)
                .forEach(run -> keys.addAll(run.analysis().quantities())));
        keys.removeIf(key -> Metrics.installed().find(key)
                .filter(metric -> metric.compared() == Compared.NONE).isPresent());
        LISTS.keySet().stream().filter(key -> groups.stream().flatMap(group -> group.runs().stream())
                .anyMatch(run -> quantity(run, key).isPresent())).forEach(keys::add);
        return keys;
    }

    private static boolean hasSeed(RunRecord run) {
        return run.training() != null && run.analysis() != null;
    }
}
