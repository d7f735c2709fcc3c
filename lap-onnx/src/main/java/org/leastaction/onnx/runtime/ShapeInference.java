package org.leastaction.onnx.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Types and shapes of a network's tensors, as the runtime infers them without running it, and whether one point fits
 * in memory.
 */
public final class ShapeInference {

    /** Maximum bytes of all tensors that are needed at one time, for one point. */
    private static final long MOST_BYTES = 2L << 30;

    private ShapeInference() {}

    /**
     * Infers all shapes. Operations on shapes alone are computed if the runtime does not infer their results.
     *
     * @param graph a network whose input has no free extent
     * @return facts of the input and of every operation's outputs
     * @throws MalformedModelException if the runtime refuses the network, some shape depends on values, or a point
     *                                 would need more than 2 GiB
     */
    public static Map<String, TensorFact> of(Graph graph) throws MalformedModelException {
        Map<String, TensorFact> facts = new HashMap<>();
        Graph current = graph;
        Optional<String> unknown = infer(current, facts);
        while (unknown.isPresent()) {
            Graph folded = ShapeFolding.fold(current, facts);
            if (folded.nodes().size() == current.nodes().size()) {
                throw new MalformedModelException("the shape of the tensor '" + unknown.get()
                        + "' cannot be inferred without running the network");
            }
            current = folded;
            unknown = infer(current, facts);
        }
        checkMemory(graph, facts);
        return facts;
    }

    /**
     * The constants of a network, and the results of its operations on shapes and constants.
     *
     * @param facts of all tensors, as {@link #of} gives them
     * @throws MalformedModelException if the runtime refuses these operations
     */
    public static Map<String, TensorProto> constants(Graph graph, Map<String, TensorFact> facts)
            throws MalformedModelException {
        return ShapeFolding.fold(graph, facts).constants();
    }

    /** Adds the shapes that are known. Returns a tensor of unknown shape, if there is one. */
    private static Optional<String> infer(Graph graph, Map<String, TensorFact> facts) throws MalformedModelException {
        Set<String> made = new LinkedHashSet<>();
        for (NodeProto node : graph.nodes()) {
            node.outputs().stream().filter(tensor -> !tensor.isEmpty()).forEach(made::add);
        }
        facts.put(graph.input().name(), new TensorFact(graph.input().type(), graph.input().shape()));
        Map<String, TensorInfo> answers = answers(graph, graph.nodes(), made);
        List<String> withoutExtents = answers.entrySet().stream()
                .filter(answer -> answer.getValue().getShape().length == 0).map(Map.Entry::getKey).toList();
        Set<String> scalars = scalars(graph, withoutExtents);
        String unknown = null;
        for (String tensor : made) {
            long[] shape = Lookup.of(answers, tensor).getShape();
            boolean known = shape.length == 0
                    ? scalars.contains(tensor)
                    : Arrays.stream(shape).allMatch(extent -> extent >= 0);
            if (known) {
                facts.put(tensor, new TensorFact(
                        type(tensor, Lookup.of(answers, tensor)), Arrays.stream(shape).boxed().toList()));
            } else {
                unknown = unknown == null ? tensor : unknown;
            }
        }
        return Optional.ofNullable(unknown);
    }

    /**
     * The scalars among tensors for which the runtime reports no extents: the number of axes of the others is unknown.
     * The operation {@code Shape} distinguishes the two, as the extent of its result is the number of axes.
     */
    private static Set<String> scalars(Graph graph, List<String> withoutExtents) throws MalformedModelException {
        if (withoutExtents.isEmpty()) {
            return Set.of();
        }
        List<NodeProto> nodes = new ArrayList<>(graph.nodes());
        Map<String, String> axes = new LinkedHashMap<>();
        for (String tensor : withoutExtents) {
            axes.put(tensor + "#lap#axes", tensor);
            nodes.add(NodeProto.of("Shape", List.of(tensor), tensor + "#lap#axes"));
        }
        Set<String> scalars = new HashSet<>();
        answers(graph, nodes, axes.keySet()).forEach((name, answer) -> {
            if (Arrays.equals(answer.getShape(), new long[] {0})) {
                scalars.add(axes.get(name));
            }
        });
        return scalars;
    }

    /** The types and shapes that the runtime infers for some tensors. */
    private static Map<String, TensorInfo> answers(Graph graph, List<NodeProto> nodes, Set<String> tensors)
            throws MalformedModelException {
        ModelProto whole = graph.model();
        GraphProto requested = new GraphProto(nodes, graph.constants(), List.of(graph.input()), List.copyOf(tensors));
        Map<String, TensorInfo> answers = new HashMap<>();
        try (Session session = OnnxRuntime.shapes(
                new ModelProto(whole.irVersion(), whole.producer(), whole.opsets(), requested))) {
            Map<String, NodeInfo> known = session.session().getOutputInfo();
            for (String name : tensors) {
                if (!(Lookup.of(known, name).getInfo() instanceof TensorInfo tensor)) {
                    throw new MalformedModelException("the value '" + name + "' is no tensor");
                }
                answers.put(name, tensor);
            }
            return answers;
        } catch (OrtException failure) {
            throw new MalformedModelException(OnnxRuntime.reason(failure), failure);
        }
    }

    static ElementType type(String name, TensorInfo tensor) throws MalformedModelException {
        return switch (tensor.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.DOUBLE;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
            default -> throw new MalformedModelException("the tensor '" + name + "' does not hold numbers");
        };
    }

    /** Checks the size of all tensors that are needed after each operation. */
    private static void checkMemory(Graph graph, Map<String, TensorFact> facts) throws MalformedModelException {
        Map<String, Integer> readers = new HashMap<>();
        graph.nodes().forEach(
                node -> new HashSet<>(node.inputs()).forEach(tensor -> readers.merge(tensor, 1, Integer::sum)));
        long alive = bytes(facts, graph.input().name());
        for (NodeProto node : graph.nodes()) {
            for (String tensor : node.outputs()) {
                alive += tensor.isEmpty() ? 0 : bytes(facts, tensor);
                if (alive > MOST_BYTES) {
                    throw new MalformedModelException("needs more than 2 GiB for a single point, at the tensor '"
                            + tensor + "' of shape " + Lookup.of(facts, tensor).shape());
                }
            }
            for (String tensor : new HashSet<>(node.inputs())) {
                if (facts.containsKey(tensor) && readers.merge(tensor, -1, Integer::sum) == 0) {
                    alive -= bytes(facts, tensor);
                }
            }
        }
    }

    private static long bytes(Map<String, TensorFact> facts, String tensor) throws MalformedModelException {
        try {
            TensorFact fact = Lookup.of(facts, tensor);
            return Math.min(MOST_BYTES + 1, Math.multiplyExact(fact.size(), fact.type().width()));
        } catch (ArithmeticException overflow) {
            throw new MalformedModelException("the tensor '" + tensor + "' of shape " + Lookup.of(facts, tensor).shape()
                    + " is larger than any memory", overflow);
        }
    }

    /** Computes the operations of a network that depend on shapes alone, so that shapes after them can be inferred. */
    private static final class ShapeFolding {

        /** Such tensors are short lists of extents; larger ones are not computed. */
        private static final long LARGEST = 1 << 16;

        private ShapeFolding() {}

        /**
         * A network in which operations on shapes are constants, as far as the shapes that they read are known.
         *
         * @param facts of the tensors whose shapes are known
         */
        static Graph fold(Graph graph, Map<String, TensorFact> facts) throws MalformedModelException {
            Map<String, TensorProto> constants = new HashMap<>(graph.constants());
            List<NodeProto> computed = new ArrayList<>();
            Set<String> outputs = new HashSet<>();
            List<NodeProto> rest = new ArrayList<>();
            for (NodeProto node : graph.nodes()) {
                if (node.is("Shape", "Size") && facts.containsKey(node.inputs().get(0))) {
                    TensorProto shape = facts.get(node.inputs().get(0)).shapeResult(node);
                    constants.put(shape.name(), shape);
                } else if (isComputable(node, constants.keySet(), outputs, facts)) {
                    computed.add(node);
                    outputs.addAll(node.outputs());
                } else {
                    rest.add(node);
                }
            }
            outputs.remove("");
            constants.putAll(compute(graph.model(), computed, constants, outputs));
            return graph.with(rest, constants);
        }

        private static boolean isComputable(
                NodeProto node, Set<String> constants, Set<String> outputs, Map<String, TensorFact> facts) {
            return node.inputs().stream().allMatch(
                    input -> input.isEmpty() || constants.contains(input) || outputs.contains(input))
                    && node.outputs().stream().allMatch(output -> output.isEmpty()
                            || (facts.containsKey(output) && facts.get(output).size() <= LARGEST));
        }

        private static Map<String, TensorProto> compute(ModelProto whole, List<NodeProto> nodes,
                Map<String, TensorProto> constants, Set<String> outputs) throws MalformedModelException {
            if (nodes.isEmpty()) {
                return Map.of();
            }
            Map<String, TensorProto> read = new HashMap<>();
            nodes.forEach(node -> node.inputs().stream().filter(constants::containsKey)
                    .forEach(input -> read.put(input, constants.get(input))));
            GraphProto subgraph = new GraphProto(nodes, read, List.of(), List.copyOf(outputs));
            Map<String, TensorProto> results = new HashMap<>();
            try (Session session = OnnxRuntime.shapes(
                    new ModelProto(whole.irVersion(), whole.producer(), whole.opsets(), subgraph));
                    OrtSession.Result values = session.session().run(Map.of())) {
                for (Map.Entry<String, OnnxValue> value : values) {
                    results.put(value.getKey(), constant(value.getKey(), (OnnxTensor) value.getValue()));
                }
                return results;
            } catch (OrtException failure) {
                throw new MalformedModelException(OnnxRuntime.reason(failure), failure);
            }
        }

        private static TensorProto constant(String name, OnnxTensor tensor) throws MalformedModelException {
            ByteBuffer buffer = tensor.getByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            ElementType type = ShapeInference.type(name, tensor.getInfo());
            List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
            return new TensorProto(name, shape, type, ByteSlice.of(bytes));
        }
    }
}
