package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;
import org.leastaction.onnx.cut.ResidualDetector.TermSum.Term;
import org.leastaction.onnx.graph.Ancestors;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/** Decides which regions are residual blocks. */
final class ResidualDetector {

    private final Graph graph;
    private final Map<String, TensorFact> facts;
    private final List<ResidualRegion> residual = new ArrayList<>();
    private final List<Unrecognised> unrecognised = new ArrayList<>();
    private final Set<NodeProto> joining = new HashSet<>();

    ResidualDetector(Graph graph, Map<String, TensorFact> facts, List<SingleEntryRegion> regions) {
        this.graph = graph;
        this.facts = facts;
        for (int i = 0; i < regions.size(); i++) {
            SingleEntryRegion region = regions.get(i);
            if (!region.skips().isEmpty()) {
                unrecognised
                        .add(new Unrecognised(region.last().title(), "ends a skip connection that bypasses the blocks"
                                + " before it; --blocks " + region.last().title() + " takes all of them as one block"));
            } else if (!region.start().equals(PackedInputs.ROWS) // sums of embeddings of several inputs are no blocks
                    && (region.nodes().size() > 1 || TermSum.isSum(graph, region.last()))) {
                read(i, region);
            }
        }
    }

    /** The residual blocks, in order. */
    List<ResidualRegion> residual() {
        return residual;
    }

    List<Unrecognised> unrecognised() {
        return unrecognised;
    }

    private void read(int position, SingleEntryRegion region) {
        Optional<Term> shortcut = shortcut(region);
        if (shortcut.isPresent()) {
            Set<NodeProto> beside = new HashSet<>(shortcut.get().nodes());
            residual.add(new ResidualRegion(position, region, shortcut.get().tensor().orElseThrow(),
                    region.nodes().stream()
                            .filter(node -> !beside.contains(node) && !node.equals(region.last())).toList()));
            inner(region, "is inside the block " + region.last().title() + ", whose shortcut bypasses it");
        } else if (TermSum.isSum(graph, region.last())) {
            if (!isCentring(region)) {
                unrecognised.add(new Unrecognised(region.last().title(), reason(region)));
                inner(region, "is on one of several branches, which join in " + region.last().title());
            }
        } else if (region.nodes().stream().anyMatch(Operators::hasWeights) && !isIntegerProduct(region)) {
            unrecognised.add(new Unrecognised(region.last().title(),
                    "its branches are joined by " + region.last().operator() + ", not by an addition"));
            inner(region, "is on one of several branches, which are joined by " + region.last().operator());
        }
    }

    /** The shortcut of a region; its tensor is the region's start for the identity and its multiples. */
    private Optional<Term> shortcut(SingleEntryRegion region) {
        NodeProto last = region.last();
        if (last.is("Where") && last.inputs().size() == 3 && !graph.varies(last.inputs().get(0))) {
            return choiceOfIdentities(region);
        }
        if (last.is("Reshape")) {
            return identityOfRows(region);
        }
        if (!TermSum.isSum(graph, last)) {
            return Optional.empty();
        }
        TermSum sum = TermSum.of(graph, facts, region);
        joining.addAll(sum.nodes());
        List<Term> terms = sum.terms();
        boolean subtractsOther = terms.stream().anyMatch(term -> term.sign() < 0
                && term.tensor().map(tensor -> !shape(tensor).equals(shape(region.end()))).orElse(false));
        if (subtractsOther) {
            return Optional.empty();
        }
        List<Term> possible = terms.stream()
                .filter(term -> term.sign() > 0 && term.tensor().isPresent())
                .filter(term -> shape(term.tensor().get()).equals(shape(region.end())))
                .filter(term -> term.nodes().stream().allMatch(Operators::mayLieOnShortcut))
                .toList();
        Optional<Term> identity = possible.stream().filter(term -> TermSum.keeps(graph, term.nodes())).findFirst();
        if (identity.isPresent()) {
            boolean alone = terms.stream().allMatch(term -> term.nodes().stream().allMatch(Operators::isIdentity));
            return alone ? Optional.empty() : identity.map(term -> startOf(region, term.nodes()));
        }
        if (terms.size() < 2 || terms.stream().anyMatch(this::isSubtractedStart)) {
            return Optional.empty();
        }
        return possible.stream().filter(term -> !term.multiple())
                .min(Comparator.comparingLong(Term::weights).thenComparingInt(term -> term.nodes().size()));
    }

    /**
     * The shortcut of a choice by a constant between two sums, as in a linear interpolation: both must contain the
     * region's start.
     */
    private Optional<Term> choiceOfIdentities(SingleEntryRegion region) {
        List<NodeProto> beside = new ArrayList<>();
        for (String branch : region.last().inputs().subList(1, 3)) {
            List<NodeProto> nodes = new ArrayList<>(TermSum.ancestors(region, List.of(branch)));
            Collections.reverse(nodes);
            Optional<Term> shortcut = nodes.isEmpty() || !shape(branch).equals(shape(region.end()))
                    ? Optional.empty()
                    : shortcut(new SingleEntryRegion(region.start(), branch, nodes));
            if (shortcut.isEmpty() || !shortcut.get().tensor().orElseThrow().equals(region.start())) {
                return Optional.empty();
            }
            beside.addAll(shortcut.get().nodes());
        }
        return Optional.of(startOf(region, beside));
    }

    /** The shortcut of a block between two reshapes, see {@link RowBlocks}: the region's start, if its rows are kept. */
    private Optional<Term> identityOfRows(SingleEntryRegion region) {
        NodeProto first = region.nodes().get(0);
        List<NodeProto> nodes = region.nodes().subList(1, Math.max(1, region.nodes().size() - 1));
        String end = region.last().inputs().get(0);
        if (!first.is("Reshape") || nodes.isEmpty() || !shape(region.start()).equals(shape(region.end()))
                || !nodes.get(nodes.size() - 1).outputs().contains(end)) {
            return Optional.empty();
        }
        SingleEntryRegion rows = new SingleEntryRegion(first.outputs().get(0), end, nodes);
        return shortcut(rows).filter(term -> term.tensor().equals(Optional.of(rows.start())))
                .map(term -> startOf(region,
                        Stream.concat(term.nodes().stream(), Stream.of(first, rows.last())).toList()));
    }

    private static Term startOf(SingleEntryRegion region, List<NodeProto> nodes) {
        return new Term(Optional.of(region.start()), nodes, 1, false);
    }

    private String reason(SingleEntryRegion region) {
        List<Term> terms = TermSum.of(graph, facts, region).terms();
        boolean subtracted = terms.stream().anyMatch(this::isSubtractedStart);
        boolean spread = graph.varyingInputs(region.last()).stream()
                .anyMatch(tensor -> !shape(tensor).equals(shape(region.end())));
        if (graph.varyingInputs(region.last()).size() < 2) {
            return "adds a tensor to itself";
        }
        if (subtracted) {
            return "subtracts the block's input from something else, as in f(x) - x, so it is no residual block x + f(x)";
        }
        return spread
                ? "adds tensors of different shapes"
                : "none of the tensors that it adds is the block's input, or a linear image of it";
    }

    /** Whether a term is the region's start, or a multiple of it, with a minus sign, as in f(x) - x. */
    private boolean isSubtractedStart(Term term) {
        return term.sign() < 0 && TermSum.keeps(graph, term.nodes());
    }

    /** Whether a region subtracts a statistic from its input, as normalisations and softmax do. */
    private boolean isCentring(SingleEntryRegion region) {
        return region.last().is("Sub") && region.nodes().stream().noneMatch(Operators::hasWeights);
    }

    /** Whether a region is one product with integers that are quantised for the batch, and their scale. */
    private static boolean isIntegerProduct(SingleEntryRegion region) {
        return region.nodes().get(0).is("DynamicQuantizeLinear")
                && region.nodes().stream().filter(Operators::hasWeights).count() == 1;
    }

    /**
     * Reports the additions inside a region that join branches with different weights.
     */
    private void inner(SingleEntryRegion region, String reason) {
        for (NodeProto node : region.nodes()) {
            List<String> inputs = TermSum.inputs(graph, node).stream().distinct().toList();
            if (!joining.contains(node) && inputs.size() > 1) {
                Set<NodeProto> one = new HashSet<>(TermSum.ancestors(region, inputs.subList(0, 1)));
                Set<NodeProto> other = new HashSet<>(TermSum.ancestors(region, inputs.subList(1, 2)));
                boolean apart = one.stream().anyMatch(x -> Operators.hasWeights(x) && !other.contains(x))
                        || other.stream().anyMatch(x -> Operators.hasWeights(x) && !one.contains(x));
                if (apart) {
                    unrecognised.add(new Unrecognised(node.title(), reason));
                }
            }
        }
    }

    private List<Long> shape(String tensor) {
        return Lookup.of(facts, tensor).shape();
    }

    /**
     * A region that adds to its start, to a multiple of it, or to a linear image of it.
     *
     * @param position  its index among the regions
     * @param shortcut  tensor to which the residue is added; the region's start for the identity and its multiples
     * @param residue   operations of the residue
     */
    record ResidualRegion(int position, SingleEntryRegion region, String shortcut, List<NodeProto> residue) {

        boolean isIdentity() {
            return shortcut.equals(region.start());
        }

        /** The title of the addition. */
        String name() {
            List<NodeProto> nodes = region.nodes();
            return (region.last().is("Reshape") ? nodes.get(nodes.size() - 2) : region.last()).title();
        }
    }

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
    record TermSum(List<Term> terms, List<NodeProto> nodes) {

        TermSum {
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
        static TermSum of(Graph graph, Map<String, TensorFact> facts, SingleEntryRegion region) {
            Reader reader = new Reader(graph, facts, region, new ArrayList<>(), new ArrayList<>());
            reader.read(region.last(), 1, false);
            return new TermSum(reader.terms(), reader.nodes());
        }

        /** The operations of a region that some of its tensors need, the last first. */
        static List<NodeProto> ancestors(SingleEntryRegion region, List<String> tensors) {
            List<NodeProto> ancestors =
                    new ArrayList<>(Ancestors.of(region.nodes(), tensors, region.start()).nodes());
            Collections.reverse(ancestors);
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
             * The operation inside the region that computes a tensor, if it is a sum of the region's shape or a
             * multiple of one.
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
}
