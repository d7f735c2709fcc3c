package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.graph.Distance;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;

/**
 * The distances between tensors that are the costs of a network.
 *
 * @param blocks   the squared displacement of each block
 * @param segments from the start to the end of each
 */
record CostPlan(List<Distance> blocks, List<Distance> segments) {

    /** The minimum number of channels that the runtime's layout groups. */
    private static final int TOGETHER = 8;

    /** The maximum number of squares that are added in single precision. */
    private static final long MOST_PIXELS = 1 << 16;

    CostPlan {
        blocks = List.copyOf(blocks);
        segments = List.copyOf(segments);
    }

    /** Empty if a state is not a tensor of single-precision points. */
    static Optional<CostPlan> of(Cut cut) {
        CostPlan plan = new CostPlan(
                cut.blocks().stream().map(block -> distance(cut, block, block)).toList(),
                cut.segments().stream()
                        .map(all -> distance(cut, all.get(0), all.get(all.size() - 1))).toList());
        return plan.distances().stream().allMatch(distance -> isPossible(cut, distance))
                ? Optional.of(plan)
                : Optional.empty();
    }

    List<Distance> distances() {
        List<Distance> all = new ArrayList<>(blocks);
        all.addAll(segments);
        return all;
    }

    private static Distance distance(Cut cut, ResidualBlock first, ResidualBlock last) {
        List<Long> shape = Lookup.of(cut.facts(), last.output()).shape();
        boolean images = shape.size() == 4 && shape.get(1) % TOGETHER == 0
                && shape.get(2) * shape.get(3) <= MOST_PIXELS && isConvolutional(last);
        return new Distance(first.shortcutTensor(), last.output(),
                images ? Distance.Form.IMAGES : Distance.Form.ROWS);
    }

    /** Whether the states are likely to be in the runtime's layout, which a transposition leaves. */
    private static boolean isConvolutional(ResidualBlock block) {
        return block.operators().contains("Conv") && !block.operators().contains("Transpose");
    }

    private static boolean isPossible(Cut cut, Distance distance) {
        TensorFact from = Lookup.of(cut.facts(), distance.from());
        TensorFact to = Lookup.of(cut.facts(), distance.to());
        return from.type() == ElementType.FLOAT && to.type() == ElementType.FLOAT
                && from.shape().equals(to.shape()) && from.shape().size() >= 2
                && cut.batchLayout(distance.from()).isFirstAxis() && cut.batchLayout(distance.to()).isFirstAxis();
    }
}
