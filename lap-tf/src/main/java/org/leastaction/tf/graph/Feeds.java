package org.leastaction.tf.graph;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Copies arrays into and out of tensors in blocks: elementwise writes cost a hundred times more. */
public final class Feeds {

    private Feeds() {}

    /** A new tensor, which the caller closes. */
    public static TFloat32 floats(Shape shape, float[] values) {
        return floats(shape, values, 0);
    }

    /** A new tensor of the values from {@code offset} on, which the caller closes. */
    public static TFloat32 floats(Shape shape, float[] values, int offset) {
        TFloat32 tensor = TFloat32.tensorOf(shape);
        tensor.asRawTensor().data().asFloats().write(values, offset, Math.toIntExact(shape.size()));
        return tensor;
    }

    /** A new tensor, which the caller closes. */
    public static TInt32 ints(Shape shape, int[] values) {
        TInt32 tensor = TInt32.tensorOf(shape);
        tensor.asRawTensor().data().asInts().write(values, 0, Math.toIntExact(shape.size()));
        return tensor;
    }

    /** The values of a float tensor, copied. */
    public static float[] read(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
