package org.leastaction.onnx.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.flow.layers.Addition;
import org.leastaction.flow.layers.BatchNormalisation;
import org.leastaction.flow.layers.ChannelMeans;
import org.leastaction.flow.layers.Convolution;
import org.leastaction.flow.layers.Dense;
import org.leastaction.flow.layers.Flattening;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.layers.Relu;
import org.leastaction.flow.layers.Scaling;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.proto.AttributeProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/** The operations that compute a flow's layers, and their constants. */
final class LayerNodes {

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

    /** Rows for dense layers alone keep the order of the image; others see the numbers in the flow's own. */
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
