package org.leastaction.flow.training;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Family "mlp": the residual network of the plane (section 4 of the paper). Blocks of two fully connected layers,
 * v(x) = h·(W₂·ReLU(BN(W₁x + b₁)) + b₂); no encoder; a classifier that is not trained.
 *
 * @param blocks    K, at least 1
 * @param width     hidden units of a block, at least 1
 * @param timeStep  h, above 0
 * @param batchNorm whether blocks normalise over the batch
 * @param readout   the classifier
 * @param input     shape of one input; to read classes from coordinates, of at least as many numbers as there are classes
 * @param classes   at least 2
 */
public record MlpSpec(
        int blocks,
        int width,
        double timeStep,
        BatchNorm batchNorm,
        Readout readout,
        List<Integer> input,
        int classes)
        implements NetworkSpec {

    /** A linear classifier that is not trained. */
    public enum Readout {
        /** Class j is read from coordinate j. */
        COORDINATES,
        /** Weights and biases drawn uniformly from ±1 / √d, as PyTorch starts a linear layer, and kept. */
        RANDOM;

        /** The name in files and on the command line. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException for sizes outside the ranges above */
    public MlpSpec {
        Objects.requireNonNull(batchNorm, "batchNorm");
        Objects.requireNonNull(readout, "readout");
        input = Sizes.input(input);
        Sizes.blocks(blocks);
        Sizes.require(width >= 1, "the network mlp needs a width of at least 1, not " + width);
        Sizes.timeStep(timeStep);
        Sizes.classes(classes);
        int dimension = input.stream().reduce(1, Math::multiplyExact);
        Sizes.require(readout == Readout.RANDOM || dimension >= classes,
                "the network mlp reads class j from coordinate j and so tells at most " + dimension
                        + " classes apart on points of dimension " + dimension + ", not " + classes);
    }

    @Override
    public String family() {
        return "mlp";
    }

    @Override
    public List<Integer> stages() {
        return List.of(blocks);
    }

    @Override
    public MlpSpec withStages(List<Integer> newStages) {
        return withBlocks(Sizes.only("mlp", newStages));
    }

    public MlpSpec withBlocks(int newBlocks) {
        return new MlpSpec(newBlocks, width, timeStep, batchNorm, readout, input, classes);
    }

    public MlpSpec withWidth(int newWidth) {
        return new MlpSpec(blocks, newWidth, timeStep, batchNorm, readout, input, classes);
    }

    public MlpSpec withTimeStep(double newTimeStep) {
        return new MlpSpec(blocks, width, newTimeStep, batchNorm, readout, input, classes);
    }

    public MlpSpec withBatchNorm(BatchNorm newBatchNorm) {
        return new MlpSpec(blocks, width, timeStep, newBatchNorm, readout, input, classes);
    }

    public MlpSpec withReadout(Readout newReadout) {
        return new MlpSpec(blocks, width, timeStep, batchNorm, newReadout, input, classes);
    }
}
