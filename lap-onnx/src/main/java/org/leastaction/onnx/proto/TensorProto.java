package org.leastaction.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant tensor whose data have the length that its shape requires.
 *
 * @param dims its shape; empty for a scalar
 * @param data elements, row-major, little-endian
 */
public record TensorProto(String name, List<Long> dims, ElementType type, ByteSlice data) {

    public TensorProto {
        dims = List.copyOf(dims);
    }

    /** A tensor of integers, [n]. */
    public static TensorProto ofLongs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return new TensorProto(name, List.of((long) values.length), ElementType.INT64, ByteSlice.of(bytes.array()));
    }

    /** A tensor of single-precision numbers, row-major. */
    public static TensorProto ofFloats(String name, List<Long> dims, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new TensorProto(name, dims, ElementType.FLOAT, ByteSlice.of(bytes.array()));
    }

    /**
     * The same numbers in single precision, which represents those of bfloat16 exactly.
     *
     * @throws MalformedModelException if they need 2 GiB or more
     */
    public TensorProto widened() throws MalformedModelException {
        if (type != ElementType.BFLOAT16) {
            throw new IllegalStateException(name + " holds " + type + ", not bfloat16");
        }
        if (data.length() > (Integer.MAX_VALUE - 64) / 2) {
            throw new MalformedModelException("the weights '" + name + "' need 2 GiB or more in single precision");
        }
        ByteBuffer wide = ByteSlice.memory(2 * data.length()).order(ByteOrder.LITTLE_ENDIAN);
        ShortBuffer narrow = data.buffer().asShortBuffer();
        while (narrow.hasRemaining()) {
            wide.putInt(narrow.get() << Short.SIZE);
        }
        return new TensorProto(name, dims, ElementType.FLOAT, ByteSlice.of(wide.clear()));
    }

    /** Its elements, if they are 64-bit integers. */
    public long[] longs() {
        if (type != ElementType.INT64) {
            throw new IllegalStateException(name + " holds " + type + ", not integers");
        }
        long[] values = new long[data.length() / 8];
        data.buffer().asLongBuffer().get(values);
        return values;
    }

    /** Its elements, if they are in single precision. */
    public float[] floats() {
        if (type != ElementType.FLOAT) {
            throw new IllegalStateException(name + " holds " + type + ", not single-precision numbers");
        }
        float[] values = new float[data.length() / Float.BYTES];
        data.buffer().asFloatBuffer().get(values);
        return values;
    }

    /** Whether another tensor has the same type, shape and data. O(data). */
    public boolean hasSameNumbers(@Nullable TensorProto other) {
        return other != null && type == other.type && dims.equals(other.dims)
                && data.buffer().equals(other.data.buffer());
    }

    /** Whether its data lie outside of Java's heap, in an element type that the runtime's Java interface supports. */
    public boolean isNative() {
        return data.bytes().isNative()
                && type != ElementType.UINT16 && type != ElementType.UINT32 && type != ElementType.UINT64;
    }

    public TensorProto withName(String newName) {
        return new TensorProto(newName, dims, type, data);
    }
}
