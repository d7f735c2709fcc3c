package org.leastaction.onnx.proto;

import java.util.Map;
import java.util.Objects;

/**
 * A network as its file says it.
 *
 * @param irVersion version of the file format
 * @param producer  what wrote it, with version; may be empty
 * @param opsets    version of each operator set by domain; "" is ONNX's own
 */
public record ModelProto(long irVersion, String producer, Map<String, Long> opsets, GraphProto graph) {

    public ModelProto {
        Objects.requireNonNull(producer, "producer");
        opsets = Map.copyOf(opsets);
        Objects.requireNonNull(graph, "graph");
    }

    /** Version of ONNX's own operator set. */
    public long opset() {
        return opsets.get("");
    }
}
