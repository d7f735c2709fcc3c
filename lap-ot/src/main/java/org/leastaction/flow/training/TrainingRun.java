package org.leastaction.flow.training;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.objective.Objective;
import org.leastaction.points.LabelledPoints;

/**
 * The complete specification of a training: everything that determines its result except the machine.
 *
 * @param encoder initial weights of the encoder; random if empty
 * @param train   training points
 * @param test    points on which accuracy is measured after each epoch
 */
public record TrainingRun(
        NetworkSpec network,
        Initialisation initialisation,
        Objective objective,
        TrainingOptions options,
        Optional<EncoderStart> encoder,
        LabelledPoints train,
        LabelledPoints test) {

    /** @throws IllegalArgumentException if a set is empty, or the data do not fit the network's input or classes,
     *                                  or the augmentation does not fit them */
    public TrainingRun {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(encoder, "encoder");
        checkFits("training", train, network);
        checkFits("test", test, network);
        options.augmentation().requireFit(network.input());
    }

    /** A run whose encoder is initialised at random like the rest. */
    public TrainingRun(
            NetworkSpec network,
            Initialisation initialisation,
            Objective objective,
            TrainingOptions options,
            LabelledPoints train,
            LabelledPoints test) {
        this(network, initialisation, objective, options, Optional.empty(), train, test);
    }

    public TrainingRun withEncoder(EncoderStart newEncoder) {
        return new TrainingRun(network, initialisation, objective, options, Optional.of(newEncoder), train, test);
    }

    private static void checkFits(String which, LabelledPoints data, NetworkSpec network) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("the " + which + " set is empty");
        }
        if (!data.shape().equals(network.input())) {
            throw new IllegalArgumentException("the " + which + " points have shape " + data.shape()
                    + ", the network takes " + network.input());
        }
        if (data.classes() != network.classes()) {
            throw new IllegalArgumentException("the " + which + " set has " + data.classes()
                    + " classes, the network has " + network.classes());
        }
    }
}
