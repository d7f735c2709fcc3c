package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Blocks that the user names: END, or START..END.
 *
 * <p>A block that is named by its end alone starts at the end of the previous one. The first one comprises as many
 * detected blocks as most of the others do. Its shortcut is the identity, unless a detected block inside it has
 * another; then the last of these is its shortcut. The shortcut of a block that is named by both its ends is always the
 * identity: its residue is its output minus its input.
 */
final class ChosenBlocks {

    private static final int NAMED = 12;
    private static final String TO = "..";

    private final Graph graph;
    private final Map<String, TensorFact> facts;
    private final RegionChain chain;
    private final List<ResidualBlock> found;

    ChosenBlocks(Graph graph, Map<String, TensorFact> facts, RegionChain chain, List<ResidualBlock> found) {
        this.graph = graph;
        this.facts = facts;
        this.chain = chain;
        this.found = found;
    }

    /** Whether blocks of these names end at boundary tensors. */
    static boolean areAllIn(List<SingleEntryRegion> regions, Graph graph, List<String> names) {
        ChosenBlocks chosen = new ChosenBlocks(graph, Map.of(), new RegionChain(regions), List.of());
        return names.stream().flatMap(name -> Ends.of(name, chosen).tensors()).allMatch(
                tensor -> chosen.chain.position(tensor) >= 0);
    }

    /** A named block by its boundary tensors. */
    private record Ends(String name, Optional<String> start, String end) {

        /** A name that contains the two dots is first looked up as a whole. */
        static Ends of(String name, ChosenBlocks chosen) {
            int dots = name.indexOf(TO);
            boolean whole = dots < 0 || chosen.exists(name);
            return whole
                    ? new Ends(name, Optional.empty(), chosen.tensor(name))
                    : new Ends(name.substring(dots + TO.length()), Optional.of(chosen.tensor(name.substring(0, dots))),
                            chosen.tensor(name.substring(dots + TO.length())));
        }

        Stream<String> tensors() {
            return Stream.concat(start.stream(), Stream.of(end));
        }
    }

    /** @throws IllegalArgumentException if no block can end at a name, or blocks overlap */
    List<ResidualBlock> named(List<String> names) {
        List<Ends> ends = names.stream().map(name -> Ends.of(name, this))
                .sorted(Comparator.comparingInt(own -> place(own.name(), own.end()))).toList();
        List<ResidualBlock> blocks = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            Ends own = ends.get(i);
            Optional<String> before = i == 0 ? Optional.empty() : Optional.of(ends.get(i - 1).end());
            int to = place(own.name(), own.end());
            String start = own.start().or(() -> before).orElseGet(() -> start(ends));
            int from = place(own.name(), start);
            if (from >= to || before.filter(end -> from < chain.position(end)).isPresent()) {
                throw new IllegalArgumentException("the block that ends at '" + own.name()
                        + "' starts after its end, or before the previous block ends");
            }
            blocks.add(block(own, start, before.isEmpty() || start.equals(before.get())));
        }
        if (!chain.determines(blocks.get(0).input(), blocks.get(blocks.size() - 1).output())) {
            throw new IllegalArgumentException("the input of the block '" + blocks.get(0).name()
                    + "' does not determine the output of the last one: a skip connection bypasses it");
        }
        return blocks;
    }

    /** The tensor of a name: that of a detected block, of an operation, or a tensor's own name. */
    private String tensor(String name) {
        Optional<NodeProto> called = graph.nodes().stream().filter(node -> node.isCalled(name)).findFirst();
        String title = called.map(NodeProto::title).orElse(name);
        for (ResidualBlock block : found) {
            if (block.name().equals(title) || block.name().equals(name)) {
                return block.output();
            }
        }
        return called.map(node -> node.outputs().get(0)).orElse(name);
    }

    private boolean exists(String name) {
        String tensor = tensor(name);
        return tensor.equals(graph.input().name()) || graph.producer(tensor).isPresent();
    }

    private int place(String name, String tensor) {
        int position = chain.position(tensor);
        if (position < 0) {
            throw new IllegalArgumentException("no block can end at '" + name + "': "
                    + (exists(tensor) ? "other paths bypass it" : "there is no such operation or tensor") + known());
        }
        return position;
    }

    private String known() {
        return found.isEmpty() ? "" : "; the detected blocks are "
                + found.stream().limit(NAMED).map(ResidualBlock::name).collect(Collectors.joining(", "))
                + (found.size() > NAMED ? ", …" : "");
    }

    private ResidualBlock block(Ends ends, String start, boolean follows) {
        String output = ends.end();
        int from = chain.position(start);
        int to = chain.position(output);
        ResidualBlock bent = null;
        for (ResidualBlock block : ends.start().isPresent() ? List.<ResidualBlock>of() : found(from, to)) {
            boolean starts = block.shortcut() == Shortcut.TRANSITION && block.input().equals(start);
            bent = block.shortcut() == Shortcut.IDENTITY || starts ? bent : block;
        }
        String shortcut = bent == null ? start : bent.shortcutTensor();
        if (!Lookup.of(facts, shortcut).shape().equals(Lookup.of(facts, output).shape())) {
            throw new IllegalArgumentException("no block can end at '" + ends.name() + "': from '" + shortcut
                    + "' the shape of the particles changes from " + Lookup.of(facts, shortcut).point() + " to "
                    + Lookup.of(facts, output).point() + " and no shortcut maps one to the other" + known());
        }
        Shortcut kind = bent != null ? bent.shortcut() : follows ? Shortcut.IDENTITY : Shortcut.TRANSITION;
        List<NodeProto> nodes = chain.regions().subList(from, to).stream()
                .flatMap(region -> region.nodes().stream()).toList();
        return new ResidualBlock(ends.name(), kind, start, shortcut, output, Operators.names(nodes), List.of());
    }

    /** The detected blocks that end between two positions. */
    private List<ResidualBlock> found(int from, int to) {
        return found.stream()
                .filter(block -> chain.position(block.output()) > from && chain.position(block.output()) <= to)
                .toList();
    }

    /** The start of the first block, if only its end is named. */
    private String start(List<Ends> ends) {
        int end = chain.position(ends.get(0).end());
        List<ResidualBlock> before = found(0, end);
        ResidualBlock own = before.isEmpty() ? null : before.get(before.size() - 1);
        boolean ownEnd = own != null && chain.regions().subList(chain.position(own.output()), end).stream()
                .flatMap(region -> region.nodes().stream()).allMatch(Operators::isPointwise);
        if (!ownEnd) {
            throw new IllegalArgumentException("where the block that ends at '" + ends.get(0).name()
                    + "' starts is unknown, as no block was detected there; name both its ends, START" + TO
                    + ends.get(0).name() + known());
        }
        int comprised = Math.max(1, Math.min(before.size(), usual(ends)));
        return before.get(before.size() - comprised).input();
    }

    /**
     * The most frequent number of detected blocks in the other named ones; the least if there are several, 1 if there
     * are no others.
     */
    private int usual(List<Ends> ends) {
        Map<Integer, Integer> votes = new HashMap<>();
        for (int i = 1; i < ends.size(); i++) {
            int from = chain.position(ends.get(i).start().orElse(ends.get(i - 1).end()));
            votes.merge(found(from, chain.position(ends.get(i).end())).size(), 1, Integer::sum);
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(Map.Entry::getKey, (a, b) -> Integer.compare(b, a)))
                .map(Map.Entry::getKey).orElse(1);
    }
}
