package org.leastaction.onnx.flow;

import java.util.List;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.onnx.cut.Block;

/** Tells observers what blocks did, from the tensors that a run gave. */
final class BlockSteps {

    private final List<Block> blocks;
    private final int[] segments;

    /** @param blocks of the whole network */
    BlockSteps(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
        this.segments = new int[blocks.size()];
        for (int k = 1; k < segments.length; k++) {
            segments[k] = segments[k - 1] + (isIdentity(blocks.get(k)) ? 0 : 1);
        }
    }

    /**
     * Tells of some blocks.
     *
     * @param from   the first of them
     * @param to     the one after the last of them
     * @param states that a run through them gave
     */
    void tell(int from, int to, States states, BlockObserver observer) {
        for (int k = from; k < to && observer != BlockObserver.NONE; k++) {
            Block block = blocks.get(k);
            observer.observe(new BlockStep(segments[k], k, states.of(block.shortcutTensor()), states.residue(block),
                    states.of(block.output())));
        }
    }

    private static boolean isIdentity(Block block) {
        return block.shortcut() == Shortcut.IDENTITY;
    }
}
