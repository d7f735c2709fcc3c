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
        try {
            Port input = port(submodel.inputName(start), start);
            List<Port> outputs = targets.stream().map(target -> port(submodel.outputName(target), target)).toList();
            long numbers = input.dimension() + outputs.stream().mapToLong(Port::dimension).sum();
            int atMost = (int) Math.max(1, Math.min(MOST_POINTS, MOST_NUMBERS / numbers));
            Batching batching = axis == BatchAxis.FREE ? Batching.free(atMost) : Batching.fixed(cut.batch());
            return Piece.open(submodel.between(start, targets, axis), input, outputs, batching, execution);
        } catch (IllegalStateException | IllegalArgumentException tied) {
            throw new MalformedModelException(tied.getMessage(), tied);
        }
    }

    private Port port(String name, String tensor) {
        List<Long> shape = cut.facts().get(tensor).shape();
        if (axis == BatchAxis.FREE && (shape.isEmpty() || shape.get(0) != cut.batch())) {
            throw new IllegalArgumentException("the first axis of '" + tensor + "' is not the batch");
        }
        return new Port(name, shape, cut.batch());
    }
}
