package org.leastaction.onnx.graph;

import java.util.List;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Type and shape of a tensor, known before the network runs.
 *
 * @param shape its extents at the batch of the shape inference
 */
public record TensorFact(ElementType type, List<Long> shape) {

    public TensorFact {
        shape = List.copyOf(shape);
    }

    /** Number of its elements. */
    public long size() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Shape of one point: without the batch, [1] if no axis is left. */
    public List<Integer> point() {
        List<Integer> rest = shape.stream().skip(1).map(Math::toIntExact).toList();
        return rest.isEmpty() ? List.of(1) : rest;
    }

    /**
     * The result of an operation {@code Shape} or {@code Size} on such a tensor.
     *
     * @return named as the operation's output
     */
    public TensorProto shapeResult(NodeProto operation) {
        String name = operation.outputs().get(0);
        if (operation.is("Size")) {
            TensorProto one = TensorProto.ofLongs(name, size());
            return new TensorProto(name, List.of(), one.type(), one.data());
        }
        int from = axis(operation.number("start", 0));
        int to = Math.max(from, axis(operation.number("end", shape.size())));
        return TensorProto.ofLongs(name, shape.subList(from, to).stream().mapToLong(Long::longValue).toArray());
    }

    /** Whether the extent of the first axis, the batch, is part of the result of such an operation. */
    boolean includesFirstExtent(NodeProto operation) {
        return !shape.isEmpty() && (operation.is("Size")
                || (axis(operation.number("start", 0)) == 0 && axis(operation.number("end", shape.size())) > 0));
    }

    private int axis(long axis) {
        long counted = axis < 0 ? axis + shape.size() : axis;
        return (int) Math.max(0, Math.min(shape.size(), counted));
    }
}
