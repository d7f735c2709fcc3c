package org.leastaction.onnx.flow;

import java.util.List;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.graph.FreeBatch;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Submodel;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Batching;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.onnx.runtime.Port;

/** Opens pieces of a cut network, all with the same kind of batch. */
final class Pieces {

    /** Numbers that enter and leave a piece in one run. */
    private static final long MOST_NUMBERS = 1 << 22;
    private static final int MOST_POINTS = 1024;

    /** Side by side: as many as a core's own cache holds, more where weights are many, as many as the last one holds. */
    private static final long FEWEST_SIDE_BY_SIDE = 1 << 18;
    private static final long MOST_SIDE_BY_SIDE = 1 << 23;
    private static final long MOST_OF_ALL = 1 << 27;

    private final Cut cut;
    private final BatchAxis axis;
    private final Execution execution;
    private final Submodel submodel;

    Pieces(Cut cut, BatchAxis axis, Execution execution) {
        this.cut = cut;
        this.axis = axis;
        this.execution = execution;
        Graph graph = axis == BatchAxis.FREE ? FreeBatch.of(cut.graph(), cut.facts(), cut.batch()) : cut.graph();
        this.submodel = new Submodel(graph, cut.facts());
    }

    /**
     * The piece between a tensor of the spine and tensors after it.
     *
     * @throws MalformedModelException if it cannot have such a batch, or the runtime refuses it
     */
    Piece between(String start, List<String> targets) throws MalformedModelException {
        return between(start, targets, MOST_NUMBERS);
    }

    /**
     * The piece between a tensor of the spine and tensors after it.
     *
     * @param most numbers that enter and leave it in one run, unless a single point has more
     * @throws MalformedModelException if it cannot have such a batch, or the runtime refuses it
     */
    Piece between(String start, List<String> targets, long most) throws MalformedModelException {
        try {
            Port input = port(submodel.inputName(start), start);
            List<Port> outputs = targets.stream().map(target -> port(submodel.outputName(target), target)).toList();
            long numbers = input.dimension() + outputs.stream().mapToLong(Port::dimension).sum();
            int atMost = (int) Math.max(1, Math.min(MOST_POINTS, most / numbers));
            Batching batching = axis == BatchAxis.FREE ? Batching.free(atMost) : Batching.fixed(cut.batch());
            return Piece.open(submodel.between(start, targets, axis), input, outputs, batching, execution);
        } catch (IllegalStateException | IllegalArgumentException tied) {
            throw new MalformedModelException(tied.getMessage(), tied);
        }
    }

    /**
     * Numbers of one run where runs go side by side, each of which reads all weights on its own: the more weights there
     * are, the more points should share them.
     */
    long numbersSideBySide(int runs) {
        long weights = cut.graph().constants().values().stream()
                .mapToLong(constant -> constant.data().length() / Float.BYTES).sum();
        long some = Math.max(FEWEST_SIDE_BY_SIDE, Math.min(MOST_SIDE_BY_SIDE, weights / 3));
        return Math.min(some, MOST_OF_ALL / runs);
    }

    private Port port(String name, String tensor) {
        List<Long> shape = cut.facts().get(tensor).shape();
        if (axis == BatchAxis.FREE && (shape.isEmpty() || shape.get(0) != cut.batch())) {
            throw new IllegalArgumentException("the first axis of '" + tensor + "' is not the batch");
        }
        return new Port(name, shape, cut.batch());
    }
}
