package org.leastaction.onnx.cut;

import java.util.List;
import java.util.Map;
import org.leastaction.flow.inspection.BlockChoice;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.inspection.Unrecognised;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;

/** Cuts a network into encoder, blocks and classifier. */
public final class Cutter {

    private Cutter() {}

    /**
     * Cuts a network. O(operations · operations of the largest region).
     *
     * @param facts    of all its tensors, at a batch
     * @param entering layout of the points in its input
     * @throws IllegalArgumentException if a chosen block or ending is not possible
     */
    public static Cut cut(Graph graph, Map<String, TensorFact> facts, BatchLayout entering, ReadingOptions options) {
        int batch = entering.points();
        BlockChoice choice = options.blocks();
        List<SingleEntryRegion> whole = graph.regions();
        OutputHead head = OutputHead.of(graph, facts, batch, options.ending());
        Reading divided = read(graph, facts, new LongSkips(graph, facts).divided(whole));
        Reading reading = divided.isFlow(head) ? divided : read(graph, facts, whole);
        if (!choice.isFound() && ChosenBlocks.areAllIn(whole, graph, choice.names())) {
            reading = read(graph, facts, whole);
        }
        List<ResidualBlock> blocks = choice.isFound()
                ? reading.blocks()
                : new ChosenBlocks(graph, facts, reading.chain(), reading.blocks()).named(choice.names());
        InputLayout layout = InputLayout.of(graph, entering.point());
        return new Cut(graph, facts, Map.of(graph.input().name(), entering), batch, reading.chain(), layout, blocks,
                options.ending().isPresent() ? head : head.behind(blocks, graph, facts), reading.unrecognised());
    }

    /** The blocks that are detected in some regions. */
    private record Reading(RegionChain chain, List<ResidualBlock> blocks, List<Unrecognised> unrecognised) {

        /**
         * Whether the input of the first block determines the states of all blocks, and the scores if there are any.
         */
        boolean isFlow(OutputHead head) {
            String first = blocks.isEmpty() ? chain.regions().get(0).start() : blocks.get(0).input();
            String last = head.classes() > 0 || blocks.isEmpty()
                    ? head.tensor()
                    : blocks.get(blocks.size() - 1).output();
            return chain.determines(first, last);
        }
    }

    private static Reading read(Graph graph, Map<String, TensorFact> facts, List<SingleEntryRegion> regions) {
        ResidualDetector reader = new ResidualDetector(graph, facts, regions);
        List<ResidualBlock> blocks = new BlockEnds(graph, regions, facts, reader.residual()).blocks();
        return new Reading(new RegionChain(regions), blocks, reader.unrecognised());
    }
}
