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

/** Network files, from bytes to a cut or a flow. */
public final class NetworkFile {

    private NetworkFile() {}

    /**
     * Reads a network, cuts it and runs a few points through, to find out where the points of a batch are.
     *
     * @throws InputFileException       if it cannot be read or run, or is not what can be analysed
     * @throws IllegalArgumentException if an option is none for this network
     */
    public static FlowCut inspect(Path file, ReadingOptions options) throws InputFileException {
        return tried(file, options, new Execution(1, "cpu"), cut -> cut).cut().described();
    }

    /**
     * Opens a network as a flow; one without blocks as one block, if its dimension does not change.
     *
     * @throws InputFileException       as above, and if it is no flow
     * @throws IllegalArgumentException as above
     */
    public static OnnxFlow open(Path file, ReadingOptions options, Execution execution) throws InputFileException {
        OnnxRuntime.requireDevice(execution);
        return OnnxFlow.open(file, tried(file, options, execution, NetworkFile::asFlow), execution);
    }

    private static Cut asFlow(Cut cut) throws MalformedModelException {
        if (cut.blocks().isEmpty() && !cut.described().isStaticMap()) {
            throw new MalformedModelException("no residual block was found in it, and it maps "
                    + cut.layout().dataShape() + " to " + cut.point(cut.graph().output())
                    + ", which is no flow; 'lap inspect' shows why, --blocks names blocks");
        }
        return cut.blocks().isEmpty() ? cut.asOneBlock() : cut;
    }

    /** What is done to a cut before it is tried out. */
    private interface Preparation {
        Cut of(Cut cut) throws MalformedModelException;
    }

    private static BatchAxisProbe.Result tried(Path file, ReadingOptions options, Execution execution, Preparation preparation)
            throws InputFileException {
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
                    return new BatchAxisProbe(preparation.of(Cutter.cut(fixed, facts, entering, options)), execution).result();
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
