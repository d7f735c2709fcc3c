package org.leastaction.bench.data;

import java.util.Objects;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.CropFlip;
import org.leastaction.points.LabelledPoints;

/**
 * A training and a test set in the form of a network's inputs.
 *
 * @param name          e.g. "mnist"
 * @param train         normalised training points; none if only the test set is available and needed
 * @param test          normalised test points
 * @param normalisation the normalisation that was applied to the points
 * @param usual         the augmentation in training unless another one is chosen
 * @param sha256        hash of the content of both sets: equal data have equal hashes, whatever files they came from
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

    /** A test set alone, for trained networks. */
    static DataSet ofTest(String name, LabelledPoints test, Normalisation normalisation) {
        return of(name, test.rows(0, 0), test, normalisation);
    }

    /** A data set with its hash and no augmentation by default. */
    static DataSet of(String name, LabelledPoints train, LabelledPoints test, Normalisation normalisation) {
        return new DataSet(
                name, train, test, normalisation, Augmentation.none(), ContentSum.sha256(train, test));
    }

    DataSet withUsualAugmentation(Augmentation newUsual) {
        return new DataSet(name, train, test, normalisation, newUsual, sha256);
    }

    /** The paper's augmentation of CIFAR; the padding is the normalised value of black. */
    public static Augmentation cropFlip(Normalisation normalisation) {
        return new CropFlip(CropFlip.USUAL_PADDING, normalisation.ofZero());
    }
}
