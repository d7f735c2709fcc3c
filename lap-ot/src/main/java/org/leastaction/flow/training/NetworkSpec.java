package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;

/**
 * The architecture of a network to train. Sizes that a family does not have are 0.
 *
 * @param family    name of the architecture, e.g. "mlp" or "resnet9"; {@link FlowTrainer#families()} lists what a backend has
 * @param blocks    residual blocks K, at least 1
 * @param width     hidden units of a fully connected block, 0 if the family has none
 * @param filters   channels of a convolutional particle, 0 if the family has none
 * @param batchNorm whether blocks and classifier normalise over the batch
 * @param input     shape of one input, e.g. [2] or [28, 28, 1]
 * @param classes   number of classes, at least 2
 */
public record NetworkSpec(
        String family, int blocks, int width, int filters, BatchNorm batchNorm, List<Integer> input, int classes) {

    /** Batch normalisation in the network. */
    public enum BatchNorm {
        ON,
        OFF
    }

    /** @throws IllegalArgumentException for a size below its minimum */
    public NetworkSpec {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(batchNorm, "batchNorm");
        input = List.copyOf(input);
        require(blocks >= 1, "blocks must be at least 1, not " + blocks);
        require(width >= 0, "width must be at least 0, not " + width);
        require(filters >= 0, "filters must be at least 0, not " + filters);
        require(classes >= 2, "classes must be at least 2, not " + classes);
        require(!input.isEmpty() && input.stream().allMatch(extent -> extent >= 1),
                "an input's shape has extents of at least 1, not " + input);
    }

    /** The residual network of the plane (section 4 of the paper): 9 blocks of two fully connected layers. */
    public static NetworkSpec mlp(List<Integer> input, int classes) {
        return new NetworkSpec("mlp", 9, 2, 0, BatchNorm.ON, input, classes);
    }

    /** The paper's convolutional ResNet9 (section 6): 9 blocks at half resolution, 32 channels. */
    public static NetworkSpec resnet9(List<Integer> input, int classes) {
        return new NetworkSpec("resnet9", 9, 0, 32, BatchNorm.ON, input, classes);
    }

    public NetworkSpec withBlocks(int newBlocks) {
        return new NetworkSpec(family, newBlocks, width, filters, batchNorm, input, classes);
    }

    public NetworkSpec withWidth(int newWidth) {
        return new NetworkSpec(family, blocks, newWidth, filters, batchNorm, input, classes);
    }

    public NetworkSpec withFilters(int newFilters) {
        return new NetworkSpec(family, blocks, width, newFilters, batchNorm, input, classes);
    }

    public NetworkSpec withBatchNorm(BatchNorm newBatchNorm) {
        return new NetworkSpec(family, blocks, width, filters, newBatchNorm, input, classes);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
