package org.leastaction.bench.study.table;

import java.util.Optional;
import org.leastaction.bench.study.Published;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * What came of a cell. Accuracies are in percent. Networks that diverged are in no mean; they are counted.
 *
 * @param percent   mean of the accuracy that the study is about, with Student's interval; empty without records
 * @param other     mean of the other accuracy: of the final network, or the best over epochs
 * @param made      networks that there are, diverged ones too
 * @param diverged  of those, the ones that diverged
 * @param failed    instances that failed
 * @param expected  instances of a whole study
 * @param published what the paper says
 * @param paired    what its networks have more than those of the first cell with the same seeds, in percent; empty for that
 *                  cell itself, and with fewer than two pairs
 * @param rank      among the means of its column
 */
public record CellResult(
        Optional<Estimate> percent,
        Optional<Estimate> other,
        int made,
        int diverged,
        int failed,
        int expected,
        Optional<Published> published,
        Optional<PairedComparison> paired,
        Rank rank) {

    /** Among the means of a column. */
    public enum Rank {
        /** None is higher, as printed. */
        BEST,
        OTHER
    }

    CellResult best() {
        return new CellResult(percent, other, made, diverged, failed, expected, published, paired, Rank.BEST);
    }

    /** Beside the paper's; empty if either is missing, {@link Verdict#NONE} of too few networks. */
    public Optional<Verdict> verdict() {
        return percent.flatMap(mean -> published.map(there -> Verdict.of(mean, made - diverged, there)));
    }
}
