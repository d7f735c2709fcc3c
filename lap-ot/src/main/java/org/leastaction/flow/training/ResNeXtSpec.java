package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Families "resnext50" and "resnext29": aggregated residual transformations (Xie et al. 2017) behind an encoder of full
 * resolution. A block is z = ReLU(shortcut(x) + r), r a bottleneck with a grouped 3 × 3 convolution; its residue is
 * z − shortcut(x). Stage s (from 0) has groups of width·2^s channels and particles of 4·C·2^s channels; every stage but
 * the first halves the resolution.
 *
 * @param family      "resnext50" or "resnext29"
 * @param stages      blocks of each stage, at least 1 each
 * @param filters     C, channels of the encoding, at least 2
 * @param cardinality groups of a 3 × 3 convolution, at least 1
 * @param width       channels of a group in the first stage, at least 1
 * @param batchNorm   whether the network normalises over the batch
 * @param input       shape of one image, [height, width, channels]
 * @param classes     at least 2
 */
public record ResNeXtSpec(
        String family,
        List<Integer> stages,
        int filters,
        int cardinality,
        int width,
        BatchNorm batchNorm,
        List<Integer> input,
        int classes)
        implements NetworkSpec {

    static final String RESNEXT50 = "resnext50";
    static final String RESNEXT29 = "resnext29";

    /** @throws IllegalArgumentException for sizes outside the ranges above */
    public ResNeXtSpec {
        Objects.requireNonNull(batchNorm, "batchNorm");
        Sizes.require(RESNEXT50.equals(family) || RESNEXT29.equals(family),
                "the ResNeXt families are " + RESNEXT50 + " and " + RESNEXT29 + ", not " + family);
        stages = Sizes.stages(family, stages);
        input = Sizes.image(family, input);
        Sizes.filters(family, filters);
        Sizes.require(cardinality >= 1, "a grouped convolution has at least 1 group, not " + cardinality);
        Sizes.require(width >= 1, "a group has a width of at least 1, not " + width);
        Sizes.classes(classes);
    }

    @Override
    public Optional<ImageEncoderSpec> imageEncoder() {
        return Optional.of(ImageEncoderSpec.full(filters));
    }

    @Override
    public ResNeXtSpec withStages(List<Integer> newStages) {
        return new ResNeXtSpec(family, newStages, filters, cardinality, width, batchNorm, input, classes);
    }

    public ResNeXtSpec withFilters(int newFilters) {
        return new ResNeXtSpec(family, stages, newFilters, cardinality, width, batchNorm, input, classes);
    }

    public ResNeXtSpec withCardinality(int newCardinality) {
        return new ResNeXtSpec(family, stages, filters, newCardinality, width, batchNorm, input, classes);
    }

    public ResNeXtSpec withWidth(int newWidth) {
        return new ResNeXtSpec(family, stages, filters, cardinality, newWidth, batchNorm, input, classes);
    }

    public ResNeXtSpec withBatchNorm(BatchNorm newBatchNorm) {
        return new ResNeXtSpec(family, stages, filters, cardinality, width, newBatchNorm, input, classes);
    }
}
