package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;
import org.leastaction.onnx.proto.ValueProto;

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
}
