package org.leastaction.bench.study.table;

import java.util.Optional;
import org.leastaction.bench.study.Published;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.PairedComparison;

/**
 * The result of a cell. Accuracies are in percent. Diverged networks are counted, but excluded from all means.
 *
 * @param percent   mean of the accuracy that the study reports, with Student's interval; empty without records
 * @param other     mean of the other accuracy: of the final network, or the best over epochs
 * @param made      number of existing networks, including diverged ones
 * @param diverged  number of these that diverged
 * @param failed    number of instances that failed
 * @param expected  number of instances in the complete study
 * @param published the paper's value
 * @param paired    difference of its networks to those of the first cell with the same seeds, in percent; empty for
 *                  that cell itself, and with fewer than two pairs
 * @param rank      rank of its mean among its rivals
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

    /** The rank of a mean among those of its rivals. */
    public enum Rank {
        /** No other mean is higher at the printed precision. */
        BEST,
        OTHER
    }

    CellResult best() {
        return new CellResult(percent, other, made, diverged, failed, expected, published, paired, Rank.BEST);
    }

    /** The comparison with the paper's value; empty if either is missing, {@link Verdict#NONE} for too few networks. */
    public Optional<Verdict> verdict() {
        return percent.flatMap(mean -> published.map(there -> Verdict.of(mean, made - diverged, there)));
    }
}
