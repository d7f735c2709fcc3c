package org.leastaction.bench.analysis;

import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricProvider;

/** One group of metrics: an analysis with this group has every required one, with a value or a reason. */
interface Measures extends MetricProvider {

    /** The reason why nothing of this group can be measured for a flow; empty if something can. */
    default Optional<String> refusal(StudiedFlow flow) {
        return Optional.empty();
    }

    /** Measures what is possible; required metrics that are not put are missing for the returned reason. */
    String put(Analysis.Builder analysis, StudiedFlow flow);

    /** Measures, and puts the reason for everything that is missing. */
    default void addTo(Analysis.Builder analysis, StudiedFlow flow) {
        Optional<String> refusal = refusal(flow);
        missing(analysis, refusal.isPresent() ? refusal.get() : put(analysis, flow));
    }

    /** Puts the reason for every required metric that is missing. */
    default void missing(Analysis.Builder analysis, String reason) {
        metrics().stream().filter(MetricDefinition::isRequired).filter(metric -> !analysis.has(metric))
                .forEach(metric -> analysis.missing(metric, reason));
    }
}
