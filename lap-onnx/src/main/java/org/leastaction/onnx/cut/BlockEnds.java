package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.flow.layers.FlowTensor;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Decides where blocks end: at the addition, or after the operations that follow it.
 *
 * <p>A tensor that is {@linkplain FlowTensor called the output of a block} is one. Otherwise, a block ends where the
 * identity shortcut of the next block starts. If neither decides (at the end of a stage or of the network), a block
 * ends as most others do. If no block is decided, an activation directly after the addition belongs to the block, and
 * so does a multiple by a constant.
 */
final class BlockEnds {

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
            decided.get(i).ifPresent(last ->
                    votes.merge(Operators.names(nodes(addition + 1, last + 1)), 1, Integer::sum));
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
