package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.inspection.FlowCut.Shortcut;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.onnx.cut.ResidualDetector.ResidualRegion;
import org.leastaction.onnx.cut.ResidualDetector.TermSum;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

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
        boolean layers = choice.isOfLayers() && graph.producer(choice.names().get(0)).isEmpty();
        if (!choice.isFound() && !layers && ChosenBlocks.areAllIn(whole, graph, choice.names())) {
            reading = read(graph, facts, whole);
        }
        List<ResidualBlock> blocks = choice.isFound()
                ? reading.blocks()
                : new ChosenBlocks(graph, facts, reading.chain(), reading.blocks())
                        .named(layers ? layers(reading.blocks(), graph) : choice.names());
        InputLayout layout = InputLayout.of(graph, entering.point());
        return new Cut(graph, facts, Map.of(graph.input().name(), entering), batch, reading.chain(), layout, blocks,
                options.ending().isPresent() ? head : head.behind(blocks, graph, facts), reading.unrecognised(),
                Optional.empty());
    }

    /**
     * The ends of layers. A layer starts at an attention that does not follow another: a decoder's two attentions and its
     * MLP are one layer. Where every block has an attention, each is a layer.
     */
    private static List<String> layers(List<ResidualBlock> blocks, Graph graph) {
        Set<String> weights = Operators.weights(graph);
        List<Boolean> attends = blocks.stream().map(block -> Operators.attends(block, graph, weights)).toList();
        boolean all = !attends.contains(false);
        List<String> ends = new ArrayList<>();
        for (int k = 0; k < blocks.size(); k++) {
            if (k + 1 == blocks.size() || (attends.get(k + 1) && (all || !attends.get(k)))) {
                ends.add(blocks.get(k).output());
            }
        }
        if (!attends.contains(true)) {
            throw new IllegalArgumentException("no block of the network has an attention, so it has no layers of"
                    + " attention and MLP; 'lap inspect' lists the blocks");
        }
        return ends;
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

    private static Reading read(Graph graph, Map<String, TensorFact> facts, List<SingleEntryRegion> found) {
        List<SingleEntryRegion> regions = new RowBlocks(graph, facts).joined(found);
        ResidualDetector reader = new ResidualDetector(graph, facts, regions);
        List<ResidualBlock> blocks = new BlockEnds(graph, regions, facts, reader.residual()).blocks();
        return new Reading(new RegionChain(regions), blocks, reader.unrecognised());
    }

    /**
     * Decides where blocks end: at the addition, or after the operations that follow it.
     *
     * <p>A tensor that is {@linkplain FlowTensor called the output of a block} is one. Otherwise, a block ends where
     * the identity shortcut of the next block starts. If neither decides (at the end of a stage or of the network), a
     * block ends as most others do. If no block is decided, an activation directly after the addition belongs to the
     * block, and so does a multiple by a constant.
     */
    private static final class BlockEnds {

        private final Graph graph;
        private final List<SingleEntryRegion> regions;
        private final Map<String, TensorFact> facts;
        private final List<ResidualRegion> residual;

        BlockEnds(Graph graph, List<SingleEntryRegion> regions, Map<String, TensorFact> facts,
                List<ResidualRegion> residual) {
            this.graph = graph;
            this.regions = regions;
            this.facts = facts;
            this.residual = residual;
        }

        List<ResidualBlock> blocks() {
            List<Optional<Integer>> decided = new ArrayList<>();
            for (int i = 0; i < residual.size(); i++) {
                decided.add(decided(i));
            }
            Optional<List<String>> custom = custom(decided);
            List<ResidualBlock> blocks = new ArrayList<>();
            for (int i = 0; i < residual.size(); i++) {
                ResidualRegion current = residual.get(i);
                int index = i;
                int last = decided.get(i).orElseGet(() -> custom.map(after -> following(index, after))
                        .orElseGet(() -> leadingActivation(index)));
                String before = i == 0 ? current.region().start() : blocks.get(i - 1).output();
                Shortcut kind = !current.isIdentity()
                        ? Shortcut.PROJECTION
                        : before.equals(current.region().start()) ? Shortcut.IDENTITY : Shortcut.TRANSITION;
                blocks.add(new ResidualBlock(current.name(), kind, current.region().start(), current.shortcut(),
                        regions.get(last).end(), Operators.names(current.residue()),
                        Operators.names(nodes(current.position() + 1, last + 1))));
            }
            return blocks;
        }

        /** The last region of a block whose end is decided by a name or by the next block's identity shortcut. */
        private Optional<Integer> decided(int i) {
            int addition = residual.get(i).position();
            for (int last = addition; last <= limit(i) && belong(addition, last); last++) {
                if (FlowTensor.blockWithOutput(regions.get(last).end()).isPresent()) {
                    return Optional.of(last);
                }
            }
            if (i + 1 == residual.size() || !residual.get(i + 1).isIdentity()) {
                return Optional.empty();
            }
            int last = residual.get(i + 1).position() - 1;
            return belong(addition, last) ? Optional.of(last) : Optional.empty();
        }

        /** Whether the regions after an addition, up to the last, may belong to its block. */
        private boolean belong(int addition, int last) {
            return regions.subList(addition + 1, last + 1).stream().allMatch(region -> region.skips().isEmpty())
                    && nodes(addition + 1, last + 1).stream().allMatch(Operators::isPointwise)
                    && Lookup.of(facts, regions.get(addition).end()).shape()
                            .equals(Lookup.of(facts, regions.get(last).end()).shape());
        }

        /** The operators that follow the addition in most decided blocks. */
        private Optional<List<String>> custom(List<Optional<Integer>> decided) {
            Map<List<String>, Integer> votes = new HashMap<>();
            for (int i = 0; i < decided.size(); i++) {
                int addition = residual.get(i).position();
                decided.get(i).ifPresent(
                        last -> votes.merge(Operators.names(nodes(addition + 1, last + 1)), 1, Integer::sum));
            }
            return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        }

        private int following(int i, List<String> after) {
            int addition = residual.get(i).position();
            int last = addition;
            while (last < limit(i) && nodes(addition + 1, last + 1).size() < after.size()) {
                last++;
            }
            boolean same = Operators.names(nodes(addition + 1, last + 1)).equals(after) && belong(addition, last);
            return same ? last : addition;
        }

        private int leadingActivation(int i) {
            int addition = residual.get(i).position();
            int last = addition;
            while (last < limit(i) && isMultiple(regions.get(last + 1)) && belong(addition, last + 1)) {
                last++;
            }
            boolean bent = last < limit(i)
                    && regions.get(last + 1).nodes().stream().anyMatch(Operators::isActivation)
                    && belong(addition, last + 1);
            return bent ? last + 1 : last;
        }

        private boolean isMultiple(SingleEntryRegion region) {
            return region.nodes().size() == 1 && Operators.isMultiple(region.last(), graph::varies);
        }

        /** The last region that may belong to a block. */
        private int limit(int i) {
            return i + 1 < residual.size() ? residual.get(i + 1).position() - 1 : regions.size() - 1;
        }

        private List<NodeProto> nodes(int from, int to) {
            return regions.subList(from, to).stream().flatMap(region -> region.nodes().stream()).toList();
        }
    }

    /**
     * Divides regions in which a long skip connection bypasses a chain of residual blocks, as in x + body(x).
     *
     * <p>If the branch parallel to a skip is itself a chain of at least two residual blocks whose points have the shape
     * of the sum, those are the blocks, at any depth of nesting; the skip ends in a region of its own.
     */
    private static final class LongSkips {

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
         * The regions of the branch parallel to a skip, and the region in which the skip ends; empty if there is no
         * chain of blocks.
         */
        private Optional<List<SingleEntryRegion>> inside(SingleEntryRegion region) {
            Optional<String> branch = branch(region);
            if (branch.isEmpty()) {
                return Optional.empty();
            }
            List<NodeProto> nodes = new ArrayList<>(TermSum.ancestors(region, List.of(branch.get())));
            Collections.reverse(nodes);
            List<SingleEntryRegion> inside = graph.regions(region.start(), branch.get(), nodes);
            if (inside.size() < FEWEST_BLOCKS) {
                return Optional.empty();
            }
            List<SingleEntryRegion> all = new ArrayList<>(divided(inside));
            List<ResidualRegion> chain = new ResidualDetector(graph, facts, all).residual();
            boolean sameShape = chain.stream().allMatch(block -> Lookup.of(facts, block.region().end()).shape()
                    .equals(Lookup.of(facts, region.end()).shape()));
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
            List<String> added = TermSum.inputs(graph, region.last());
            if (residual.isEmpty() || added.size() != 2 || region.last().is("Gemm", "FusedGemm", "FusedConv")) {
                return Optional.empty();
            }
            List<String> others = added.stream().filter(tensor -> residual.get(0).isIdentity()
                    ? !TermSum.keeps(graph, TermSum.ancestors(region, List.of(tensor)))
                    : !tensor.equals(residual.get(0).shortcut())).toList();
            return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
        }
    }
}
