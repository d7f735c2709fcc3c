package org.leastaction.metrics.definition;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.backend.Services;

/** The declared metrics by key, in the order of their declarations. Immutable. */
public final class Metrics {

    private final Map<String, MetricDefinition> byKey;

    private Metrics(Map<String, MetricDefinition> byKey) {
        this.byKey = Collections.unmodifiableMap(byKey);
    }

    /**
     * The metrics of some providers.
     *
     * @throws IllegalArgumentException if a key is declared twice
     */
    public static Metrics of(Iterable<? extends MetricProvider> providers) {
        Map<String, MetricDefinition> byKey = new LinkedHashMap<>();
        for (MetricProvider provider : providers) {
            for (MetricDefinition metric : provider.metrics()) {
                if (byKey.putIfAbsent(metric.key(), metric) != null) {
                    throw new IllegalArgumentException("the metric '" + metric.key() + "' is declared twice, the second"
                            + " time by " + provider.getClass().getName() + ": each key has one declaration");
                }
            }
        }
        return new Metrics(byKey);
    }

    /**
     * The metrics of all providers that a class loader finds. A provider that cannot be loaded is left out, and so is
     * the second declaration of a key: a faulty plug-in must not keep a report from being written.
     */
    public static Metrics load(ClassLoader loader) {
        Map<String, MetricDefinition> byKey = new LinkedHashMap<>();
        for (MetricProvider provider : Services.load(MetricProvider.class, loader, leftOut -> {})) {
            declared(provider).forEach(metric -> byKey.putIfAbsent(metric.key(), metric));
        }
        return new Metrics(byKey);
    }

    /** The metrics of a provider, none if it is faulty. */
    private static List<MetricDefinition> declared(MetricProvider provider) {
        try {
            return List.copyOf(provider.metrics());
        } catch (RuntimeException | LinkageError faulty) {
            return List.of();
        }
    }

    /** The metrics of all providers on the class path. */
    public static Metrics installed() {
        return Holder.INSTALLED;
    }

    /** The metric of a key; empty if none is declared, as for a key of a newer version. */
    public Optional<MetricDefinition> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    public Collection<MetricDefinition> all() {
        return byKey.values();
    }

    /** The metrics that are measured together. */
    public List<MetricDefinition> group(String group) {
        return all().stream().filter(metric -> metric.group().equals(group)).toList();
    }

    private static final class Holder {
        private static final Metrics INSTALLED = load(Metrics.class.getClassLoader());
    }
}
