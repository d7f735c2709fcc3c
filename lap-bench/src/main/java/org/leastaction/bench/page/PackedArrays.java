package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Arrays as JSON objects: type, shape, and little-endian bytes in base64; see docs/page-data.md. */
final class PackedArrays {

    private PackedArrays() {}

    static ObjectNode floats(float[] values, int... shape) {
        byte[] bytes = new byte[Math.multiplyExact(4, values.length)];
        littleEndian(bytes).asFloatBuffer().put(values);
        return packed("f32", bytes, shape);
    }

    static ObjectNode floats(double[] values, int... shape) {
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return floats(single, shape);
    }

    /** In half precision, after division by the greatest absolute value, which is in {@code scale}. */
    static ObjectNode halves(float[] values, int... shape) {
        float scale = 0;
        for (float value : values) {
            scale = Math.max(scale, Math.abs(value));
        }
        byte[] bytes = new byte[Math.multiplyExact(2, values.length)];
        ByteBuffer buffer = littleEndian(bytes);
        for (float value : values) {
            buffer.putShort(half(scale > 0 ? value / scale : 0));
        }
        return packed("f16", bytes, shape).put("scale", scale > 0 ? scale : 1);
    }

    static ObjectNode ints(int[] values, int... shape) {
        byte[] bytes = new byte[Math.multiplyExact(4, values.length)];
        littleEndian(bytes).asIntBuffer().put(values);
        return packed("i32", bytes, shape);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ObjectNode packed(String type, byte[] bytes, int... shape) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type);
        for (int extent : shape) {
            node.withArray("shape").add(extent);
        }
        return node.put("data", Base64.getEncoder().encodeToString(bytes));
    }

    /** The nearest number of IEEE 754 binary16 to one of at most 1 in size, ties to even. */
    static short half(float value) {
        int sign = (Float.floatToIntBits(value) >>> 16) & 0x8000;
        float size = Math.abs(value);
        if (size < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(size * 0x1p24));
        }
        int bits = Float.floatToIntBits(size);
        int rounded = bits + 0xfff + ((bits >>> 13) & 1);
        // The exponents are offset by 127 in float and by 15 in half precision.
        return (short) (sign | ((rounded >>> 13) - (112 << 10)));
    }
}
