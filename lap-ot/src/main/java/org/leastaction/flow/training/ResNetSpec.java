package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Family "resnet": several representations. An encoder of full resolution to C channels; stages of ResNet9's blocks,
 * each stage of twice the channels and half the resolution of the one before; normalisation, ReLU, the mean over each
 * channel and one fully connected layer. The first block of a later stage adds its residue to a 1 × 1 convolution of
 * stride 2 of its input.
 *
 * @param stages    blocks of each stage, at least 1 each
 * @param filters   C, channels of the first stage, at least 2
 * @param timeStep  h, factor of every residue, above 0
 * @param batchNorm whether the network normalises over the batch
 * @param input     shape of one image, [height, width, channels]
 * @param classes   at least 2
 */
public record ResNetSpec(
        List<Integer> stages, int filters, double timeStep, BatchNorm batchNorm, List<Integer> input, int classes)
        implements NetworkSpec {

    /** @throws IllegalArgumentException for sizes outside the ranges above */
    public ResNetSpec {
        Objects.requireNonNull(batchNorm, "batchNorm");
        stages = Sizes.stages("resnet", stages);
        input = Sizes.image("resnet", input);
        Sizes.filters("resnet", filters);
        Sizes.timeStep(timeStep);
        Sizes.classes(classes);
    }

    @Override
    public String family() {
        return "resnet";
    }

    @Override
    public Optional<ImageEncoderSpec> imageEncoder() {
        return Optional.of(ImageEncoderSpec.full(filters));
    }

    @Override
    public ResNetSpec withStages(List<Integer> newStages) {
        return new ResNetSpec(newStages, filters, timeStep, batchNorm, input, classes);
    }

    public ResNetSpec withFilters(int newFilters) {
        return new ResNetSpec(stages, newFilters, timeStep, batchNorm, input, classes);
    }

    public ResNetSpec withTimeStep(double newTimeStep) {
        return new ResNetSpec(stages, filters, newTimeStep, batchNorm, input, classes);
    }

    public ResNetSpec withBatchNorm(BatchNorm newBatchNorm) {
        return new ResNetSpec(stages, filters, timeStep, newBatchNorm, input, classes);
    }
}
