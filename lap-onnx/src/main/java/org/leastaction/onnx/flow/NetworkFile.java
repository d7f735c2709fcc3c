package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.Cutter;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.OperatorRules;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.OnnxRuntime;
import org.leastaction.onnx.runtime.ShapeInference;

/** Reads network files, as a cut or as a flow. */
public final class NetworkFile {

    private NetworkFile() {}

    /**
     * Reads a network, cuts it, and runs a few points to determine on which axis of each state the points are.
     *
     * @throws InputFileException       if it cannot be read, run or analysed
     * @throws IllegalArgumentException if an option does not fit this network
     */
    public static FlowCut inspect(Path file, ReadingOptions options) throws InputFileException {
        return probed(file, options, new Execution(1, "cpu"), cut -> cut).cut().described();
    }

    /**
     * Opens a network as a flow; a network without blocks is one block, if its dimension does not change.
     *
     * @throws InputFileException       as above, and if it is no flow
     * @throws IllegalArgumentException as above
     */
    public static OnnxFlow open(Path file, ReadingOptions options, Execution execution) throws InputFileException {
        OnnxRuntime.requireDevice(execution);
        return OnnxFlow.open(file, probed(file, options, execution, NetworkFile::asFlow), execution);
    }

    private static Cut asFlow(Cut cut) throws MalformedModelException {
        if (cut.blocks().isEmpty() && !cut.described().isStaticMap()) {
            throw new MalformedModelException("no residual block was found in it, and it maps "
                    + cut.layout().dataShape() + " to " + cut.point(cut.graph().output())
                    + ", which is no flow; 'lap inspect' shows why, --blocks names blocks");
        }
        return cut.blocks().isEmpty() ? cut.asOneBlock() : cut;
    }

    /** A change of a cut before it is probed. */
    private interface Preparation {
        Cut of(Cut cut) throws MalformedModelException;
    }

    private static BatchAxisProbe.Result probed(
            Path file, ReadingOptions options, Execution execution, Preparation preparation) throws InputFileException {
        ModelProto model = ModelFile.read(file);
        try {
            Graph graph = Graph.of(model, options.output());
            OperatorRules.check(graph.nodes());
            List<Long> shape = InputExtents.of(graph, options.inputShape());
            Graph fixed = graph.withInputShape(shape);
            Map<String, TensorFact> facts = ShapeInference.of(fixed);
            MixedBatchException mixed = null;
            for (int axis : InputExtents.axesOfPoints(graph, options.inputShape())) {
                BatchLayout entering = new BatchLayout(shape, Math.toIntExact(shape.get(axis)), axis, 1);
                try {
                    Cut cut = preparation.of(Cutter.cut(fixed, facts, entering, options));
                    return new BatchAxisProbe(cut, execution).result();
                } catch (MixedBatchException other) {
                    mixed = mixed == null ? other : mixed;
                }
            }
            throw mixed;
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, Messages.of(malformed), malformed);
        }
    }
}
