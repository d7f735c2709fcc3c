package org.leastaction.onnx.proto;

import java.util.HashMap;
import java.util.Map;

/** Reads ModelProto messages. */
final class ModelReader {

    private final GraphReader graphs;

    ModelReader(ExternalData external) {
        this.graphs = new GraphReader(new TensorReader(external));
    }

    ModelProto read(ByteSlice file) throws MalformedModelException {
        long irVersion = 0;
        String producer = "";
        String producerVersion = "";
        ByteSlice graph = null;
        Map<String, Long> opsets = new HashMap<>();
        Map<String, String> metadata = new HashMap<>();
        for (WireReader in = new WireReader(file); in.next(); ) {
            switch (in.field()) {
                case 1 -> irVersion = in.varint();
                case 2 -> producer = in.text();
                case 3 -> producerVersion = in.text();
                case 7 -> {
                    if (graph != null) {
                        throw new MalformedModelException("holds two graphs");
                    }
                    graph = in.bytes();
                }
                case 8 -> opset(in.bytes(), opsets);
                case 14 -> TensorReader.pair(in.bytes(), metadata);
                case 25 -> throw new MalformedModelException(
                        "defines functions of its own; export it with functions inlined");
                default -> in.skip();
            }
        }
        if (graph == null || irVersion < 1 || !opsets.containsKey("")) {
            throw new MalformedModelException("is no ONNX model: it lacks a graph, a format version or an operator set");
        }
        return new ModelProto(irVersion, (producer + " " + producerVersion).strip(), opsets, metadata,
                graphs.read(graph));
    }

    private static void opset(ByteSlice message, Map<String, Long> opsets) throws MalformedModelException {
        String domain = "";
        long version = 0;
        for (WireReader in = new WireReader(message); in.next(); ) {
            switch (in.field()) {
                case 1 -> domain = in.text();
                case 2 -> version = in.varint();
                default -> in.skip();
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }
}
