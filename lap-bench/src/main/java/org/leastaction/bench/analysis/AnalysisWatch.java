package org.leastaction.bench.analysis;

import java.util.Optional;
import org.leastaction.bench.record.Analysis;

/**
 * Observes an analysis, on a single thread: stores results as they are measured, returns results stored earlier, and
 * receives progress.
 */
public interface AnalysisWatch {

    /** Ignores everything. */
    AnalysisWatch NONE = new AnalysisWatch() {};

    /** The result of a group from an earlier, unfinished analysis of the same kind; empty to measure it. */
    default Optional<Analysis> known(String group) {
        return Optional.empty();
    }

    /** A group has been measured. */
    default void measured(String group, Analysis part) {}

    /** A group failed; its keys are null with the reason, and the analysis continues. */
    default void failed(String group, String reason) {}

    /**
     * Progress of a stage.
     *
     * @param stage one or two words
     * @param done  completed steps of {@code total}, which take about the same time; {@code total} is 0 if unknown
     */
    default void reached(String stage, long done, long total) {}
}
