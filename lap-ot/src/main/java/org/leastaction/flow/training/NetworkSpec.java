package org.leastaction.flow.training;

import java.util.List;
import java.util.Optional;

/** The architecture of a network to train: one record a family, each with the sizes that its family has. */
public sealed interface NetworkSpec permits MlpSpec, ResNet9Spec, ResNetSpec, ResNeXtSpec, OtherSpec {

    /** Name of the family on the command line and in files, e.g. "resnet9". */
    String family();

    /** Residual blocks of each segment, in order: one number for networks of a single representation. */
    List<Integer> stages();

    /** Shape of one input, e.g. [2] or [28, 28, 1] (height, width, channels). */
    List<Integer> input();

    /** Number of classes, at least 2. */
    int classes();

    /** The same network with other numbers of blocks. */
    NetworkSpec withStages(List<Integer> newStages);

    /** Batch normalisation; off for a family that has none or none to choose. */
    BatchNorm batchNorm();

    /** The convolutional encoder, if the network has one. */
    default Optional<ImageEncoderSpec> imageEncoder() {
        return Optional.empty();
    }

    /** Residual blocks of all segments together, K. */
    default int blocks() {
        return stages().stream().mapToInt(Integer::intValue).sum();
    }

    /** Batch normalisation in the network. */
    enum BatchNorm {
        ON,
        OFF
    }

    /** The residual network of the plane (section 4 of the paper): 9 blocks of two fully connected layers, width 2. */
    static MlpSpec mlp(List<Integer> input, int classes) {
        return new MlpSpec(9, 2, 1, BatchNorm.ON, MlpSpec.Readout.COORDINATES, input, classes);
    }

    /** The paper's ResNet9 (section 6): 9 blocks at half resolution, of 32 channels for grey images, 100 for others. */
    static ResNet9Spec resnet9(List<Integer> input, int classes) {
        int filters = input.get(input.size() - 1) == 1 ? 32 : 100;
        return new ResNet9Spec(9, ImageEncoderSpec.halving(filters), 2, 1, BatchNorm.ON, input, classes);
    }

    /** A residual network of three representations, 3 blocks each, of 64, 128 and 256 channels. */
    static ResNetSpec resnet(List<Integer> input, int classes) {
        return new ResNetSpec(List.of(3, 3, 3), 64, 1, BatchNorm.ON, input, classes);
    }

    /** ResNeXt-50-32×4d (Xie et al. 2017) behind an encoder of full resolution, as in section 6 of the paper. */
    static ResNeXtSpec resnext50(List<Integer> input, int classes) {
        return new ResNeXtSpec(ResNeXtSpec.RESNEXT50, List.of(3, 4, 6, 3), 64, 32, 4, BatchNorm.ON, input, classes);
    }

    /** ResNeXt-29-8×64d (Xie et al. 2017) behind the same encoder. */
    static ResNeXtSpec resnext29(List<Integer> input, int classes) {
        return new ResNeXtSpec(ResNeXtSpec.RESNEXT29, List.of(3, 3, 3), 64, 8, 64, BatchNorm.ON, input, classes);
    }
}
