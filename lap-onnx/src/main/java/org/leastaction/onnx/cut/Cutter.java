package org.leastaction.onnx.cut;

import java.util.List;
import java.util.Map;
import org.leastaction.flow.inspection.BlockChoice;
import org.leastaction.onnx.graph.Bead;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;

/** Cuts a network into encoder, blocks and classifier. */
public final class Cutter {

    private Cutter() {}

    /**
     * Cuts a network. O(operations · operations of the largest bead).
     *
     * @param facts of all its tensors, at a batch
     * @throws IllegalArgumentException if a chosen block cannot be one
     */
    public static Cut cut(Graph graph, Map<String, TensorFact> facts, int batch, BlockChoice choice) {
        List<Bead> beads = graph.beads();
        BeadReader reader = new BeadReader(graph, facts, beads);
        List<Block> found = new BlockEnds(graph, beads, facts, reader.residual()).blocks();
        List<Block> blocks = choice.isFound()
                ? found
                : new ChosenBlocks(graph, facts, beads, found).named(choice.names());
        InputLayout layout = InputLayout.of(graph, facts.get(graph.input().name()).point());
        return new Cut(graph, facts, batch, layout, blocks, Head.of(graph, facts, batch), reader.unrecognised());
    }
}
