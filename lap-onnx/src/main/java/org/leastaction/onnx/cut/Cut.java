package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.inspection.CutSegment;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.flow.inspection.Unrecognised;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * A network with its residual blocks.
 *
 * @param facts  of all tensors, for this batch
 * @param layouts axes of the points in the input, states and scores; in other tensors they are on the first axis
 * @param batch  number of points for which the shapes were inferred
 * @param chain  its regions
 * @param blocks in order; empty if the network has none
 */
public record Cut(Graph graph, Map<String, TensorFact> facts, Map<String, BatchLayout> layouts, int batch,
        RegionChain chain, InputLayout layout, List<ResidualBlock> blocks, OutputHead head,
        List<Unrecognised> unrecognised) {

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
        return new Cut(graph, facts, newLayouts, batch, chain, layout, blocks, head, unrecognised);
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
        return new Cut(graph, facts, layouts, batch, chain, layout, blocks, newHead, unrecognised);
    }

    /** The whole network as one block, from its input to its output; without a classifier. */
    public Cut asOneBlock() {
        String input = graph.input().name();
        ResidualBlock all = new ResidualBlock(graph.output(), Shortcut.IDENTITY, input, input, graph.output(),
                Operators.names(graph.nodes()), List.of());
        return new Cut(graph, facts, layouts, batch, new RegionChain(graph.regions()), layout, List.of(all),
                OutputHead.ofPoints(graph.output()), unrecognised);
    }

    /** The whole numbers that the network takes; empty if it takes real numbers. */
    public Optional<DiscreteInputs> discreteInputs() {
        return InputNumbers.of(graph);
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
        List<String> outputs = graph.model().graph().outputs();
        about.put("outputs", outputs.size() < 2 ? "" : String.join(" ", outputs));
        String first = blocks.isEmpty() ? graph.input().name() : blocks.get(0).input();
        String last = blocks.isEmpty() ? graph.input().name() : blocks.get(blocks.size() - 1).output();
        List<CutSegment> segments = segments().stream().map(segment -> new CutSegment(
                point(segment.get(0).output()), segment.stream().map(ResidualBlock::described).toList())).toList();
        return new FlowCut(about, graph.input().name(), layout.dataShape(),
                Operators.counts(between(graph.input().name(), first)), point(first), segments,
                Operators.counts(between(last, graph.output())),
                graph.output(), point(graph.output()), head.ending(), unrecognised, remarks());
    }

    private List<String> remarks() {
        List<String> outputs = graph.model().graph().outputs();
        return outputs.size() < 2 ? List.of() : List.of("the network has the outputs " + String.join(", ", outputs)
                + "; '" + graph.output() + "' is used, --output NAME selects another");
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
}
