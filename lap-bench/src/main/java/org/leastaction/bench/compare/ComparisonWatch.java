package org.leastaction.bench.compare;

import java.util.Optional;
import org.leastaction.bench.analysis.AnalysisWatch;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.bench.record.Analysis;

/** Observes a comparison, on a single thread: stores results, returns results stored earlier, and receives progress. */
public interface ComparisonWatch {

    /** Ignores everything. */
    ComparisonWatch NONE = new ComparisonWatch() {};

    /** The observer of the analysis of one network. */
    default AnalysisWatch of(ComparedModel model, ComparedNetwork network) {
        return AnalysisWatch.NONE;
    }

    /** The similarity of two networks from an earlier, unfinished comparison of the same kind; empty to measure it. */
    default Optional<Analysis> known(ComparedNetwork first, ComparedNetwork second) {
        return Optional.empty();
    }

    /** The similarity of two networks has been measured. */
    default void measured(ComparedNetwork first, ComparedNetwork second, Analysis similarity) {}

    /**
     * Progress.
     *
     * @param what  the next activity, in a few words
     * @param done  completed steps: networks that are analysed and pairs of networks that are compared
     * @param total all steps
     */
    default void reached(String what, int done, int total) {}
}
