package org.leastaction.onnx.proto;

import java.util.Map;
import java.util.Objects;

/**
 * A network as its file says it.
 *
 * @param irVersion version of the file format
 * @param producer  what wrote it, with version; may be empty
 * @param opsets    version of each operator set by domain; "" is ONNX's own
 * @param metadata  metadata by key; of a key that occurs twice, the last value
 */
public record ModelProto(long irVersion, String producer, Map<String, Long> opsets, Map<String, String> metadata,
        GraphProto graph) {

    public ModelProto {
        Objects.requireNonNull(producer, "producer");
        opsets = Map.copyOf(opsets);
        metadata = Map.copyOf(metadata);
        Objects.requireNonNull(graph, "graph");
    }

    /** A network without metadata. */
    public ModelProto(long irVersion, String producer, Map<String, Long> opsets, GraphProto graph) {
        this(irVersion, producer, opsets, Map.of(), graph);
    }

    /** Version of ONNX's own operator set. */
    public long opset() {
        return Objects.requireNonNull(opsets.get(""), "opset");
    }
}
