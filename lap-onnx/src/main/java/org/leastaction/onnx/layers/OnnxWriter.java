package org.leastaction.onnx.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.BatchNormalisation;
import org.leastaction.flow.layers.Layer.ChannelMeans;
import org.leastaction.flow.layers.Layer.Convolution;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.Layer.Flattening;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.layers.Layer.Relu;
import org.leastaction.flow.layers.Layer.Scaling;
import org.leastaction.io.AtomicFiles;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.ModelWriter;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;

/**
 * Writes layered flows as ONNX files: from the inputs [batch, channels, height, width], or [batch, d], to the logits
 * [batch, classes], for a batch of any size.
 *
 * <p>Tensors have the flow's names, and every operation has the name of its output. Other information is written to
 * {@code metadata_props}.
 */
public final class OnnxWriter implements LayerWriter {

    private static final long IR_VERSION = 8;
    private static final long OPSET = 17;
    private static final long FREE = -1;

    @Override
    public String format() {
        return "ONNX";
    }

    @Override
    public String suffix() {
        return ".onnx";
    }

    @Override
    public void write(LayeredFlow flow, Map<String, String> about, Path file) throws IOException {
        byte[] bytes = bytes(flow, about);
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    private static byte[] bytes(LayeredFlow flow, Map<String, String> about) {
        LayerNodes nodes = LayerNodes.of(flow);
        GraphProto graph = new GraphProto(nodes.nodes(), nodes.constants(),
                List.of(value(flow.input(), flow.shape().input())), List.of(flow.logits()));
        List<ValueProto> shapes = new ArrayList<>();
        flow.shapes().forEach((name, shape) -> {
            if (!name.equals(flow.input())) {
                shapes.add(value(name, shape));
            }
        });
        return ModelWriter.write(
                new ModelProto(IR_VERSION, "LAP", Map.of("", OPSET), graph), shapes, new TreeMap<>(about));
    }

    private static ValueProto value(String name, List<Integer> point) {
        List<Long> shape = new ArrayList<>(List.of(FREE));
        shape.addAll(ChannelsFirst.shape(point));
        return new ValueProto(name, ElementType.FLOAT, shape);
    }

    /** The operations that compute a flow's layers, and their constants. */
    private static final class LayerNodes {

        private final LayeredFlow flow;
        private final Map<String, List<Integer>> shapes;
        private final List<NodeProto> nodes = new ArrayList<>();
        private final Map<String, TensorProto> constants = new LinkedHashMap<>();
        /** Rows that hold images with channels first, and the images' shapes. */
        private final Map<String, List<Integer>> imageRows = new HashMap<>();

        private LayerNodes(LayeredFlow flow) {
            this.flow = flow;
            this.shapes = flow.shapes();
        }

        static LayerNodes of(LayeredFlow flow) {
            LayerNodes nodes = new LayerNodes(flow);
            flow.layers().forEach(nodes::add);
            return nodes;
        }

        List<NodeProto> nodes() {
            return nodes;
        }

        /** By name. */
        Map<String, TensorProto> constants() {
            return constants;
        }

        private void add(Layer layer) {
            if (layer instanceof Addition) {
                node("Add", layer.inputs(), layer.output());
            } else if (layer instanceof Relu) {
                node("Relu", layer.inputs(), layer.output());
            } else if (layer instanceof Scaling scaling) {
                scaling(scaling);
            } else if (layer instanceof BatchNormalisation normalisation) {
                normalisation(normalisation);
            } else if (layer instanceof Convolution convolution) {
                convolution(convolution);
            } else if (layer instanceof Dense dense) {
                dense(dense);
            } else if (layer instanceof ChannelMeans means) {
                String pooled = means.output() + "_pooled";
                node("GlobalAveragePool", means.inputs(), pooled);
                flatten(pooled, means.output());
            } else {
                flattening((Flattening) layer);
            }
        }

        private void scaling(Scaling layer) {
            String factor = constant(TensorProto.ofFloats(layer.output() + "_factor", List.of(), layer.factor()));
            node("Mul", List.of(layer.input(), factor), layer.output());
        }

        private void normalisation(BatchNormalisation layer) {
            node("BatchNormalization",
                    List.of(layer.input(), asIs(layer, "scale", layer.scale()), asIs(layer, "shift", layer.shift()),
                            asIs(layer, "mean", layer.mean()), asIs(layer, "variance", layer.variance())),
                    layer.output(), AttributeProto.real("epsilon", layer.epsilon()));
        }

        private void convolution(Convolution layer) {
            long height = layer.kernel().shape().get(0);
            long width = layer.kernel().shape().get(1);
            long stride = layer.stride();
            long border = layer.border();
            String kernel = constant(ChannelsFirst.kernel(layer.output() + "_kernel", layer.kernel()));
            node("Conv", product(layer, layer.input(), kernel, layer.bias()), layer.output(),
                    AttributeProto.integers("kernel_shape", List.of(height, width)),
                    AttributeProto.integers("strides", List.of(stride, stride)),
                    AttributeProto.integers("pads", List.of(border, border, border, border)),
                    AttributeProto.integer("group", layer.groups()));
        }

        private void dense(Dense layer) {
            String name = layer.output() + "_kernel";
            List<Integer> image = imageRows.get(layer.input());
            String kernel = constant(image == null
                    ? ChannelsFirst.asIs(name, layer.kernel())
                    : ChannelsFirst.rows(name, layer.kernel(), image));
            node("Gemm", product(layer, layer.input(), kernel, layer.bias()), layer.output());
        }

        private List<String> product(Layer layer, String input, String kernel, Optional<LayerWeights> bias) {
            return Stream.concat(Stream.of(input, kernel), bias.map(one -> asIs(layer, "bias", one)).stream()).toList();
        }

        /**
         * Rows that only dense layers read keep the order of the image; other layers receive the numbers in the flow's
         * order.
         */
        private void flattening(Flattening layer) {
            List<Integer> shape = Lookup.of(shapes, layer.input());
            boolean ordered = shape.size() != 3 || shape.get(2) == 1;
            boolean dense = flow.layers().stream().filter(other -> other.inputs().contains(layer.output()))
                    .allMatch(Dense.class::isInstance);
            if (ordered) {
                flatten(layer.input(), layer.output());
            } else if (dense) {
                imageRows.put(layer.output(), shape);
                flatten(layer.input(), layer.output());
            } else {
                String turned = layer.output() + "_channels_last";
                node("Transpose", layer.inputs(), turned, AttributeProto.integers("perm", List.of(0L, 2L, 3L, 1L)));
                flatten(turned, layer.output());
            }
        }

        private void flatten(String input, String output) {
            node("Flatten", List.of(input), output, AttributeProto.integer("axis", 1));
        }

        private String asIs(Layer layer, String what, LayerWeights weights) {
            return constant(ChannelsFirst.asIs(layer.output() + "_" + what, weights));
        }

        private String constant(TensorProto tensor) {
            constants.put(tensor.name(), tensor);
            return tensor.name();
        }

        private void node(String operator, List<String> inputs, String output, AttributeProto... settings) {
            nodes.add(NodeProto.of(operator, inputs, output, settings).withName(output));
        }
    }

    /** Shapes and weights in ONNX's order of axes. */
    private static final class ChannelsFirst {

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
        private static TensorProto gathered(String name, List<Long> dims, LayerWeights weights,
                IntUnaryOperator source) {
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
}
