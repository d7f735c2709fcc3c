package org.leastaction.onnx.runtime;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.onnx.graph.TensorFact;

/**
 * An input or output of a piece.
 *
 * @param name  of the tensor in the piece
 * @param shape of the tensor at the batch that the network was asked about
 * @param batch that batch
 */
public record Port(String name, List<Long> shape, int batch) {

    /** Numbers that native buffers are made for. */
    private static final long LARGEST = 1 << 28;

    /** @throws IllegalArgumentException if the tensor is empty or too large, or does not divide among the points */
    public Port {
        shape = List.copyOf(shape);
        long size = shape.stream().reduce(1L, Math::multiplyExact);
        if (size % batch != 0 || size > LARGEST || size == 0) {
            throw new IllegalArgumentException(
                    "the tensor '" + name + "' of shape " + shape + " is empty, too large, or does not divide among " + batch
                            + " points");
        }
    }

    public static Port of(String name, TensorFact fact, int batch) {
        return new Port(name, fact.shape(), batch);
    }

    /** Numbers of one point. */
    public int dimension() {
        return (int) (shape.stream().reduce(1L, Math::multiplyExact) / batch);
    }

    /** The tensor's shape for n points. */
    long[] shape(int n) {
        if (n == batch) {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
        List<Long> changed = new ArrayList<>(shape);
        changed.set(0, (long) n);
        return changed.stream().mapToLong(Long::longValue).toArray();
    }
}
