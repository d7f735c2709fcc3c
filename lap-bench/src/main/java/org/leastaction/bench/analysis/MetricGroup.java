package org.leastaction.bench.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.backend.Services;
import org.leastaction.io.Messages;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricProvider;

/**
 * A group of metrics that are measured together. An analysis with this group has every required metric of it, with a
 * value or the reason why there is none. A plug-in adds a group by a public class with a public constructor without
 * parameters, named in {@code META-INF/services/org.leastaction.metrics.definition.MetricProvider}.
 */
public interface MetricGroup extends MetricProvider {

    /** The name on the command line: the group of its metrics, of which there is at least one. */
    default String key() {
        return metrics().get(0).group();
    }

    /** Whether it needs {@link StudiedFlow#states()}. */
    default boolean needsStates() {
        return false;
    }

    /** The reason why nothing of this group can be measured for a flow; empty if something can. */
    default Optional<String> refusal(StudiedFlow flow) {
        return Optional.empty();
    }

    /**
     * Puts the values of what can be measured. An exception affects this group only.
     *
     * @return the reason for the required metrics that are not put; ignored if there are none
     */
    String put(Analysis.Builder analysis, StudiedFlow flow);

    /**
     * The groups of all metric providers that a class loader finds, LAP's own first. A provider that fails is left out,
     * and so is a group with a name or a metric that another one has.
     *
     * @param failed receives one sentence for each group that is left out
     */
    static List<MetricGroup> discover(ClassLoader loader, Consumer<String> failed) {
        List<MetricGroup> groups = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Consumer<String> faulty = reason -> failed.accept("a provider of metrics failed: " + reason);
        for (MetricProvider provider : Services.load(MetricProvider.class, loader, faulty)) {
            try {
                List<String> keys = provider.metrics().stream().map(MetricDefinition::key).toList();
                Optional<String> twice = keys.stream().filter(taken::contains).findFirst();
                if (twice.isPresent()) {
                    failed.accept("the metrics of " + provider.getClass().getName() + " are left out: another provider"
                            + " declares '" + twice.get() + "'");
                } else if (provider instanceof MetricGroup group && groups.stream().map(MetricGroup::key)
                        .anyMatch(group.key()::equals)) {
                    failed.accept("the metrics of " + provider.getClass().getName() + " are left out: there is another"
                            + " group '" + group.key() + "'");
                } else {
                    taken.addAll(keys);
                    if (provider instanceof MetricGroup group) {
                        groups.add(group);
                    }
                }
            } catch (RuntimeException | LinkageError failure) {
                faulty.accept(Messages.of(failure));
            }
        }
        return groups;
    }
}
