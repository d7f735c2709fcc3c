package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.graph.DistanceSums;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Engine;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * A network in one piece that sums up its costs itself: its outputs are answers and sums of squares, no states.
 *
 * <p>Batches run side by side, as in {@link WholeNetwork}. Opened when it is first asked for.
 */
final class CostNetwork implements AutoCloseable {

    private final Cut cut;
    private final BatchAxis axis;
    private final Execution execution;
    private final NetworkInputs entering;
    private final Optional<CostPlan> plan;
    private final List<BatchCosts> slots = new ArrayList<>();
    private @Nullable Piece piece;
    private boolean refused;

    CostNetwork(Cut cut, BatchAxis axis, Execution execution) {
        this.cut = cut;
        this.axis = axis;
        this.execution = execution;
        this.entering = NetworkInputs.of(cut);
        this.plan = CostPlan.of(cut);
    }

    /** Opens it, once. False where its states cannot be compared so, or the runtime refuses. */
    boolean opens() {
        if (piece == null && plan.isPresent() && !refused) {
            try {
                open(plan.get());
            } catch (MalformedModelException refusal) {
                refused = true;
            }
        }
        return piece != null;
    }

    /**
     * As {@link org.leastaction.flow.BlockCosts#costs}, for inputs of the right dimension; where it opens.
     *
     * @throws java.util.concurrent.CancellationException if the caller is interrupted
     */
    FlowCosts costs(FloatPoints inputs, int batch) {
        int n = inputs.size();
        int rows = Math.min(batch, Objects.requireNonNull(piece, "not open").batching().size());
        int classes = cut.head().classes();
        DoublePoints blocks = zeros(n, plan.orElseThrow().blocks().size());
        DoublePoints segments = zeros(n, plan.orElseThrow().segments().size());
        float[] answers = new float[Math.multiplyExact(n, classes)];
        // Every batch has rows of its own, so that all threads may write.
        Conveyor<BatchCosts> conveyor = new Conveyor<>((n + rows - 1) / rows, slots, (slot, task) -> {
            int from = task * rows;
            int to = Math.min(n, from + rows);
            slot.run(entering.apply(inputs.rows(from, to)));
            slot.tell(blocks.rows(from, to), segments.rows(from, to));
            if (classes > 0) {
                FloatPoints own = LogProbabilities.of(slot.answers(), cut.head().ending());
                System.arraycopy(own.array(), own.offset(), answers, from * classes, own.size() * classes);
            }
        });
        conveyor.run(Engine.batchesSideBySide(execution), (slot, task) -> { });
        return new FlowCosts(blocks, segments,
                classes == 0 ? Optional.empty() : Optional.of(FloatPoints.wrap(answers, n, classes)));
    }

    private static DoublePoints zeros(int n, int d) {
        return DoublePoints.wrap(new double[Math.multiplyExact(n, d)], n, d);
    }

    private void open(CostPlan costs) throws MalformedModelException {
        Pieces pieces = new Pieces(cut, axis, execution.withThreads(1));
        DistanceSums sums = new DistanceSums(costs.distances(), cut.facts(), cut.graph().model().opset());
        int threads = Engine.batchesSideBySide(execution);
        Piece opened = pieces.summing(WholeNetwork.targets(cut), sums, pieces.numbersSideBySide(threads));
        piece = opened;
        // One more than threads: as in a pass that shows states.
        for (int i = 0; i <= threads; i++) {
            slots.add(new BatchCosts(cut, costs, sums, opened));
        }
    }

    @Override
    public void close() {
        if (piece != null) {
            piece.close();
        }
    }
}
