package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;

/**
 * Blocks that run together in one subgraph.
 *
 * @param start  tensor that enters the first of them
 * @param blocks consecutive blocks
 */
record StagePlan(String start, List<ResidualBlock> blocks) {

    /** The maximum size of the states of one stage for one point, unless a single block has more. */
    private static final long MOST_STATES = 1 << 19;

    StagePlan {
        blocks = List.copyOf(blocks);
    }

    /** The outputs of the subgraph: those of the blocks, and shortcuts that are not identities. */
    List<String> targets() {
        Set<String> targets = new LinkedHashSet<>();
        for (ResidualBlock block : blocks) {
            if (block.shortcut() != Shortcut.IDENTITY) {
                targets.add(block.shortcutTensor());
            }
            targets.add(block.output());
        }
        return List.copyOf(targets);
    }

    /** Stages that hold as many blocks as possible. */
    static List<StagePlan> of(Cut cut) {
        List<StagePlan> stages = new ArrayList<>();
        List<ResidualBlock> blocks = new ArrayList<>();
        String start = cut.blocks().get(0).input();
        long states = 0;
        String last = cut.blocks().get(cut.blocks().size() - 1).output();
        for (ResidualBlock block : cut.blocks()) {
            long own = states(block, cut.facts());
            boolean full = !blocks.isEmpty() && states + own > MOST_STATES * cut.batch();
            if (full && cut.chain().determines(blocks.get(blocks.size() - 1).output(), last)) {
                stages.add(new StagePlan(start, blocks));
                start = blocks.get(blocks.size() - 1).output();
                blocks.clear();
                states = 0;
            }
            blocks.add(block);
            states += own;
        }
        stages.add(new StagePlan(start, blocks));
        return stages;
    }

    private static long states(ResidualBlock block, Map<String, TensorFact> facts) {
        return Lookup.of(facts, block.output()).size() * (block.shortcut() == Shortcut.IDENTITY ? 1 : 2);
    }
}
