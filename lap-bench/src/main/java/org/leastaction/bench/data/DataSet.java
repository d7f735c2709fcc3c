package org.leastaction.bench.data;

import java.util.Objects;
import org.leastaction.points.LabelledPoints;

/**
 * A training and a test set, as a network sees them.
 *
 * @param name          e.g. "mnist"
 * @param train         normalised points to learn from
 * @param test          normalised points that are held out
 * @param normalisation what was done to the points
 * @param sha256        of both sets' content: equal data have equal sums, whatever files they came from
 */
public record DataSet(
        String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation, String sha256) {

    public DataSet {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** A data set with its sum. */
    static DataSet of(String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation) {
        return new DataSet(name, train, test, normalisation, ContentSum.sha256(train, test));
    }
}
