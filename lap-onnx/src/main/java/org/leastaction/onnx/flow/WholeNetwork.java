package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Engine;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/**
 * A network in one piece, from its input to its answers, that gives the states of all blocks on the way.
 *
 * <p>Batches run side by side, each on a thread of its own: the states are then copied and compared by all threads, and
 * no operation waits for the threads of another. Opened when it is first asked for.
 */
final class WholeNetwork implements AutoCloseable {

    /** Numbers of one point that may be held at once; what is larger goes part by part. */
    private static final long MOST_NUMBERS = 1 << 24;

    private final Cut cut;
    private final BatchAxis axis;
    private final Execution execution;
    private final NetworkInputs entering;
    private final BlockSteps steps;
    private final List<String> targets;
    private final List<BatchStates> slots = new ArrayList<>();
    private @Nullable Piece piece;

    WholeNetwork(Cut cut, BatchAxis axis, Execution execution) {
        this.cut = cut;
        this.axis = axis;
        this.execution = execution;
        this.entering = NetworkInputs.of(cut);
        this.steps = new BlockSteps(cut.blocks());
        this.targets = targets(cut);
    }

    /** The states of all blocks in order, and the answers of a network with classes. */
    static List<String> targets(Cut cut) {
        Set<String> targets = new LinkedHashSet<>();
        String start = cut.blocks().get(0).input();
        targets.add(start);
        targets.addAll(new StagePlan(start, cut.blocks()).targets());
        if (cut.head().classes() > 0) {
            targets.add(cut.head().tensor());
        }
        targets.remove(cut.graph().input().name());
        return List.copyOf(targets);
    }

    /** Whether it fits into memory in one piece. */
    boolean fits() {
        return targets.stream().mapToLong(cut::dimension).sum() <= MOST_NUMBERS;
    }

    /**
     * As {@link org.leastaction.flow.FlowModel#pass}, for inputs of the right dimension.
     *
     * @throws java.util.concurrent.CancellationException if the caller is interrupted
     */
    Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        int n = inputs.size();
        int rows = Math.min(batch, open().batching().size());
        int classes = cut.head().classes();
        float[] answers = new float[Math.multiplyExact(n, classes)];
        int tasks = (n + rows - 1) / rows;
        Conveyor<BatchStates> conveyor = new Conveyor<>(tasks, slots, (states, task) ->
                states.run(entering.apply(inputs.rows(task * rows, Math.min(n, (task + 1) * rows))), observer));
        conveyor.run(Engine.batchesSideBySide(execution), (states, task) -> {
            int firstRow = task * rows;
            steps.tell(0, cut.blocks().size(), states,
                    observer == BatchObserver.NONE ? BlockObserver.NONE : step -> observer.observe(firstRow, step));
            if (classes > 0) {
                FloatPoints own = LogProbabilities.of(
                        states.of(cut.head().tensor()), cut.head().ending());
                System.arraycopy(own.array(), own.offset(), answers, firstRow * classes, own.size() * classes);
            }
        });
        return classes == 0 ? Optional.empty() : Optional.of(FloatPoints.wrap(answers, n, classes));
    }

    private Piece open() {
        if (piece != null) {
            return piece;
        }
        int threads = Engine.batchesSideBySide(execution);
        Piece opened;
        try {
            Pieces pieces = new Pieces(cut, axis, execution.withThreads(1));
            opened = pieces.between(cut.graph().input().name(), targets, pieces.numbersSideBySide(threads));
        } catch (MalformedModelException refused) {
            throw new IllegalStateException("the network in one piece " + Messages.of(refused), refused);
        }
        // One more than threads: a helper goes on while the caller looks at its result.
        for (int i = 0; i <= threads; i++) {
            slots.add(new BatchStates(cut, opened, targets));
        }
        piece = opened;
        return opened;
    }

    @Override
    public void close() {
        if (piece != null) {
            piece.close();
        }
    }
}
