package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.Segment;
import org.leastaction.flow.inspection.FlowCut.CutOutput;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;
import org.leastaction.onnx.graph.Ancestors;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;

/**
 * A network with its residual blocks.
 *
 * @param facts  of all tensors, for this batch
 * @param layouts axes of the points in the input, states and scores; in other tensors they are on the first axis
 * @param batch  number of points for which the shapes were inferred
 * @param chain  its regions
 * @param blocks in order; empty if the network has none
 * @param packed the inputs that its rows hold; empty for a network with one input
 */
public record Cut(Graph graph, Map<String, TensorFact> facts, Map<String, BatchLayout> layouts, int batch,
        RegionChain chain, InputLayout layout, List<ResidualBlock> blocks, OutputHead head,
        List<Unrecognised> unrecognised, Optional<PackedInputs> packed) {

    public Cut {
        layouts = Map.copyOf(layouts);
        blocks = List.copyOf(blocks);
        unrecognised = List.copyOf(unrecognised);
    }

    /** The layout of the points in a tensor. */
    public BatchLayout batchLayout(String tensor) {
        BatchLayout known = layouts.get(tensor);
        return known == null ? BatchLayout.first(Lookup.of(facts, tensor).shape(), batch) : known;
    }

    /** The same network with the layouts of its states. */
    public Cut withLayouts(Map<String, BatchLayout> newLayouts) {
        return new Cut(graph, facts, newLayouts, batch, chain, layout, blocks, head, unrecognised, packed);
    }

    /** Shape of one point of a tensor. */
    public List<Integer> point(String tensor) {
        return batchLayout(tensor).point();
    }

    /** Numbers of one point of a tensor. */
    public int dimension(String tensor) {
        return batchLayout(tensor).dimension();
    }

    /** The blocks by segment: a block whose shortcut is not the identity starts a segment. */
    public List<List<ResidualBlock>> segments() {
        List<List<ResidualBlock>> segments = new ArrayList<>();
        for (ResidualBlock block : blocks) {
            if (segments.isEmpty() || block.shortcut() != Shortcut.IDENTITY) {
                segments.add(new ArrayList<>());
            }
            segments.get(segments.size() - 1).add(block);
        }
        return segments;
    }

    /** Whether the output of the last block determines the scores: no skip connection bypasses it. */
    public boolean classifiesAlone() {
        return blocks.isEmpty() || chain.determines(blocks.get(blocks.size() - 1).output(), head.tensor());
    }

    /** Whether the output of each block determines the output of the next. */
    public boolean blocksRunAlone() {
        for (int k = 1; k < blocks.size(); k++) {
            if (!chain.determines(blocks.get(k - 1).output(), blocks.get(k).output())) {
                return false;
            }
        }
        return true;
    }

    /** The same network with another head. */
    public Cut withHead(OutputHead newHead) {
        return new Cut(graph, facts, layouts, batch, chain, layout, blocks, newHead, unrecognised, packed);
    }

    /** The same network, whose rows hold several inputs; the mask is the one of the states. */
    public Cut withPacked(PackedInputs inputs) {
        PackedInputs known = blocks.isEmpty() ? inputs : inputs.withMaskOf(blocks.get(0).input(), graph);
        return new Cut(graph, facts, layouts, batch, chain, layout, blocks, head, unrecognised, Optional.of(known));
    }

    /** The sizes of the flow; there is at least one block. */
    public FlowShape shape() {
        List<Segment> stages = segments().stream()
                .map(segment -> new Segment(point(segment.get(0).output()), segment.size())).toList();
        return new FlowShape(layout.dataShape(), point(blocks.get(0).input()), stages, head.classes());
    }

    /**
     * The reason why the input of the first block does not determine the states of the blocks and the scores: other
     * inputs that bypass it, such as a mask, or, where particles are parts of states, the rest of the state. Empty if it
     * does, or a skip connection bypasses it.
     */
    public Optional<String> context() {
        if (packed.isEmpty() && !graph.hasAside() && chain.position(blocks.get(0).input()) >= 0) {
            return Optional.empty();
        }
        List<String> states = new ArrayList<>(List.of(head.tensor()));
        blocks.forEach(block -> states.addAll(List.of(block.shortcutTensor(), block.output())));
        return Ancestors.of(graph.nodes(), states, blocks.get(0).input()).tensors().contains(graph.input().name())
                ? Optional.of("the path of a particle depends on other inputs or tokens of its sample")
                : Optional.empty();
    }

    /** The whole network as one block, from its input to its output; without a classifier. */
    public Cut asOneBlock() {
        String input = graph.input().name();
        ResidualBlock all = new ResidualBlock(graph.output(), Shortcut.IDENTITY, input, input, graph.output(),
                Operators.names(graph.nodes()), List.of());
        return new Cut(graph, facts, layouts, batch, new RegionChain(graph.regions()), layout, List.of(all),
                OutputHead.ofPoints(graph.output()), unrecognised, packed);
    }

    /** The whole numbers that the network takes; empty if it takes real numbers. */
    public Optional<DiscreteInputs> discreteInputs() {
        return packed.isPresent() ? Optional.empty()
                : InputNumbers.of(graph, graph.input().name(), graph.input().type());
    }

    /** The reason why the blocks cannot be differentiated by finite differences; empty if they can. */
    public Optional<String> stepsInBlocks() {
        String first = blocks.get(0).input();
        String last = blocks.get(blocks.size() - 1).output();
        return StepFunctions.among(between(first, last), graph, facts);
    }

    /** The reason why the whole network cannot be differentiated by finite differences; empty if it can. */
    public Optional<String> steps() {
        return StepFunctions.among(graph.nodes(), graph, facts);
    }

    /** The description of the cut, without terms of ONNX. */
    public FlowCut described() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("producer", graph.model().producer());
        about.put("opset", Long.toString(graph.model().opset()));
        about.put("batch", graph.model().graph().inputs().stream()
                .filter(input -> input.name().equals(graph.input().name()))
                .flatMap(input -> input.shape().stream().skip(batchLayout(input.name()).axis())).findFirst()
                .map(extent -> extent < 0 ? "free" : Long.toString(extent)).orElse("none"));
        about.put("layout", layout.name());
        Map<String, List<Integer>> shapes = graph.declaredShapes();
        List<CutOutput> outputs = graph.model().graph().outputs().stream()
                .map(name -> new CutOutput(name, shapes.getOrDefault(name, List.of()))).toList();
        String first = blocks.isEmpty() ? graph.input().name() : blocks.get(0).input();
        String last = blocks.isEmpty() ? graph.input().name() : blocks.get(blocks.size() - 1).output();
        List<CutSegment> segments = segments().stream().map(segment -> new CutSegment(
                point(segment.get(0).output()), segment.stream().map(ResidualBlock::described).toList())).toList();
        return new FlowCut(about, declared(), graph.input().name(), layout.dataShape(),
                Operators.counts(between(graph.input().name(), first)), point(first), segments,
                Operators.counts(between(last, graph.output())),
                outputs, graph.output(), point(graph.output()), head.ending(), unrecognised, remarks());
    }

    /** The inputs by name: those of a row, or the only one. */
    public NamedInputs inputs() {
        return packed.map(PackedInputs::named).orElseGet(() -> PackedInputs.single(graph, layout.shape()));
    }

    /** The inputs as the file declares them. */
    private List<NamedInput> declared() {
        return packed.map(PackedInputs::declared).orElseGet(() -> PackedInputs.declared(graph));
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (graph.model().graph().outputs().size() > 1) {
            remarks.add("the network has the outputs " + graph.outputsInWords());
        }
        List<String> masks = inputs().inputs().stream().filter(NamedInput::isMask).map(NamedInput::name).toList();
        if (inputs().mask().isEmpty() && !masks.isEmpty()) {
            remarks.add("the states are not computed from tokens that " + String.join(" or ", masks)
                    + " describes, so nothing in them counts as padding");
        }
        if (graph.isWidened()) {
            remarks.add("the network is in bfloat16, which ONNX Runtime does not compute on a CPU; it is computed in"
                    + " single precision, with the same weights");
        }
        return remarks;
    }

    private List<NodeProto> between(String from, String to) {
        List<NodeProto> nodes = new ArrayList<>();
        boolean inside = from.equals(graph.input().name());
        for (SingleEntryRegion region : chain.regions()) {
            if (region.start().equals(from)) {
                inside = true;
            }
            if (region.start().equals(to)) {
                return nodes;
            }
            if (inside) {
                nodes.addAll(region.nodes());
            }
        }
        return nodes;
    }

    /**
     * Step functions: the derivative of a network that contains one is 0 almost everywhere, and finite differences
     * measure the rounding.
     */
    private static final class StepFunctions {

        private static final Set<String> QUANTISING = Set.of("QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv",
                "QLinearMatMul", "QLinearAdd", "QLinearMul", "QLinearSigmoid", "QLinearLeakyRelu", "QLinearAveragePool",
                "QLinearGlobalAveragePool", "QLinearConcat", "QLinearSoftmax", "QGemm", "QAttention", "MatMulInteger",
                "ConvInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat");
        private static final Set<String> ROUNDING = Set.of("Round", "Floor", "Ceil", "Sign", "ArgMax", "ArgMin");

        private StepFunctions() {}

        /** The reason why a part of a network cannot be differentiated by finite differences; empty if it can. */
        static Optional<String> among(List<NodeProto> nodes, Graph graph, Map<String, TensorFact> facts) {
            for (NodeProto node : nodes) {
                if (node.inputs().stream().noneMatch(graph::varies)) {
                    continue;
                }
                if (QUANTISING.contains(node.operator())) {
                    return Optional
                            .of("the network computes in quantised steps (" + node.operator() + " '" + node.title()
                                    + "'), so differences of its runs are not derivatives");
                }
                if (ROUNDING.contains(node.operator()) || roundsInCast(node, facts)) {
                    return Optional.of("the network rounds to whole numbers (" + node.operator() + " '" + node.title()
                            + "'), so differences of its runs are not derivatives");
                }
                TensorFact made = facts.get(node.outputs().get(0));
                if (made != null && (made.type() == ElementType.FLOAT16 || made.type() == ElementType.BFLOAT16)) {
                    return Optional.of("the network computes in half precision ('" + node.title()
                            + "'), which is too coarse for derivatives by differences of its runs");
                }
            }
            return Optional.empty();
        }

        private static boolean roundsInCast(NodeProto node, Map<String, TensorFact> facts) {
            TensorFact from = facts.get(node.inputs().get(0));
            TensorFact to = facts.get(node.outputs().get(0));
            return node.is("Cast") && from != null && to != null && from.type().isReal() && !to.type().isReal()
                    && to.type() != ElementType.BOOL;
        }
    }
}
