package org.leastaction.bench.data;

import java.util.Objects;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.CropFlip;
import org.leastaction.points.LabelledPoints;

/**
 * A training and a test set, as a network sees them.
 *
 * @param name          e.g. "mnist"
 * @param train         normalised points to learn from; none where only the test set is there and needed
 * @param test          normalised points that are held out
 * @param normalisation what was done to the points
 * @param usual         how its points are varied in training, unless it is asked for otherwise
 * @param sha256        of both sets' content: equal data have equal sums, whatever files they came from
 */
public record DataSet(
        String name,
        LabelledPoints train,
        LabelledPoints test,
        Normalisation normalisation,
        Augmentation usual,
        String sha256) {

    public DataSet {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(usual, "usual");
        Objects.requireNonNull(sha256, "sha256");
    }

    /** A test set alone, for networks that are trained already. */
    static DataSet ofTest(String name, LabelledPoints test, Normalisation normalisation) {
        return of(name, test.rows(0, 0), test, normalisation);
    }

    /** A data set with its sum, whose points are usually taken as they are. */
    static DataSet of(String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation) {
        return new DataSet(
                name, train, test, normalisation, Augmentation.none(), ContentSum.sha256(train, test));
    }

    DataSet withUsualAugmentation(Augmentation newUsual) {
        return new DataSet(name, train, test, normalisation, newUsual, sha256);
    }

    /** The paper's augmentation of CIFAR, padded with black as it is after a normalisation. */
    public static Augmentation cropFlip(Normalisation normalisation) {
        return new CropFlip(CropFlip.USUAL_PADDING, normalisation.ofZero());
    }
}
