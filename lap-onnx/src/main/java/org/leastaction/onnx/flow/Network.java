package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.inspection.BlockChoice;
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
     * @throws IllegalArgumentException if a chosen block cannot be one
     */
    public static Cut read(Path file, BlockChoice choice) throws InputFileException {
        ModelProto model = ModelFile.read(file);
        try {
            Graph graph = Graph.of(model);
            OperatorRules.check(graph.nodes());
            List<Long> shape = shapeOfOneBatch(graph);
            Graph fixed = graph.withInputShape(shape);
            int batch = Math.toIntExact(shape.get(0));
            return Cutter.cut(fixed, Inspection.of(fixed), batch, choice);
        } catch (MalformedModelException malformed) {
            throw new InputFileException(file, malformed.getMessage(), malformed);
        }
    }

    /** The input's shape; a free batch becomes one of a single point. */
    private static List<Long> shapeOfOneBatch(Graph graph) throws MalformedModelException {
        List<Long> shape = new ArrayList<>(graph.input().shape());
        String named = "its input '" + graph.input().name() + "' has the shape " + words(shape);
        if (shape.size() < 2 || shape.size() > 8) {
            throw new MalformedModelException(named + "; a batch and 1 to 7 further axes are needed");
        }
        if (shape.get(0) == -1) {
            shape.set(0, 1L);
        }
        if (shape.stream().anyMatch(extent -> extent == -1)) {
            throw new MalformedModelException(named + "; all extents but the batch must be fixed in the export");
        }
        long size = 1;
        for (long extent : shape) {
            if (extent < 1 || extent > Integer.MAX_VALUE || (size *= extent) > Integer.MAX_VALUE / 8) {
                throw new MalformedModelException(named + ", which is no size of inputs");
            }
        }
        return shape;
    }

    private static String words(List<Long> shape) {
        return shape.stream().map(extent -> extent == -1 ? "free" : Long.toString(extent)).toList().toString();
    }
}
