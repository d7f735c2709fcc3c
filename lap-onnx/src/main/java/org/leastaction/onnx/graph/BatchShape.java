package org.leastaction.onnx.graph;

import java.util.Arrays;
import java.util.List;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * The shape of a tensor outside a subgraph, computed from the batch of a tensor inside and known extents.
 *
 * @param nodes     operations in order; the last one computes the shape
 * @param constants their constant inputs
 */
record BatchShape(List<NodeProto> nodes, List<TensorProto> constants) {

    /**
     * Replaces an operation {@code Shape} whose result starts with the batch.
     *
     * @param absent  type and shape of the operation's input
     * @param present a tensor inside, whose first axis is also the batch
     * @param layout  where its points are
     * @throws IllegalStateException if the operation is {@code Size}, or the points are not the first axis of both
     */
    static BatchShape of(NodeProto operation, TensorFact absent, String present, BatchLayout layout) {
        if (!operation.is("Shape") || !layout.isFirstAxis() || absent.shape().get(0) != layout.points()) {
            throw new IllegalStateException("'" + operation.title() + "' reads a shape from before the cut");
        }
        String name = operation.outputs().get(0);
        long[] known = absent.shapeResult(operation).longs();
        TensorProto first = TensorProto.ofLongs(name + "#first", 0);
        NodeProto whole = NodeProto.of("Shape", List.of(present), name + "#whole");
        if (known.length == 1) {
            return new BatchShape(
                    List.of(whole, NodeProto.of("Gather", List.of(name + "#whole", first.name()), name)),
                    List.of(first));
        }
        long[] extents = Arrays.copyOfRange(known, 1, known.length);
        TensorProto rest = TensorProto.ofLongs(name + "#rest", extents);
        return new BatchShape(
                List.of(whole,
                        NodeProto.of("Gather", List.of(name + "#whole", first.name()), name + "#batch"),
                        NodeProto.concat(List.of(name + "#batch", rest.name()), name)),
                List.of(first, rest));
    }
}
