package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Blocks that end where somebody says: END, or START..END.
 *
 * <p>A block that is named by its end alone starts where the one before it ends. The first one comprises as many of the
 * blocks that were found as most of the others do. Its shortcut is the identity, unless a block that was found in it has
 * another; then the last of these is its shortcut. A block that is named by both its ends has the identity for its
 * shortcut, whatever was found: its residue is what leaves less what enters.
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

    /** Whether blocks of these names end at beads. */
    static boolean areAllIn(List<SingleEntryRegion> regions, Graph graph, List<String> names) {
        ChosenBlocks chosen = new ChosenBlocks(graph, Map.of(), new RegionChain(regions), List.of());
        return names.stream().flatMap(name -> Ends.of(name, chosen).tensors()).allMatch(
                tensor -> chosen.chain.position(tensor) >= 0);
    }

    /** A named block: tensors, where the first is given. */
    private record Ends(String name, Optional<String> start, String end) {

        /** A name that has the two dots in it is tried as a whole first. */
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

    /** @throws IllegalArgumentException if a name is none where a block could end, or blocks overlap */
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
                        + "' starts behind its end, or before the one before it ends");
            }
            blocks.add(block(own, start, before.isEmpty() || start.equals(before.get())));
        }
        if (!chain.determines(blocks.get(0).input(), blocks.get(blocks.size() - 1).output())) {
            throw new IllegalArgumentException("what enters the block '" + blocks.get(0).name()
                    + "' does not determine what leaves the last one: a skip connection leads past it");
        }
        return blocks;
    }

    /** The tensor of a name: of a found block, an operation, or its own. */
    private String tensor(String name) {
        for (ResidualBlock block : found) {
            if (block.name().equals(name)) {
                return block.output();
            }
        }
        return graph.nodes().stream().filter(node -> node.name().equals(name)).findFirst()
                .map(node -> node.outputs().get(0)).orElse(name);
    }

    private boolean exists(String name) {
        String tensor = tensor(name);
        return tensor.equals(graph.input().name()) || graph.producer(tensor).isPresent();
    }

    private int place(String name, String tensor) {
        int position = chain.position(tensor);
        if (position < 0) {
            throw new IllegalArgumentException("no block can end at '" + name + "': "
                    + (exists(tensor) ? "other paths run past it" : "there is no such operation or tensor") + known());
        }
        return position;
    }

    private String known() {
        return found.isEmpty() ? "" : "; blocks that were found are "
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
                    + "' particles change their shape from " + Lookup.of(facts, shortcut).point() + " to "
                    + Lookup.of(facts, output).point() + " and no shortcut says how" + known());
        }
        Shortcut kind = bent != null ? bent.shortcut() : follows ? Shortcut.IDENTITY : Shortcut.TRANSITION;
        List<NodeProto> nodes = chain.regions().subList(from, to).stream()
                .flatMap(region -> region.nodes().stream()).toList();
        return new ResidualBlock(ends.name(), kind, start, shortcut, output, Operators.names(nodes), List.of());
    }

    /** The found blocks that end between two places. */
    private List<ResidualBlock> found(int from, int to) {
        return found.stream().filter(block -> chain.position(block.output()) > from && chain.position(block.output()) <= to)
                .toList();
    }

    /** Where the first block starts, of which only the end is named. */
    private String start(List<Ends> ends) {
        int end = chain.position(ends.get(0).end());
        List<ResidualBlock> before = found(0, end);
        ResidualBlock own = before.isEmpty() ? null : before.get(before.size() - 1);
        boolean ownEnd = own != null && chain.regions().subList(chain.position(own.output()), end).stream()
                .flatMap(region -> region.nodes().stream()).allMatch(Operators::isPointwise);
        if (!ownEnd) {
            throw new IllegalArgumentException("where the block that ends at '" + ends.get(0).name()
                    + "' starts cannot be told, as none was found there; name both its ends, START" + TO
                    + ends.get(0).name() + known());
        }
        int comprised = Math.max(1, Math.min(before.size(), usual(ends)));
        return before.get(before.size() - comprised).input();
    }

    /** How many found blocks most of the others comprise; of several such numbers the least, 1 if there is no other. */
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
