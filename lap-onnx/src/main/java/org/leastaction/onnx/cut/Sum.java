package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * The output of a region, as a sum of terms: {@code x + f(x)}, {@code x - f(x)}, {@code 0.9 x + 0.1 f(x)},
 * {@code x + attention(x) + network(x)}.
 *
 * <p>Nested additions, subtractions and multiples by constants are expanded. Operators that also add count as
 * additions: {@code Gemm} with a third input that varies, {@code FusedConv} with a fourth, {@code QLinearAdd}.
 *
 * @param terms at least one
 * @param nodes the operations that add, subtract and multiply them
 */
record Sum(List<Term> terms, List<NodeProto> nodes) {

    Sum {
        terms = List.copyOf(terms);
        nodes = List.copyOf(nodes);
    }

    /**
     * A term of a sum.
     *
     * @param tensor   the term; empty if it is computed inside the operation that adds it
     * @param nodes    operations of the region that compute it
     * @param sign     1, or −1 if it is subtracted
     * @param multiple whether the sum contains a multiple of it
     */
    record Term(Optional<String> tensor, List<NodeProto> nodes, int sign, boolean multiple) {

        Term {
            nodes = List.copyOf(nodes);
        }

        long weights() {
            return nodes.stream().filter(Operators::hasWeights).count();
        }
    }

    /** Whether a node adds or subtracts values that depend on the input; the addition of a constant is a bias. */
    static boolean isSum(Graph graph, NodeProto node) {
        return !inputs(graph, node).isEmpty();
    }

    /** Expands the output of a region. */
    static Sum of(Graph graph, Map<String, TensorFact> facts, SingleEntryRegion region) {
        Reader reader = new Reader(graph, facts, region, new ArrayList<>(), new ArrayList<>());
        reader.read(region.last(), 1, false);
        return new Sum(reader.terms(), reader.nodes());
    }

    /** The operations of a region that some of its tensors need, the last first. */
    static List<NodeProto> ancestors(SingleEntryRegion region, List<String> tensors) {
        Set<String> wanted = new HashSet<>(tensors);
        wanted.remove(region.start());
        List<NodeProto> ancestors = new ArrayList<>();
        for (int i = region.nodes().size() - 1; i >= 0; i--) {
            NodeProto node = region.nodes().get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                ancestors.add(node);
                wanted.addAll(node.inputs());
                wanted.remove(region.start());
            }
        }
        return ancestors;
    }

    /** The tensors that a node adds; empty if it adds none. */
    static List<String> inputs(Graph graph, NodeProto node) {
        List<String> all = node.inputs();
        List<String> added = switch (node.operator()) {
            case "Add", "Sum", "Sub" -> all;
            case "QLinearAdd" -> all.size() < 4 ? List.of() : List.of(all.get(0), all.get(3));
            case "Gemm", "FusedGemm" -> all.size() < 3 ? List.of() : List.of(all.get(2), all.get(0));
            case "FusedConv" -> all.size() < 4 ? List.of() : List.of(all.get(3), all.get(0));
            default -> List.of();
        };
        return added.size() > 1 && added.stream().allMatch(graph::varies) ? added : List.of();
    }

    private static boolean isMultiple(Graph graph, NodeProto node) {
        return Operators.isMultiple(node, graph::varies);
    }

    /** Whether operations return their input, apart from multiples by constants and rounding to integers. */
    static boolean keeps(Graph graph, List<NodeProto> nodes) {
        return nodes.stream().allMatch(node -> Operators.isIdentity(node) || Operators.isRequantisation(node)
                || isMultiple(graph, node));
    }

    private record Reader(Graph graph, Map<String, TensorFact> facts, SingleEntryRegion region, List<Term> terms,
            List<NodeProto> nodes) {

        void read(NodeProto sum, int sign, boolean multiple) {
            nodes.add(sum);
            List<String> added = inputs(graph, sum);
            boolean product = sum.is("Gemm", "FusedGemm", "FusedConv");
            read(added.get(0), sign, multiple || product);
            if (product) {
                List<NodeProto> factors = new ArrayList<>(List.of(sum));
                factors.addAll(ancestors(region, graph.varyingInputs(sum).stream()
                        .filter(tensor -> !tensor.equals(added.get(0))).toList()));
                terms.add(new Term(Optional.empty(), factors, sign, false));
            } else {
                added.stream().skip(1).forEach(tensor -> read(tensor, sum.is("Sub") ? -sign : sign, multiple));
            }
        }

        private void read(String tensor, int sign, boolean multiple) {
            Optional<NodeProto> nested = nested(tensor);
            if (nested.isEmpty()) {
                terms.add(new Term(Optional.of(tensor), ancestors(region, List.of(tensor)), sign, multiple));
            } else if (isMultiple(graph, nested.get())) {
                nodes.add(nested.get());
                read(graph.varyingInputs(nested.get()).get(0), sign, true);
            } else {
                read(nested.get(), sign, multiple);
            }
        }

        /**
         * The operation inside the region that computes a tensor, if it is a sum of the region's shape or a multiple of
         * one.
         */
        private Optional<NodeProto> nested(String tensor) {
            return graph.producer(tensor).filter(region.nodes()::contains).filter(node -> hasShapeOfEnd(tensor))
                    .filter(node -> isSum(graph, node)
                            ? node.is("Sub") || graph.consumers(tensor).size() == 1
                            : isMultiple(graph, node) && nested(graph.varyingInputs(node).get(0)).isPresent());
        }

        private boolean hasShapeOfEnd(String tensor) {
            return Lookup.of(facts, tensor).shape().equals(Lookup.of(facts, region.end()).shape());
        }
    }
}
