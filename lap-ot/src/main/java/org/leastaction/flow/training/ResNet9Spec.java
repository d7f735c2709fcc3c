package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Family "resnet9": the paper's convolutional network of a single representation (section 6). Blocks
 * v(x) = h·conv(ReLU(BN(conv(ReLU(BN(x)))))) of 3 × 3 convolutions, the first of which starts with its convolution.
 *
 * @param blocks           K, at least 1
 * @param encoder          φ; its channels are those of the blocks
 * @param classifierLayers fully connected layers of F, 1 to 3; the hidden ones have 10·classes units, BN and ReLU
 * @param timeStep         h, above 0
 * @param batchNorm        whether blocks, classifier and an encoder of full resolution normalise over the batch
 * @param input            shape of one image, [height, width, channels]
 * @param classes          at least 2
 */
public record ResNet9Spec(
        int blocks,
        ImageEncoderSpec encoder,
        int classifierLayers,
        double timeStep,
        BatchNorm batchNorm,
        List<Integer> input,
        int classes)
        implements NetworkSpec {

    /** @throws IllegalArgumentException for sizes outside the ranges above */
    public ResNet9Spec {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(batchNorm, "batchNorm");
        input = Sizes.image("resnet9", input);
        Sizes.blocks(blocks);
        Sizes.require(classifierLayers >= 1 && classifierLayers <= 3,
                "a classifier has 1 to 3 layers, not " + classifierLayers);
        Sizes.timeStep(timeStep);
        Sizes.classes(classes);
    }

    @Override
    public String family() {
        return "resnet9";
    }

    @Override
    public List<Integer> stages() {
        return List.of(blocks);
    }

    /** C, channels of a particle. */
    public int filters() {
        return encoder.filters();
    }

    @Override
    public Optional<ImageEncoderSpec> imageEncoder() {
        return Optional.of(encoder);
    }

    @Override
    public ResNet9Spec withStages(List<Integer> newStages) {
        return withBlocks(Sizes.only("resnet9", newStages));
    }

    public ResNet9Spec withBlocks(int newBlocks) {
        return new ResNet9Spec(newBlocks, encoder, classifierLayers, timeStep, batchNorm, input, classes);
    }

    public ResNet9Spec withEncoder(ImageEncoderSpec newEncoder) {
        return new ResNet9Spec(blocks, newEncoder, classifierLayers, timeStep, batchNorm, input, classes);
    }

    public ResNet9Spec withFilters(int newFilters) {
        return withEncoder(encoder.withFilters(newFilters));
    }

    public ResNet9Spec withClassifierLayers(int newLayers) {
        return new ResNet9Spec(blocks, encoder, newLayers, timeStep, batchNorm, input, classes);
    }

    public ResNet9Spec withTimeStep(double newTimeStep) {
        return new ResNet9Spec(blocks, encoder, classifierLayers, newTimeStep, batchNorm, input, classes);
    }

    public ResNet9Spec withBatchNorm(BatchNorm newBatchNorm) {
        return new ResNet9Spec(blocks, encoder, classifierLayers, timeStep, newBatchNorm, input, classes);
    }
}
