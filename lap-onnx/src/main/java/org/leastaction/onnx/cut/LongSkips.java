package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Divides regions in which a long skip connection bypasses a chain of residual blocks, as in x + body(x).
 *
 * <p>If the branch parallel to a skip is itself a chain of at least two residual blocks whose points have the shape of
 * the sum, those are the blocks, at any depth of nesting; the skip ends in a region of its own.
 */
final class LongSkips {

    private static final int FEWEST_BLOCKS = 2;

    private final Graph graph;
    private final Map<String, TensorFact> facts;

    LongSkips(Graph graph, Map<String, TensorFact> facts) {
        this.graph = graph;
        this.facts = facts;
    }

    /** The regions in order, those with such a chain divided. */
    List<SingleEntryRegion> divided(List<SingleEntryRegion> regions) {
        List<SingleEntryRegion> all = new ArrayList<>();
        for (SingleEntryRegion region : regions) {
            all.addAll(inside(region).orElse(List.of(region)));
        }
        return all;
    }

    /**
     * The regions of the branch parallel to a skip, and the region in which the skip ends; empty if there is no chain
     * of blocks.
     */
    private Optional<List<SingleEntryRegion>> inside(SingleEntryRegion region) {
        Optional<String> branch = branch(region);
        if (branch.isEmpty()) {
            return Optional.empty();
        }
        List<NodeProto> nodes = new ArrayList<>(Sum.ancestors(region, List.of(branch.get())));
        Collections.reverse(nodes);
        List<SingleEntryRegion> inside = graph.regions(region.start(), branch.get(), nodes);
        if (inside.size() < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        List<SingleEntryRegion> all = new ArrayList<>(divided(inside));
        List<ResidualRegion> chain = new ResidualDetector(graph, facts, all).residual();
        boolean sameShape = chain.stream().allMatch(block ->
                Lookup.of(facts, block.region().end()).shape().equals(Lookup.of(facts, region.end()).shape()));
        if (chain.size() < FEWEST_BLOCKS || !sameShape) {
            return Optional.empty();
        }
        List<NodeProto> ending = region.nodes().stream().filter(node -> !nodes.contains(node)).toList();
        all.add(new SingleEntryRegion(branch.get(), region.end(), ending, List.of(region.start())));
        return Optional.of(all);
    }

    /** The tensor that a residual region adds to its shortcut, if it is a single one. */
    private Optional<String> branch(SingleEntryRegion region) {
        List<ResidualRegion> residual = new ResidualDetector(graph, facts, List.of(region)).residual();
        List<String> added = Sum.inputs(graph, region.last());
        if (residual.isEmpty() || added.size() != 2 || region.last().is("Gemm", "FusedGemm", "FusedConv")) {
            return Optional.empty();
        }
        List<String> others = added.stream().filter(tensor -> residual.get(0).isIdentity()
                ? !Sum.keeps(graph, Sum.ancestors(region, List.of(tensor)))
                : !tensor.equals(residual.get(0).shortcut())).toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }
}
