package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.List;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.Cutter;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.OperatorRules;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.Inspection;

/** Network files, from bytes to a cut. */
public final class Network {

    private Network() {}

    /**
     * Reads a network and cuts it; nothing of it runs.
     *
     * @throws InputFileException       if it cannot be read, or is not what can be analysed
     * @throws IllegalArgumentException if an option is none for this network
     */
    public static Cut read(Path file, ReadingOptions options) throws InputFileException {
        ModelProto model = ModelFile.read(file);
        try {
            Graph graph = Graph.of(model, options.output());
            OperatorRules.check(graph.nodes());
            List<Long> shape = InputExtents.of(graph, options.inputShape());
            Graph fixed = graph.withInputShape(shape);
            int batch = Math.toIntExact(shape.get(0));
            return Cutter.cut(fixed, Inspection.of(fixed), batch, options);
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, malformed.getMessage(), malformed);
        }
    }
}
