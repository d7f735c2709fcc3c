package org.leastaction.points.io;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The content of a .npy file: an array of any rank, row-major. The values are shared, not copied. */
public final class NpyArray {

    /** The type of the values. */
    public enum Type {
        FLOAT32,
        FLOAT64,
        INT32,
        INT64;

        /** NumPy's name of the type. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Type type;
    private final Object values;
    private final int size;
    private final List<Integer> shape;
    private final int rounded;
    private final boolean bytes;

    private NpyArray(Type type, Object values, int length, int... shape) {
        if (Arrays.stream(shape).anyMatch(extent -> extent < 0)) {
            throw new IllegalArgumentException("a shape has extents of at least 0, not " + Arrays.toString(shape));
        }
        // A shape such as [2^31 - 1, 2^31 - 1, 0] has no elements.
        long product = Arrays.stream(shape).anyMatch(extent -> extent == 0)
                ? 0 : Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (product != length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " has " + product + " elements, the array has " + length);
        }
        this.type = type;
        this.values = values;
        this.size = length;
        this.shape = Arrays.stream(shape).boxed().toList();
        this.rounded = 0;
        this.bytes = false;
    }

    private NpyArray(NpyArray array, int rounded, boolean bytes) {
        this.type = array.type;
        this.values = array.values;
        this.size = array.size;
        this.shape = array.shape;
        this.rounded = rounded;
        this.bytes = bytes;
    }

    /**
     * @param shape extents whose product is the length; empty for a single number
     * @throws IllegalArgumentException if the shape does not fit the length
     */
    public static NpyArray of(float[] values, int... shape) {
        return new NpyArray(Type.FLOAT32, values, values.length, shape);
    }

    /** As {@link #of(float[], int...)}. */
    public static NpyArray of(double[] values, int... shape) {
        return new NpyArray(Type.FLOAT64, values, values.length, shape);
    }

    /** As {@link #of(float[], int...)}. */
    public static NpyArray of(int[] values, int... shape) {
        return new NpyArray(Type.INT32, values, values.length, shape);
    }

    /** As {@link #of(float[], int...)}. */
    public static NpyArray of(long[] values, int... shape) {
        return new NpyArray(Type.INT64, values, values.length, shape);
    }

    /** The type of the values. */
    public Type type() {
        return type;
    }

    /** Extents, outermost first; empty for a single number. */
    public List<Integer> shape() {
        return shape;
    }

    /** Number of extents. */
    public int rank() {
        return shape.size();
    }

    /** Number of values. */
    public int size() {
        return size;
    }

    /** Number of values that were rounded to float64 when the file was read: 0 except for long double. */
    public int rounded() {
        return rounded;
    }

    /** Whether the file held its numbers as bytes from 0 to 255 (uint8), as images often are. */
    public boolean isBytes() {
        return bytes;
    }

    NpyArray ofBytes() {
        return new NpyArray(this, rounded, true);
    }

    NpyArray withRounded(int newRounded) {
        return new NpyArray(this, newRounded, bytes);
    }

    /**
     * The values in double precision, whatever their type: the array itself if this is float64, otherwise a copy.
     *
     * @throws IllegalArgumentException if float64 cannot represent an integer beyond 2^53 exactly
     */
    public double[] exactDoubles() {
        if (values instanceof int[] ints) {
            return Arrays.stream(ints).asDoubleStream().toArray();
        }
        if (!(values instanceof long[] longs)) {
            return doubles();
        }
        double[] converted = new double[longs.length];
        for (int i = 0; i < longs.length; i++) {
            if (!isHeld(longs[i])) {
                throw new IllegalArgumentException("element " + i + " is " + longs[i] + ", which float64 does not hold"
                        + " exactly, as it holds all whole numbers up to 2^53 = 9007199254740992; shift or scale the"
                        + " numbers, or round them yourself (in NumPy: x.astype('float64'))");
            }
            converted[i] = longs[i];
        }
        return converted;
    }

    /** Whether float64 represents an integer exactly: it has at most 53 binary digits before its trailing zeros. */
    static boolean isHeld(long value) {
        return value == 0
                || 64 - Long.numberOfLeadingZeros(Math.abs(value)) - Long.numberOfTrailingZeros(value) <= 53;
    }

    /**
     * The values in single precision: the array itself if this is float32, a rounded copy if it is float64.
     *
     * @throws IllegalArgumentException if the values are integers
     */
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats;
        }
        double[] doubles = doubles();
        float[] converted = new float[doubles.length];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = (float) doubles[i];
        }
        return converted;
    }

    /**
     * The values in double precision: the array itself if this is float64, a copy if it is float32.
     *
     * @throws IllegalArgumentException if the values are integers
     */
    public double[] doubles() {
        if (values instanceof double[] doubles) {
            return doubles;
        }
        if (values instanceof float[] floats) {
            double[] converted = new double[floats.length];
            for (int i = 0; i < converted.length; i++) {
                converted[i] = floats[i];
            }
            return converted;
        }
        throw new IllegalArgumentException("an array of dtype " + type + ", float32 or float64 is needed");
    }

    /**
     * The values as int: the array itself if this is int32, a copy if it is int64.
     *
     * @throws IllegalArgumentException if the values are not integers, or one does not fit
     */
    public int[] ints() {
        if (values instanceof int[] ints) {
            return ints;
        }
        long[] longs = longs();
        int[] converted = new int[longs.length];
        for (int i = 0; i < converted.length; i++) {
            if (longs[i] != (int) longs[i]) {
                throw new IllegalArgumentException("element " + i + " is " + longs[i] + ", which does not fit int32");
            }
            converted[i] = (int) longs[i];
        }
        return converted;
    }

    /**
     * The values as long: the array itself if this is int64, a copy if it is int32.
     *
     * @throws IllegalArgumentException if the values are not integers
     */
    public long[] longs() {
        if (values instanceof long[] longs) {
            return longs;
        }
        if (values instanceof int[] ints) {
            return Arrays.stream(ints).asLongStream().toArray();
        }
        throw new IllegalArgumentException("an array of dtype " + type + ", integers are needed");
    }

    /** The shape as Python writes it, e.g. "(3, 4)", "(3,)", "()". */
    String pythonShape() {
        String extents = shape.stream().map(Object::toString).collect(Collectors.joining(", "));
        return rank() == 1 ? "(" + extents + ",)" : "(" + extents + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpyArray array
                && type == array.type
                && shape.equals(array.shape)
                && Objects.deepEquals(values, array.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, shape, Arrays.deepHashCode(new Object[] {values}));
    }

    @Override
    public String toString() {
        return type + pythonShape();
    }
}
