package org.leastaction.onnx.layers;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.onnx.proto.TensorProto;

/** Shapes and weights in the order that ONNX has them in. */
final class ChannelsFirst {

    private ChannelsFirst() {}

    /** [height, width, channels] as [channels, height, width]; other shapes as they are. */
    static List<Long> shape(List<Integer> point) {
        return longs(point.size() == 3 ? List.of(point.get(2), point.get(0), point.get(1)) : point);
    }

    /** Weights as they are. */
    static TensorProto asIs(String name, LayerWeights weights) {
        return gathered(name, longs(weights.shape()), weights, i -> i);
    }

    /** [height, width, inputs, outputs] as [outputs, inputs, height, width]. */
    static TensorProto kernel(String name, LayerWeights weights) {
        int height = weights.shape().get(0);
        int width = weights.shape().get(1);
        int inputs = weights.shape().get(2);
        int outputs = weights.shape().get(3);
        return gathered(name, longs(List.of(outputs, inputs, height, width)), weights, i -> {
            int pixel = i % (height * width);
            int input = i / (height * width) % inputs;
            int output = i / (height * width * inputs);
            return (pixel * inputs + input) * outputs + output;
        });
    }

    /**
     * A dense layer's kernel [inputs, outputs], its rows in the order of an image with channels first.
     *
     * @param image [height, width, channels], whose numbers are the inputs
     */
    static TensorProto rows(String name, LayerWeights weights, List<Integer> image) {
        int pixels = image.get(0) * image.get(1);
        int channels = image.get(2);
        int outputs = weights.shape().get(1);
        return gathered(name, longs(weights.shape()), weights, i -> {
            int row = i / outputs;
            return (row % pixels * channels + row / pixels) * outputs + i % outputs;
        });
    }

    /** @param source where each element comes from */
    private static TensorProto gathered(String name, List<Long> dims, LayerWeights weights, IntUnaryOperator source) {
        float[] values = new float[weights.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.get(source.applyAsInt(i));
        }
        return TensorProto.ofFloats(name, dims, values);
    }

    private static List<Long> longs(List<Integer> extents) {
        return extents.stream().map(Integer::longValue).toList();
    }
}
