package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import org.leastaction.points.FloatPoints;

/**
 * The complete specification of an autoencoder's training, which minimises the mean over elements of (decode(encode(x))
 * − x)².
 *
 * @param train training images, [n, d]
 * @param test  images on which the error is measured after each epoch, [m, d]
 */
public record AutoencoderRun(
        AutoencoderSpec network,
        Initialisation initialisation,
        TrainingOptions options,
        FloatPoints train,
        FloatPoints test) {

    /** @throws IllegalArgumentException if a set is empty or its dimension is not that of the network's inputs */
    public AutoencoderRun {
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(options, "options");
        int dimension = network.input().stream().reduce(1, Math::multiplyExact);
        for (FloatPoints set : List.of(train, test)) {
            if (set.size() == 0) {
                throw new IllegalArgumentException("a training or test set is empty");
            }
            if (set.dimension() != dimension) {
                throw new IllegalArgumentException("the images have " + set.dimension()
                        + " elements, the autoencoder takes " + network.input());
            }
        }
    }
}
