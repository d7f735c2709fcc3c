package org.leastaction.metrics.definition;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

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
        Iterator<MetricProvider> providers = ServiceLoader.load(MetricProvider.class, loader).iterator();
        for (List<MetricDefinition> next = next(providers); next != null; next = next(providers)) {
            next.forEach(metric -> byKey.putIfAbsent(metric.key(), metric));
        }
        return new Metrics(byKey);
    }

    /** The metrics of the next provider, none if it is faulty; null after the last. */
    private static @Nullable List<MetricDefinition> next(Iterator<MetricProvider> providers) {
        try {
            return providers.hasNext() ? List.copyOf(providers.next().metrics()) : null;
        } catch (ServiceConfigurationError | RuntimeException | LinkageError faulty) {
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
