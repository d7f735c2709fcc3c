package org.leastaction.onnx.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.io.AtomicFiles;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.ModelWriter;
import org.leastaction.onnx.proto.ValueProto;

/**
 * Writes layered flows as ONNX files: from the inputs [batch, channels, height, width], or [batch, d], to the logits
 * [batch, classes], for a batch of any size.
 *
 * <p>Tensors have the flow's names, and every operation has the name of its output. Other information is written to
 * {@code metadata_props}.
 */
public final class OnnxWriter implements LayerWriter {

    private static final long IR_VERSION = 8;
    private static final long OPSET = 17;
    private static final long FREE = -1;

    @Override
    public String format() {
        return "ONNX";
    }

    @Override
    public String suffix() {
        return ".onnx";
    }

    @Override
    public void write(LayeredFlow flow, Map<String, String> about, Path file) throws IOException {
        byte[] bytes = bytes(flow, about);
        AtomicFiles.write(file, out -> out.write(bytes));
    }

    private static byte[] bytes(LayeredFlow flow, Map<String, String> about) {
        LayerNodes nodes = LayerNodes.of(flow);
        GraphProto graph = new GraphProto(nodes.nodes(), nodes.constants(),
                List.of(value(flow.input(), flow.shape().input())), List.of(flow.logits()));
        List<ValueProto> shapes = new ArrayList<>();
        flow.shapes().forEach((name, shape) -> {
            if (!name.equals(flow.input())) {
                shapes.add(value(name, shape));
            }
        });
        return ModelWriter.write(
                new ModelProto(IR_VERSION, "LAP", Map.of("", OPSET), graph), shapes, new TreeMap<>(about));
    }

    private static ValueProto value(String name, List<Integer> point) {
        List<Long> shape = new ArrayList<>(List.of(FREE));
        shape.addAll(ChannelsFirst.shape(point));
        return new ValueProto(name, ElementType.FLOAT, shape);
    }
}
