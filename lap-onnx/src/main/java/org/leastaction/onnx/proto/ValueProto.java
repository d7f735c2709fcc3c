package org.leastaction.onnx.proto;

import java.util.List;

/**
 * An input or output of the graph.
 *
 * @param shape its extents, −1 where one is free or unsaid; empty also where the whole shape is unsaid
 */
public record ValueProto(String name, ElementType type, List<Long> shape) {

    public ValueProto {
        shape = List.copyOf(shape);
    }
}
