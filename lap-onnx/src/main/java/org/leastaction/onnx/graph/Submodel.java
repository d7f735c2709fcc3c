package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Extracts subgraphs of a network, as networks of their own. Inputs and outputs of a subgraph are in single precision,
 * whatever the types inside are; integers that represent real numbers are converted. Weights are shared with the whole.
 *
 * @param facts of all tensors that depend on the input's values
 */
public record Submodel(Graph graph, Map<String, TensorFact> facts) {

    /** Marks names that are added here. */
    private static final String OWN = "#lap";

    /**
     * The subgraph between a boundary tensor and some later tensors.
     *
     * @param layout  the layout of the points in its start
     * @param targets its outputs, in this order; {@link #outputName} has their names
     * @param axis    whether its input takes any number of points; shapes of tensors before {@code start} become
     *                constants, except for a free batch, which is read from the subgraph's input
     * @throws IllegalStateException if the subgraph reads the size of a tensor before it, and the axis is free
     */
    public ModelProto between(String start, BatchLayout layout, List<String> targets, BatchAxis axis) {
        TensorFact entering = Lookup.of(facts, start);
        Map<String, TensorProto> constants = new HashMap<>();
        List<NodeProto> nodes = new ArrayList<>();
        if (entering.type() != ElementType.FLOAT) {
            Optional<Quantisation> quantisation = graph.quantisation(start);
            nodes.add(quantisation.map(to -> to.toIntegers(inputName(start), start))
                    .orElseGet(() -> NodeProto.cast(inputName(start), start, entering.type())));
            quantisation.ifPresent(to -> constants.putAll(constants(to)));
        }
        for (NodeProto node : needed(start, Set.copyOf(targets))) {
            if (node.is("Shape", "Size") && isUpstream(node.inputs().get(0), start)) {
                TensorFact before = Lookup.of(facts, node.inputs().get(0));
                if (axis == BatchAxis.FREE && before.includesFirstExtent(node)) {
                    BatchShape shape = BatchShape.of(node, before, start, layout);
                    nodes.addAll(shape.nodes());
                    shape.constants().forEach(constant -> constants.put(constant.name(), constant));
                } else {
                    TensorProto shape = before.shapeResult(node);
                    constants.put(shape.name(), shape);
                }
            } else {
                nodes.add(node);
                node.inputs().stream().filter(graph.constants()::containsKey)
                        .forEach(name -> constants.put(name, graph.constants().get(name)));
            }
        }
        for (String target : targets) {
            if (Lookup.of(facts, target).type() != ElementType.FLOAT) {
                Optional<Quantisation> quantisation = graph.quantisation(target);
                nodes.add(quantisation.map(from -> from.toReal(target, outputName(target)))
                        .orElseGet(() -> NodeProto.cast(target, outputName(target), ElementType.FLOAT)));
                quantisation.ifPresent(from -> constants.putAll(constants(from)));
            }
        }
        List<Long> shape = new ArrayList<>(entering.shape());
        if (axis == BatchAxis.FREE) {
            shape.set(layout.axis(), -1L);
        }
        GraphProto subgraph = new GraphProto(nodes, constants,
                List.of(new ValueProto(inputName(start), ElementType.FLOAT, shape)),
                targets.stream().map(this::outputName).toList());
        ModelProto whole = graph.model();
        return new ModelProto(whole.irVersion(), whole.producer(), whole.opsets(), subgraph);
    }

    private Map<String, TensorProto> constants(Quantisation quantisation) {
        return Map.of(quantisation.scale(), graph.constants().get(quantisation.scale()),
                quantisation.zeroPoint(), graph.constants().get(quantisation.zeroPoint()));
    }

    /** Name of a subgraph's input. */
    public String inputName(String start) {
        return Lookup.of(facts, start).type() == ElementType.FLOAT ? start : start + OWN;
    }

    /** Name of a target among a subgraph's outputs. */
    public String outputName(String target) {
        return Lookup.of(facts, target).type() == ElementType.FLOAT ? target : target + OWN + "out";
    }

    private List<NodeProto> needed(String start, Set<String> targets) {
        Set<String> wanted = new HashSet<>(targets);
        wanted.remove(start);
        List<NodeProto> needed = new ArrayList<>();
        List<NodeProto> all = graph.nodes();
        for (int i = all.size() - 1; i >= 0; i--) {
            NodeProto node = all.get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                needed.add(node);
                if (!(node.is("Shape", "Size") && isUpstream(node.inputs().get(0), start))) {
                    wanted.addAll(node.inputs());
                    wanted.remove(start);
                }
            }
        }
        Collections.reverse(needed);
        return needed;
    }

    /** Whether a tensor that depends on the input's values is computed before, or parallel to, a boundary tensor. */
    private boolean isUpstream(String tensor, String start) {
        return graph.varies(tensor) && !tensor.equals(start) && order(tensor) < order(start);
    }

    private int order(String tensor) {
        return graph.producer(tensor).map(graph.nodes()::indexOf).orElse(-1);
    }

    /**
     * The shape of a tensor outside a subgraph, computed from the batch of a tensor inside and known extents.
     *
     * @param nodes     operations in order; the last one computes the shape
     * @param constants their constant inputs
     */
    private record BatchShape(List<NodeProto> nodes, List<TensorProto> constants) {

        /**
         * Replaces an operation {@code Shape} whose result starts with the batch.
         *
         * @param absent  type and shape of the operation's input
         * @param present a tensor inside, whose first axis is also the batch
         * @param layout  where its points are
         * @throws IllegalStateException if the operation is {@code Size}, or the points are not the first axis of both
         */
        static BatchShape of(NodeProto operation, TensorFact absent, String present, BatchLayout layout) {
            if (!operation.is("Shape") || !layout.isFirstAxis() || absent.shape().get(0) != layout.points()) {
                throw new IllegalStateException("'" + operation.title() + "' reads a shape from before the cut");
            }
            String name = operation.outputs().get(0);
            long[] known = absent.shapeResult(operation).longs();
            TensorProto first = TensorProto.ofLongs(name + "#first", 0);
            NodeProto whole = NodeProto.of("Shape", List.of(present), name + "#whole");
            if (known.length == 1) {
                return new BatchShape(
                        List.of(whole, NodeProto.of("Gather", List.of(name + "#whole", first.name()), name)),
                        List.of(first));
            }
            long[] extents = Arrays.copyOfRange(known, 1, known.length);
            TensorProto rest = TensorProto.ofLongs(name + "#rest", extents);
            return new BatchShape(
                    List.of(whole,
                            NodeProto.of("Gather", List.of(name + "#whole", first.name()), name + "#batch"),
                            NodeProto.concat(List.of(name + "#batch", rest.name()), name)),
                    List.of(first, rest));
        }
    }
}
