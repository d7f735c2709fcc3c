package org.leastaction.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.Cutter;
import org.leastaction.onnx.gradient.Differentiation;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Submodel;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelFile;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.ShapeInference;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.onnx.runtime.SubgraphSession.Batching;
import org.leastaction.onnx.runtime.SubgraphSession.TensorSpec;
import org.leastaction.points.FloatPoints;

/** Gradients of the loss of any classifier, whether it has residual blocks or not, one point at a time. */
final class WholeNetworkLoss {

    private WholeNetworkLoss() {}

    private static Cut cut(Path file) throws IOException, MalformedModelException {
        Graph graph = Graph.of(ModelFile.read(file), Optional.empty());
        List<Long> shape = new ArrayList<>(graph.input().shape());
        shape.set(0, 1L);
        Graph fixed = graph.withInputShape(shape);
        return Cutter.cut(fixed, ShapeInference.of(fixed), BatchLayout.first(shape, 1), ReadingOptions.defaults());
    }

    static boolean hasBlocks(Path file) throws IOException {
        try {
            return !cut(file).blocks().isEmpty();
        } catch (MalformedModelException refused) {
            throw new IOException(refused);
        }
    }

    /** @param inputs [n, d], as data sets have them, and so are the gradients */
    static FloatPoints gradients(Path file, FloatPoints inputs, int[] labels) throws IOException {
        try {
            Cut cut = cut(file);
            Map<String, TensorFact> facts = cut.facts();
            String input = cut.graph().input().name();
            BatchLayout layout = cut.batchLayout(input);
            ModelProto forward = new Submodel(cut.graph(), facts)
                    .between(input, layout, List.of(cut.head().tensor()), BatchAxis.FIXED);
            Ending ending = cut.head().ending() == Ending.UNDECIDED ? Ending.LOGITS : cut.head().ending();
            int classes = cut.head().classes();
            ModelProto gradient = new Differentiation(
                    facts, facts, ShapeInference.constants(cut.graph(), facts)).scoreGradient(forward, ending, classes);
            float[] units = new float[labels.length * classes];
            for (int i = 0; i < labels.length; i++) {
                units[i * classes + labels[i]] = -1;
            }
            int n = inputs.size();
            int d = inputs.dimension();
            int channels = cut.layout().name().startsWith("NC") ? cut.layout().shape().get(0) : 1;
            float[] result = new float[n * d];
            try (SubgraphSession session = SubgraphSession.open(gradient, List.of(new TensorSpec(input, layout),
                    new TensorSpec(Differentiation.DIRECTION, BatchLayout.first(List.of(1L, (long) classes), 1))),
                    List.of(new TensorSpec(Differentiation.RESULT, layout)), Batching.fixed(1),
                    new Execution(2, "cpu"))) {
                session.run(List.of(result), turned(inputs.toArray(), n, d / channels, channels, d),
                        FloatPoints.wrap(units, n, classes));
            }
            return turned(result, n, channels, d / channels, d);
        } catch (MalformedModelException refused) {
            throw new IOException(refused);
        }
    }

    private static FloatPoints turned(float[] from, int n, int rows, int columns, int d) {
        float[] to = new float[from.length];
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[i * d + c * rows + r] = from[i * d + r * columns + c];
                }
            }
        }
        return FloatPoints.wrap(to, n, d);
    }
}
