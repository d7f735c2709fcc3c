package org.leastaction.bench.analysis;

import java.util.List;
import java.util.Optional;
import org.leastaction.bench.record.Analysis;

/** One group of measures: all of its keys are in an analysis that asks for it, each with a value or with a reason. */
interface Measures {

    /** The keys. */
    List<String> keys();

    /** Why nothing of this group can be had of a flow; empty if something can. */
    Optional<String> refusal(StudiedFlow flow);

    /** Measures what can be had; a key that is left out is missing for the reason that is returned. */
    String put(Analysis.Builder analysis, StudiedFlow flow);

    /** Measures, and says why of what is missing. */
    default void addTo(Analysis.Builder analysis, StudiedFlow flow) {
        Optional<String> refusal = refusal(flow);
        String reason = refusal.isPresent() ? refusal.get() : put(analysis, flow);
        keys().stream().filter(key -> !analysis.has(key)).forEach(key -> analysis.missing(key, reason));
    }
}
