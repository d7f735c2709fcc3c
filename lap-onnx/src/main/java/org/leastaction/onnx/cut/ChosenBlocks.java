package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.onnx.graph.Bead;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Blocks that end where somebody says.
 *
 * <p>The first block starts where the bead that it ends with starts, every other one where the one before it ends: what
 * lies between two named ends is one block. Its shortcut is the identity, unless a block that was found in it has
 * another; then the last of these is its shortcut.
 */
final class ChosenBlocks {

    private static final int NAMED = 12;

    private final Graph graph;
    private final Map<String, TensorFact> facts;
    private final List<Block> found;
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final List<Bead> beads;

    ChosenBlocks(Graph graph, Map<String, TensorFact> facts, List<Bead> beads, List<Block> found) {
        this.graph = graph;
        this.facts = facts;
        this.beads = beads;
        this.found = found;
        for (int i = 0; i < beads.size(); i++) {
            positions.put(beads.get(i).end(), i);
        }
    }

    /** @throws IllegalArgumentException if a name is none where a block could end */
    List<Block> named(List<String> names) {
        Map<Integer, String> ends = new TreeMap<>();
        names.forEach(name -> ends.put(positions.get(end(name)), name));
        List<Block> blocks = new ArrayList<>();
        int before = -1;
        for (Map.Entry<Integer, String> end : ends.entrySet()) {
            blocks.add(block(end.getValue(), before, end.getKey()));
            before = end.getKey();
        }
        return blocks;
    }

    private String end(String name) {
        for (Block block : found) {
            if (block.name().equals(name) || block.output().equals(name)) {
                return block.output();
            }
        }
        String tensor = graph.nodes().stream().filter(node -> node.name().equals(name)).findFirst()
                .map(node -> node.outputs().get(0)).orElse(name);
        if (positions.containsKey(tensor)) {
            return tensor;
        }
        boolean known = graph.producer(tensor).isPresent();
        throw new IllegalArgumentException("no block can end at '" + name + "': "
                + (known ? "other paths run past it" : "there is no such operation or tensor") + known());
    }

    private String known() {
        return found.isEmpty() ? "" : "; blocks that were found are "
                + found.stream().limit(NAMED).map(Block::name).collect(Collectors.joining(", "))
                + (found.size() > NAMED ? ", …" : "");
    }

    private Block block(String name, int before, int end) {
        String output = beads.get(end).end();
        String input = before < 0 ? start(end, output) : beads.get(before).end();
        int first = before < 0 ? positions.getOrDefault(input, -1) : before;
        List<Block> inside = found.stream()
                .filter(block -> positions.get(block.output()) > first && positions.get(block.output()) <= end)
                .toList();
        Block bent = null;
        for (Block block : inside) {
            bent = block.shortcut() == Shortcut.IDENTITY ? bent : block;
        }
        String shortcut = bent == null ? input : bent.shortcutTensor();
        if (!facts.get(shortcut).shape().equals(facts.get(output).shape())) {
            throw new IllegalArgumentException("no block can end at '" + name + "': from '" + shortcut
                    + "' particles change their shape from " + facts.get(shortcut).point() + " to "
                    + facts.get(output).point() + " and no shortcut says how" + known());
        }
        Shortcut kind = bent == null ? Shortcut.IDENTITY : bent.shortcut();
        List<NodeProto> nodes = beads.subList(first + 1, end + 1).stream()
                .flatMap(bead -> bead.nodes().stream()).toList();
        return new Block(name, kind, input, shortcut, output, Operators.names(nodes), List.of());
    }

    /** Where the first chosen block starts: where it was found, else before its last bead. */
    private String start(int end, String output) {
        return found.stream().filter(block -> block.output().equals(output)).map(Block::input).findFirst()
                .orElse(beads.get(end).start());
    }
}
