package org.leastaction.tf.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.flow.layers.Layer;
import org.leastaction.flow.layers.Layer.Addition;
import org.leastaction.flow.layers.Layer.BatchNormalisation;
import org.leastaction.flow.layers.Layer.ChannelMeans;
import org.leastaction.flow.layers.Layer.Convolution;
import org.leastaction.flow.layers.Layer.Dense;
import org.leastaction.flow.layers.Layer.Flattening;
import org.leastaction.flow.layers.Layer.Relu;
import org.leastaction.flow.layers.Layer.Scaling;
import org.leastaction.flow.layers.LayerWeights;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.model.FlowGraph;
import org.leastaction.tf.model.FlowGraph.BlockTensors;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/**
 * Derives the layers of a flow from its graph, starting at the inputs.
 *
 * <p>A tensor of the graph maps to the layer tensor with the same elements, whatever reshaping lies in between:
 * reshaping is a layer only where an image becomes a row.
 */
public final class FlowLayers {

    private final FlowGraph flow;
    private final ParameterTensors parameters;
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, List<Integer>> shapes = new HashMap<>();
    private final Map<Output<?>, String> known = new HashMap<>();
    private final Map<Output<?>, String> wanted = new HashMap<>();
    private final Map<String, String> flattened = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private String part = "encoder";

    private FlowLayers(FlowGraph flow, ParameterTensors parameters) {
        this.flow = flow;
        this.parameters = parameters;
    }

    /**
     * The layers of a flow.
     *
     * @param session holds its variables
     * @throws IllegalArgumentException if an operation of the graph is no layer
     */
    public static LayeredFlow of(FlowGraph flow, Session session) {
        return new FlowLayers(flow, new ParameterTensors(session, flow.logits())).read();
    }

    private LayeredFlow read() {
        known.put(flow.inputs().asOutput(), FlowTensor.INPUT);
        shapes.put(FlowTensor.INPUT, flow.shape().input());
        String encoded = encoded();
        List<String> states = new ArrayList<>();
        for (BlockTensors block : flow.blocks()) {
            FlowTensor.OfBlock names = new FlowTensor.OfBlock(block.segment() + 1, states.size() + 1);
            part = names.prefix();
            want(block.shortcut(), names.shortcut());
            want(block.residue(), names.residue());
            want(block.output(), names.output());
            states.add(tensor(block.output().asOutput()));
        }
        part = "classifier";
        want(flow.logits(), FlowTensor.LOGITS);
        String logits = tensor(flow.logits().asOutput());
        return new LayeredFlow(flow.shape(), layers, FlowTensor.INPUT, encoded, states, logits);
    }

    /** A network of rows whose inputs are images begins by flattening them. */
    private String encoded() {
        want(flow.encoded(), FlowTensor.ENCODED);
        String encoded = tensor(flow.encoded().asOutput());
        if (!shape(encoded).equals(flow.shape().encoded())) {
            encoded = add(new Flattening(encoded, FlowTensor.ENCODED));
            known.put(flow.encoded().asOutput(), encoded);
        }
        return encoded;
    }

    /** Sets the name of the tensor that a layer computes. */
    private void want(Operand<TFloat32> tensor, String name) {
        Output<?> source = tensor.asOutput();
        while (isPassedOn((GraphOperation) source.op())) {
            source = ((GraphOperation) source.op()).input(0);
        }
        wanted.putIfAbsent(source, name);
    }

    private static boolean isPassedOn(GraphOperation operation) {
        return switch (operation.type()) {
            case "Identity", "StopGradient", "Reshape" -> true;
            default -> false;
        };
    }

    private String tensor(Output<?> tensor) {
        String there = known.get(tensor);
        if (there == null) {
            GraphOperation operation = (GraphOperation) tensor.op();
            there = isPassedOn(operation) ? tensor(operation.input(0)) : add(layer(operation));
            known.put(tensor, there);
        }
        return there;
    }

    private String add(Layer layer) {
        shapes.put(layer.output(), layer.shape(layer.inputs().stream().map(shapes::get).toList()));
        layers.add(layer);
        return layer.output();
    }

    private Layer layer(GraphOperation operation) {
        return switch (operation.type()) {
            case "Conv2D" -> convolution(operation, operation, Optional.empty());
            case "MatMul", "BatchMatMulV3" -> dense(operation, operation, Optional.empty());
            case "BiasAdd" -> biased(operation);
            case "Add" -> parameters.has(operation.input(1)) ? sumWithParameter(operation) : addition(operation);
            case "FusedBatchNormV3" -> normalisation(operation);
            case "Relu" -> new Relu(tensor(operation.input(0)), name(operation, "relu"));
            case "Mul" -> new Scaling(
                    tensor(operation.input(0)), name(operation, "scaled"), parameters.number(operation.input(1)));
            case "Mean" -> new ChannelMeans(tensor(operation.input(0)), name(operation, "means"));
            default -> throw new IllegalArgumentException(
                    "the operation " + operation.name() + " of the type " + operation.type() + " is no layer");
        };
    }

    private Layer addition(GraphOperation operation) {
        String one = tensor(operation.input(0));
        return new Addition(one, tensor(operation.input(1)), name(operation, "sum"));
    }

    private Layer sumWithParameter(GraphOperation operation) {
        return ((GraphOperation) operation.input(0).op()).type().equals("BatchMatMulV3")
                ? biased(operation)
                : stackedNormalisation(operation);
    }

    /** A product followed by a bias. */
    private Layer biased(GraphOperation sum) {
        GraphOperation product = (GraphOperation) sum.input(0).op();
        Optional<Output<?>> bias = Optional.of(sum.input(1));
        return product.type().equals("Conv2D") ? convolution(product, sum, bias) : dense(product, sum, bias);
    }

    private Layer dense(GraphOperation product, GraphOperation last, Optional<Output<?>> bias) {
        int[] kernel = extents(product.input(1));
        int outputs = kernel[kernel.length - 1];
        String input = row(tensor(product.input(0)));
        return new Dense(input, name(last, "dense"),
                parameters.of(product.input(1), List.of(kernel[kernel.length - 2], outputs)),
                bias.map(one -> parameters.of(one, List.of(outputs))));
    }

    /** The tensor, flattened. */
    private String row(String tensor) {
        return shape(tensor).size() == 1
                ? tensor
                : flattened.computeIfAbsent(tensor, image -> add(new Flattening(image, fresh("flattened"))));
    }

    private Layer convolution(GraphOperation product, GraphOperation last, Optional<Output<?>> bias) {
        GraphOperation before = (GraphOperation) product.input(0).op();
        boolean padded = before.type().equals("PadV2");
        boolean thinned = before.type().equals("AvgPool");
        Output<?> image = padded || thinned ? before.input(0) : product.input(0);
        int[] kernel = extents(product.input(1));
        int channels = extents(image)[3];
        int border = switch (product.attributes().getAttrString("padding")) {
            case "SAME" -> kernel[0] / 2;
            default -> padded ? (extents(product.input(0))[1] - extents(image)[1]) / 2 : 0;
        };
        return new Convolution(tensor(image), name(last, "convolution"),
                parameters.of(product.input(1), Arrays.stream(kernel).boxed().toList()),
                bias.map(one -> parameters.of(one, List.of(kernel[3]))),
                stride(thinned ? before : product), border, channels / kernel[2]);
    }

    private static int stride(GraphOperation operation) {
        return (int) operation.attributes().getAttrIntList("strides")[1];
    }

    private Layer normalisation(GraphOperation operation) {
        List<Integer> channels = List.of(extents(operation.input(1))[0]);
        return new BatchNormalisation(tensor(operation.input(0)), name(operation, "normalised"),
                parameters.of(operation.input(3), channels), parameters.of(operation.input(4), channels),
                parameters.of(operation.input(1), channels), parameters.of(operation.input(2), channels),
                operation.attributes().getAttrFloat("epsilon"));
    }

    private Layer stackedNormalisation(GraphOperation last) {
        StackedNormalisation norm = StackedNormalisation.endingWith(last);
        String input = tensor(norm.x());
        List<Integer> channels = shape(input);
        return new BatchNormalisation(input, name(last, "normalised"),
                parameters.of(norm.mean(), channels), parameters.of(norm.variance(), channels),
                parameters.of(norm.scale(), channels), parameters.of(norm.shift(), channels),
                parameters.number(norm.epsilon()));
    }

    /** The shape of a point of a tensor that a layer has computed. */
    private List<Integer> shape(String tensor) {
        return Objects.requireNonNull(shapes.get(tensor), tensor);
    }

    /** The name of an operation's result. */
    private String name(GraphOperation operation, String kind) {
        String own = wanted.get(operation.output(0));
        return own == null ? fresh(kind) : own;
    }

    private String fresh(String kind) {
        String stem = part + "_" + kind;
        return stem + counts.merge(stem, 1, Integer::sum);
    }

    private static int[] extents(Output<?> tensor) {
        return Arrays.stream(tensor.shape().asArray()).mapToInt(Math::toIntExact).toArray();
    }

    /** The constants and variables that a tensor depends on, and their current values. */
    private static final class ParameterTensors {

        private static final Set<String> KINDS = Set.of("Const", "ReadVariableOp");

        private final Map<Output<?>, float[]> values = new HashMap<>();

        /** Reads all in one run, as each new set of fetched tensors costs a pass over the graph. */
        ParameterTensors(Session session, Operand<TFloat32> computed) {
            List<Output<?>> all = new ArrayList<>();
            collect(computed.asOutput(), new HashSet<>(), all);
            Session.Runner runner = session.runner();
            all.forEach(runner::fetch);
            try (Result result = runner.run()) {
                for (int i = 0; i < all.size(); i++) {
                    values.put(all.get(i), Feeds.read(result.get(i)));
                }
            }
        }

        private static void collect(Output<?> tensor, Set<Output<?>> seen, List<Output<?>> into) {
            if (!seen.add(tensor)) {
                return;
            }
            GraphOperation operation = (GraphOperation) tensor.op();
            if (!KINDS.contains(operation.type())) {
                operation.inputs().forEach(input -> collect(input.asOutput(), seen, into));
            } else if (tensor.type() == TFloat32.class) {
                into.add(tensor);
            }
        }

        boolean has(Output<?> tensor) {
            return values.containsKey(tensor);
        }

        /**
         * Values in the shape of the layer, without the instance axis of a stacked layout.
         *
         * @throws IllegalArgumentException if the tensor is no parameter, or has another number of elements
         */
        LayerWeights of(Output<?> tensor, List<Integer> shape) {
            return LayerWeights.wrap(shape, required(tensor));
        }

        /** The only element. */
        float number(Output<?> tensor) {
            return of(tensor, List.of(1)).get(0);
        }

        private float[] required(Output<?> tensor) {
            float[] found = values.get(tensor);
            if (found == null) {
                throw new IllegalArgumentException(tensor.op().name() + " is neither a constant nor a variable");
            }
            return found;
        }
    }

    /**
     * The tensors of (x − mean) · (1/√(variance + ε) · scale) + shift, the normalisation of stacked layers.
     *
     * @param x the normalised tensor
     */
    private record StackedNormalisation(
            Output<?> x, Output<?> mean, Output<?> variance, Output<?> epsilon, Output<?> scale, Output<?> shift) {

        /** @throws IllegalArgumentException if the operation is not the last one of such a normalisation */
        static StackedNormalisation endingWith(GraphOperation sum) {
            GraphOperation product = before(sum, 0, "Mul");
            GraphOperation centred = before(product, 0, "Sub");
            GraphOperation factor = before(product, 1, "Mul");
            GraphOperation widened = before(before(factor, 0, "Rsqrt"), 0, "Add");
            return new StackedNormalisation(
                    centred.input(0), centred.input(1), widened.input(0), widened.input(1), factor.input(1),
                    sum.input(1));
        }

        private static GraphOperation before(GraphOperation operation, int input, String type) {
            GraphOperation before = (GraphOperation) operation.input(input).op();
            if (!before.type().equals(type)) {
                throw new IllegalArgumentException("the operation " + operation.name() + " follows " + before.type()
                        + ", not the " + type + " of a normalisation");
            }
            return before;
        }
    }
}
