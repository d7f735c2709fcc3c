package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.onnx.graph.Ancestors;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Derivatives of subgraphs with one input x and one output y, as subgraphs: reverse accumulation over the operations,
 * by the {@link Rules} of their operators. O(operations).
 *
 * <p>The products Jᵀ·w are linear in w, and their transpose with respect to w is J·u: the operations of Jᵀ·w are
 * differentiated once more, by the same rules.
 */
public final class Differentiation {

    /** Name of the second input of a derivative: the direction, or the weights of the classes. */
    public static final String DIRECTION = "#lap#direction";

    /** Name of the output of a derivative. */
    public static final String RESULT = "#lap#derivative";

    private static final long LEAST_OPSET = 7;

    private final Map<String, TensorFact> facts;
    private final Map<String, List<Long>> shapes;
    private final Map<String, TensorProto> constants;

    /**
     * For the subgraphs of a network.
     *
     * @param facts of its tensors
     * @param other of its tensors at another batch size, for subgraphs that take any batch: extents that differ between
     *              the two grow with the batch. The same facts for a fixed batch.
     * @param constants values of tensors that depend on shapes alone
     */
    public Differentiation(
            Map<String, TensorFact> facts, Map<String, TensorFact> other, Map<String, TensorProto> constants) {
        this.facts = Map.copyOf(facts);
        this.constants = Map.copyOf(constants);
        Map<String, List<Long>> known = new HashMap<>();
        facts.forEach((name, fact) -> {
            TensorFact same = other.get(name);
            if (same != null) {
                known.put(name, shape(fact.shape(), same.shape()));
            }
        });
        this.shapes = Map.copyOf(known);
    }

    private static List<Long> shape(List<Long> one, List<Long> other) {
        List<Long> shape = new ArrayList<>(one);
        for (int i = 0; i < shape.size(); i++) {
            if (i >= other.size() || !shape.get(i).equals(other.get(i))) {
                shape.set(i, Tensor.FREE);
            }
        }
        return shape;
    }

    /**
     * Jᵀ·w, from x and w.
     *
     * @throws NotDifferentiableException if an operation has no rule
     */
    public ModelProto vectorJacobian(ModelProto subgraph) {
        GraphBuilder builder = forward(subgraph);
        ValueProto input = input(subgraph);
        Tensor output = builder.tensor(output(subgraph));
        Tensor direction = builder.input(DIRECTION, output.shape());
        Tensor gradient = reverse(builder, input.name(), output, direction);
        return derivative(subgraph, builder, gradient, value(direction));
    }

    /**
     * J·u, from x and u.
     *
     * @throws NotDifferentiableException if an operation has no rule
     */
    public ModelProto jacobianVector(ModelProto subgraph) {
        GraphBuilder builder = forward(subgraph);
        ValueProto input = input(subgraph);
        Tensor output = builder.tensor(output(subgraph));
        Tensor cotangent = builder.input("#lap#cotangent", output.shape());
        Tensor gradient = reverse(builder, input.name(), output, cotangent);
        Tensor direction = builder.input(DIRECTION, gradient.shape());
        Tensor product = reverse(builder, cotangent.name(), gradient, direction);
        return derivative(subgraph, builder, product, value(direction));
    }

    /**
     * The gradient of Σ w<sub>c</sub> ln p<sub>c</sub> at x, the weighted sum of log-probabilities, from x and the
     * weights w [n, classes].
     *
     * @param ending  kind of the output
     * @param classes number of outputs; a single one stands for two classes
     * @throws NotDifferentiableException if an operation has no rule
     */
    public ModelProto scoreGradient(ModelProto subgraph, Ending ending, int classes) {
        GraphBuilder builder = forward(subgraph);
        ValueProto input = input(subgraph);
        Tensor output = builder.tensor(output(subgraph));
        Tensor logits = Losses.logits(builder, output, ending);
        Tensor weights = builder.input(DIRECTION, List.of(logits.extent(0), (long) classes));
        Tensor gradient = reverse(builder, input.name(), logits, Losses.gradient(builder, logits, weights));
        return derivative(subgraph, builder, gradient, value(weights));
    }

    private static ValueProto input(ModelProto subgraph) {
        return subgraph.graph().inputs().get(0);
    }

    private static String output(ModelProto subgraph) {
        return subgraph.graph().outputs().get(0);
    }

    private static ValueProto value(Tensor tensor) {
        return new ValueProto(tensor.name(), ElementType.FLOAT, tensor.shape());
    }

    /** The operations of a subgraph, of which those with a definition are replaced by it. */
    private GraphBuilder forward(ModelProto subgraph) {
        if (subgraph.opset() < LEAST_OPSET) {
            throw new NotDifferentiableException("the network uses version " + subgraph.opset()
                    + " of ONNX's operators, and derivatives need at least " + LEAST_OPSET);
        }
        GraphBuilder builder = new GraphBuilder(subgraph.opset(), subgraph.graph().initializers(), constants, shapes);
        Set<String> varying = new HashSet<>(Set.of(input(subgraph).name()));
        for (NodeProto node : subgraph.graph().nodes()) {
            Optional<Tensor> expanded = vary(node, varying)
                    ? named(node, () -> Definitions.expanded(new Operation(node, builder, varying, Map.of())))
                    : Optional.empty();
            expanded.ifPresentOrElse(
                    result -> builder.assign(result, node.outputs().get(0)), () -> builder.add(node));
        }
        return builder;
    }

    /** Adds the results of an operation that depend on varying tensors; false if there are none. */
    private boolean vary(NodeProto node, Set<String> varying) {
        if (node.is("Shape", "Size") || node.inputs().stream().noneMatch(varying::contains)) {
            return false;
        }
        boolean any = false;
        for (String output : node.outputs()) {
            TensorFact fact = facts.get(output);
            boolean real = fact == null || fact.type().isReal();
            if (fact != null && real && fact.type() != ElementType.FLOAT) {
                throw new NotDifferentiableException("the operation '" + node.title() + "' (" + node.operator()
                        + ") does not compute in single precision");
            }
            if (real && !output.isEmpty()) {
                varying.add(output);
                any = true;
            }
        }
        return any;
    }

    /**
     * The gradient of the inner product of a tensor with a direction, with respect to an earlier tensor.
     *
     * @param builder the operations of the gradient are added to its graph
     */
    private Tensor reverse(GraphBuilder builder, String input, Tensor output, Tensor direction) {
        List<NodeProto> nodes = List.copyOf(builder.nodes());
        Set<String> varying = new HashSet<>(Set.of(input));
        List<NodeProto> onPaths = nodes.stream().filter(node -> vary(node, varying)).toList();
        Map<String, Tensor> gradients = new HashMap<>(Map.of(output.name(), direction));
        for (int i = onPaths.size() - 1; i >= 0; i--) {
            NodeProto node = onPaths.get(i);
            if (node.outputs().stream().anyMatch(gradients::containsKey)) {
                named(node, () -> {
                    rule(node).apply(new Operation(node, builder, varying, gradients));
                    return Optional.empty();
                });
            }
        }
        Tensor gradient = gradients.get(input);
        if (gradient == null) {
            throw new NotDifferentiableException("the output does not depend on the points");
        }
        return gradient;
    }

    private static Rule rule(NodeProto node) {
        return Rules.of(node.operator())
                .orElseThrow(() -> new NotDifferentiableException("has no rule of differentiation"));
    }

    /** Runs a rule; its messages then name the operation. */
    private static Optional<Tensor> named(NodeProto node, Supplier<Optional<Tensor>> rule) {
        try {
            return rule.get();
        } catch (NotDifferentiableException refused) {
            throw new NotDifferentiableException(
                    "the operation '" + node.title() + "' (" + node.operator() + ") " + refused.getMessage());
        }
    }

    /** The subgraph of the operations that a derivative needs. */
    private static ModelProto derivative(ModelProto whole, GraphBuilder builder, Tensor result, ValueProto second) {
        builder.assign(result, RESULT);
        Ancestors needed = Ancestors.of(builder.nodes(), Set.of(RESULT));
        Map<String, TensorProto> needs = new HashMap<>(builder.constants());
        needs.keySet().retainAll(needed.tensors());
        GraphProto graph = new GraphProto(needed.nodes(), needs, List.of(input(whole), second), List.of(RESULT));
        return new ModelProto(whole.irVersion(), whole.producer(), whole.opsets(), graph);
    }
}
