package org.leastaction.points.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Reads and writes the .npy format on streams. */
final class NpyCodec {

    private static final int CHUNK = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = 10;

    private NpyCodec() {}

    /** Converts the next number of a buffer. */
    private interface Sink {
        void take(ByteBuffer bytes, int i) throws IOException;
    }

    /**
     * Reads one array.
     *
     * @param length bytes available, header included: no array is allocated before this suffices for it
     */
    static NpyArray read(InputStream in, long length) throws IOException {
        NpyHeader header = NpyHeader.read(in);
        int size = header.size();
        long needed = (long) size * header.element().bytes;
        if (length - header.length() < needed) {
            throw truncated(needed, length - header.length());
        }
        IntUnaryOperator place = header.layout() == NpyHeader.Layout.ROW_MAJOR
                ? IntUnaryOperator.identity()
                : columnMajor(header.shape(), size);
        return switch (header.element()) {
            case F2 -> {
                float[] values = new float[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = half(bytes.getShort()));
                yield NpyArray.of(values, header.shape());
            }
            case F12, F16 -> {
                LongDoubles.Decoded decoded = LongDoubles.decode(bytes(in, header), header);
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[place.applyAsInt(i)] = decoded.values()[i];
                }
                yield NpyArray.of(values, header.shape()).withRounded(decoded.rounded());
            }
            case F4 -> {
                float[] values = new float[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = bytes.getFloat());
                yield NpyArray.of(values, header.shape());
            }
            case F8 -> {
                double[] values = new double[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = bytes.getDouble());
                yield NpyArray.of(values, header.shape());
            }
            case U4 -> {
                long[] values = new long[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = Integer.toUnsignedLong(bytes.getInt()));
                yield NpyArray.of(values, header.shape());
            }
            case I8, U8 -> {
                long[] values = new long[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = bytes.getLong());
                yield header.element() == NpyHeader.Element.I8
                        ? NpyArray.of(values, header.shape())
                        : unsigned(values, header.shape());
            }
            case B1, U1, I1, U2, I2, I4 -> {
                int[] values = new int[size];
                fill(in, header, (bytes, i) -> values[place.applyAsInt(i)] = intFrom(header.element(), bytes));
                NpyArray array = NpyArray.of(values, header.shape());
                yield header.element() == NpyHeader.Element.U1 ? array.ofBytes() : array;
            }
        };
    }

    /** Writes one array in version 1.0, little-endian, row-major, as {@code numpy.save} does. */
    static void write(OutputStream out, NpyArray array) throws IOException {
        out.write(header(array));
        int bytes = bytesOf(array);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int size = array.size();
        for (int from = 0; from < size; from += CHUNK / bytes) {
            int count = Math.min(CHUNK / bytes, size - from);
            switch (array.type()) {
                case FLOAT32 -> buffer.asFloatBuffer().put(array.floats(), from, count);
                case FLOAT64 -> buffer.asDoubleBuffer().put(array.doubles(), from, count);
                case INT32 -> buffer.asIntBuffer().put(array.ints(), from, count);
                case INT64 -> buffer.asLongBuffer().put(array.longs(), from, count);
            }
            out.write(buffer.array(), 0, count * bytes);
        }
    }

    /** Number of bytes that {@link #write} writes. */
    static long length(NpyArray array) {
        return header(array).length + (long) array.size() * bytesOf(array);
    }

    private static byte[] header(NpyArray array) {
        String dictionary = "{'descr': '" + code(array) + "', 'fortran_order': False, 'shape': "
                + array.pythonShape() + ", }";
        int unpadded = PREFIX + dictionary.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer header = ByteBuffer.allocate(PREFIX + text.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0);
        return header.putShort((short) text.length).put(text).array();
    }

    private static String code(NpyArray array) {
        return switch (array.type()) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
        };
    }

    private static int bytesOf(NpyArray array) {
        return switch (array.type()) {
            case FLOAT32, INT32 -> 4;
            case FLOAT64, INT64 -> 8;
        };
    }

    private static void fill(InputStream in, NpyHeader header, Sink sink) throws IOException {
        int size = header.size();
        int bytes = header.element().bytes;
        byte[] chunk = new byte[CHUNK];
        for (int from = 0; from < size; from += CHUNK / bytes) {
            int count = Math.min(CHUNK / bytes, size - from);
            int read = in.readNBytes(chunk, 0, count * bytes);
            if (read < count * bytes) {
                throw truncated((long) size * bytes, (long) from * bytes + read);
            }
            ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, read).order(header.order());
            for (int i = from; i < from + count; i++) {
                sink.take(buffer, i);
            }
        }
    }

    /** All bytes of the numbers, for a format that can only be determined from the numbers themselves. */
    private static byte[] bytes(InputStream in, NpyHeader header) throws IOException {
        long needed = (long) header.size() * header.element().bytes;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new MalformedException("more than 2 GiB of long double numbers; float64 halves them"
                    + " (in NumPy: x.astype('float64'))");
        }
        byte[] bytes = in.readNBytes((int) needed);
        if (bytes.length < needed) {
            throw truncated(needed, bytes.length);
        }
        return bytes;
    }

    /** Converts an IEEE 754 binary16 number: 5 bits of exponent, 10 of fraction. The conversion to float32 is exact. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else {
            magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Unsigned 64-bit integers: int64 if all fit, otherwise float64 if it represents each of them exactly. */
    private static NpyArray unsigned(long[] values, int[] shape) throws MalformedException {
        if (Arrays.stream(values).allMatch(value -> value >= 0)) {
            return NpyArray.of(values, shape);
        }
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            // Values of 2^63 and more, which are negative as Java longs, are halved; to be exact, their last bit must
            // be 0.
            doubles[i] = values[i] >= 0 ? values[i] : 2.0 * (values[i] >>> 1);
            boolean held = values[i] >= 0
                    ? NpyArray.isHeld(values[i])
                    : (values[i] & 1) == 0 && NpyArray.isHeld(values[i] >>> 1);
            if (!held) {
                throw new MalformedException("number " + i + " is " + Long.toUnsignedString(values[i])
                        + ", and neither int64 nor float64 holds all numbers of this array exactly");
            }
        }
        return NpyArray.of(doubles, shape);
    }

    private static int intFrom(NpyHeader.Element element, ByteBuffer bytes) {
        return switch (element) {
            case B1, U1 -> Byte.toUnsignedInt(bytes.get());
            case I1 -> bytes.get();
            case U2 -> Short.toUnsignedInt(bytes.getShort());
            case I2 -> bytes.getShort();
            default -> bytes.getInt();
        };
    }

    /** Index in the row-major array of the i-th number of a column-major file. */
    private static IntUnaryOperator columnMajor(int[] shape, int size) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] places = new int[size];
        int[] index = new int[shape.length];
        int place = 0;
        for (int i = 0; i < size; i++) {
            places[i] = place;
            for (int axis = 0; axis < shape.length; axis++) {
                place += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                place -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return i -> places[i];
    }

    private static MalformedException truncated(long needed, long there) {
        return new MalformedException(
                "truncated: the header promises " + needed + " bytes of numbers, " + Math.max(0, there) + " are there");
    }
}
