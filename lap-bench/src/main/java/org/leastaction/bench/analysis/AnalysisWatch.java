package org.leastaction.bench.analysis;

import java.util.Optional;
import org.leastaction.bench.record.Analysis;

/**
 * Follows an analysis from one thread: keeps what is measured as it is measured, hands back what was kept before, and shows
 * how far it is.
 */
public interface AnalysisWatch {

    /** Sees nothing. */
    AnalysisWatch NONE = new AnalysisWatch() {};

    /** What a group gave in an earlier, unfinished analysis of the same kind; empty to measure it. */
    default Optional<Analysis> known(Metric metric) {
        return Optional.empty();
    }

    /** A group is measured. */
    default void measured(Metric metric, Analysis part) {}

    /** A group failed; its keys are null, with the reason beside, and the analysis goes on. */
    default void failed(Metric metric, String reason) {}

    /**
     * How far a stage is.
     *
     * @param stage in a word or two
     * @param done  of {@code total} steps that take about as long as one another; {@code total} is 0 where nobody knows
     */
    default void reached(String stage, long done, long total) {}
}
