package org.leastaction.onnx.cut;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.settings.SettingType;

/**
 * The end of a network.
 *
 * @param tensor  that is read as scores: the output, or the logits before a softmax, a sigmoid or an argmax
 * @param classes number of classes, 0 if the network is not a classifier; a single logit means 2 classes
 */
public record OutputHead(String tensor, Ending ending, int classes) {

    private static final Set<String> RESHAPING =
            Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast", "Dropout");

    /** Operators whose results are read as logits: their values are not bounded. */
    private static final Set<String> UNBOUNDED = Set.of("Gemm", "MatMul", "Add", "Sub", "Conv", "Einsum", "FusedGemm",
            "FusedMatMul", "FusedConv", "BatchNormalization", "ReduceMean", "GlobalAveragePool", "AveragePool",
            "MatMulInteger", "QLinearMatMul", "QLinearConv", "QGemm", "DequantizeLinear", "LayerNormalization");

    /** A network without a classifier, up to a tensor. */
    static OutputHead ofPoints(String tensor) {
        return new OutputHead(tensor, Ending.POINTS, 0);
    }

    public OutputHead withEnding(Ending newEnding) {
        return new OutputHead(tensor, newEnding, classes);
    }

    /**
     * Determines the head of a network.
     *
     * @param requested  kind of the output as specified by the user
     * @throws IllegalArgumentException if the output is specified as class scores, and has no axis of classes
     */
    static OutputHead of(Graph graph, Map<String, TensorFact> facts, int batch, Optional<Ending> requested) {
        if (requested.isPresent()) {
            return requested(graph.output(), requested.get(), numbers(Lookup.of(facts, graph.output()), batch));
        }
        String output = beforeArgmax(graph, facts).orElse(graph.output());
        int numbers = numbers(Lookup.of(facts, output), batch);
        boolean real = Lookup.of(facts, output).type().isReal() || graph.quantisation(output).isPresent();
        if (numbers == 0 || !real) {
            return ofPoints(graph.output());
        }
        int classes = Math.max(2, numbers);
        String tensor = beforeReshaping(graph, output);
        Optional<NodeProto> last = graph.producer(tensor);
        if (last.isEmpty() || UNBOUNDED.contains(last.get().operator())) {
            return new OutputHead(output, Ending.LOGITS, classes);
        }
        String before = last.get().inputs().get(0);
        if (last.get().is("Sigmoid")) {
            return new OutputHead(before, Ending.SIGMOID, classes);
        }
        if (isOverAll(last.get(), facts, numbers, graph.model().opset())) {
            return new OutputHead(before, last.get().is("Softmax") ? Ending.SOFTMAX : Ending.LOG_SOFTMAX, classes);
        }
        return new OutputHead(output, Ending.UNDECIDED, classes);
    }

    private static OutputHead requested(String output, Ending ending, int numbers) {
        if (ending == Ending.POINTS) {
            return ofPoints(output);
        }
        if (numbers == 0) {
            throw new IllegalArgumentException(
                    "the output '" + output + "' has no single axis of classes, so it cannot be"
                            + " read as " + SettingType.word(ending));
        }
        return new OutputHead(output, ending, Math.max(2, numbers));
    }

    /** Numbers of one point, if all its axes but one have extent 1, as in [n, 10] and [n, 10, 1, 1]; otherwise 0. */
    private static int numbers(TensorFact fact, int batch) {
        List<Long> shape = fact.shape();
        boolean first = !shape.isEmpty() && shape.get(0) == batch && (shape.size() > 1 || batch == 1);
        long perPoint = fact.size() / batch;
        boolean oneAxis = first && shape.stream().skip(1).filter(extent -> extent != 1).count() <= 1;
        return oneAxis && perPoint <= Integer.MAX_VALUE ? (int) perPoint : 0;
    }

    /**
     * This head, unless the network's outputs have the shape of its inputs and directly follow its blocks: a sampler is
     * no classifier.
     */
    OutputHead behind(List<ResidualBlock> blocks, Graph graph, Map<String, TensorFact> facts) {
        return endsWithItsBlocks(graph, facts, blocks) ? ofPoints(graph.output()) : this;
    }

    /** Whether the outputs have the shape of the inputs, and no weights follow the last block: a sampler, a flow. */
    private static boolean endsWithItsBlocks(
            Graph graph, Map<String, TensorFact> facts, List<ResidualBlock> blocks) {
        if (blocks.isEmpty()) {
            return false;
        }
        String last = blocks.get(blocks.size() - 1).output();
        List<Long> shape = Lookup.of(facts, graph.output()).shape();
        String first = graph.input().name().equals(PackedInputs.ROWS) ? blocks.get(0).input() : graph.input().name();
        if (!shape.equals(Lookup.of(facts, last).shape()) || !shape.equals(Lookup.of(facts, first).shape())
                || !isInput(graph, first)) {
            return false;
        }
        String tensor = graph.output();
        while (!tensor.equals(last)) {
            Optional<NodeProto> node = graph.producer(tensor);
            List<String> varying = node.map(graph::varyingInputs).orElse(List.of());
            if (varying.size() != 1 || Operators.hasWeights(node.get())
                    || node.get().is("Softmax", "LogSoftmax", "Sigmoid")) {
                return false;
            }
            tensor = varying.get(0);
        }
        return true;
    }

    /** Whether a tensor is the network's input, or one of those that its rows hold. */
    private static boolean isInput(Graph graph, String tensor) {
        String from = tensor;
        while (!from.equals(graph.input().name())) {
            Optional<NodeProto> node = graph.producer(from);
            if (node.isEmpty() || !node.get().is("Gather", "Reshape", "Cast", "Identity")) {
                return false;
            }
            from = node.get().inputs().get(0);
        }
        return true;
    }

    /** The input of an argmax over all numbers of a point, if the output is its result. */
    private static Optional<String> beforeArgmax(Graph graph, Map<String, TensorFact> facts) {
        String tensor = beforeReshaping(graph, graph.output());
        return graph.producer(tensor).filter(node -> node.is("ArgMax"))
                .map(node -> node.inputs().get(0)).filter(from -> facts.containsKey(from));
    }

    private static String beforeReshaping(Graph graph, String output) {
        String tensor = output;
        Optional<NodeProto> last = graph.producer(tensor);
        while (last.isPresent() && RESHAPING.contains(last.get().operator())
                && graph.varies(last.get().inputs().get(0))) {
            tensor = last.get().inputs().get(0);
            last = graph.producer(tensor);
        }
        return tensor;
    }

    /** Whether an operation normalises all numbers of a point to probabilities. */
    private static boolean isOverAll(NodeProto node, Map<String, TensorFact> facts, long perPoint, long opset) {
        if (!node.is("Softmax", "LogSoftmax") || perPoint == 1) {
            return false;
        }
        List<Long> shape = Lookup.of(facts, node.inputs().get(0)).shape();
        boolean flattens = opset < 13;
        long axis = node.number("axis", flattens ? 1 : -1);
        int from = (int) (axis < 0 ? axis + shape.size() : axis);
        if (from < 0 || from >= shape.size()) {
            return false;
        }
        return flattens
                ? shape.subList(from, shape.size()).stream().reduce(1L, Math::multiplyExact) == perPoint
                : shape.get(from) == perPoint;
    }
}
