package org.leastaction.bench.analysis;

import java.util.List;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;

/** One group of measures: an analysis with this group has all of its keys, each with a value or a reason. */
interface Measures {

    /** The keys. */
    List<String> keys();

    /** The reason why nothing of this group can be measured for a flow; empty if something can. */
    Optional<String> refusal(StudiedFlow flow);

    /** Measures what is possible; keys that are not put are missing for the returned reason. */
    String put(Analysis.Builder analysis, StudiedFlow flow);

    /** Measures, and puts the reason for everything that is missing. */
    default void addTo(Analysis.Builder analysis, StudiedFlow flow) {
        Optional<String> refusal = refusal(flow);
        String reason = refusal.isPresent() ? refusal.get() : put(analysis, flow);
        keys().stream().filter(key -> !analysis.has(key)).forEach(key -> analysis.missing(key, reason));
    }
}
