package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.onnx.graph.Bead;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Known;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Divides beads in which a long skip connection runs past a chain of residual blocks, as in x + body(x).
 *
 * <p>Where the branch beside a skip is itself a chain of at least two residual blocks whose points have the shape of the
 * sum, those are the blocks, at every depth of such nesting; the skip ends in a bead of its own.
 */
final class LongSkips {

    private static final int FEWEST_BLOCKS = 2;

    private final Graph graph;
    private final Map<String, TensorFact> facts;

    LongSkips(Graph graph, Map<String, TensorFact> facts) {
        this.graph = graph;
        this.facts = facts;
    }

    /** Beads in order, those with such a chain divided. */
    List<Bead> divided(List<Bead> beads) {
        List<Bead> all = new ArrayList<>();
        for (Bead bead : beads) {
            all.addAll(inside(bead).orElse(List.of(bead)));
        }
        return all;
    }

    /** The beads of the branch beside a skip, and the bead in which the skip ends; empty if there is no chain of blocks. */
    private Optional<List<Bead>> inside(Bead bead) {
        Optional<String> branch = branch(bead);
        if (branch.isEmpty()) {
            return Optional.empty();
        }
        List<NodeProto> nodes = new ArrayList<>(Sum.ancestors(bead, List.of(branch.get())));
        Collections.reverse(nodes);
        List<Bead> inside = graph.beads(bead.start(), branch.get(), nodes);
        if (inside.size() < FEWEST_BLOCKS) {
            return Optional.empty();
        }
        List<Bead> all = new ArrayList<>(divided(inside));
        List<ResidualBead> chain = new BeadReader(graph, facts, all).residual();
        boolean sameShape = chain.stream().allMatch(block ->
                Known.of(facts, block.bead().end()).shape().equals(Known.of(facts, bead.end()).shape()));
        if (chain.size() < FEWEST_BLOCKS || !sameShape) {
            return Optional.empty();
        }
        List<NodeProto> ending = bead.nodes().stream().filter(node -> !nodes.contains(node)).toList();
        all.add(new Bead(branch.get(), bead.end(), ending, List.of(bead.start())));
        return Optional.of(all);
    }

    /** What a residual bead adds to its shortcut, if it is one tensor. */
    private Optional<String> branch(Bead bead) {
        List<ResidualBead> residual = new BeadReader(graph, facts, List.of(bead)).residual();
        List<String> added = Sum.inputs(graph, bead.last());
        if (residual.isEmpty() || added.size() != 2 || bead.last().is("Gemm", "FusedGemm", "FusedConv")) {
            return Optional.empty();
        }
        List<String> others = added.stream().filter(tensor -> residual.get(0).isIdentity()
                ? !Sum.keeps(graph, Sum.ancestors(bead, List.of(tensor)))
                : !tensor.equals(residual.get(0).shortcut())).toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }
}
