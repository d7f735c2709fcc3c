package org.leastaction.onnx.proto;

import java.io.ByteArrayOutputStream;

/** Writes the fields of one protobuf message. */
final class WireWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter varint(int field, long value) {
        raw((long) field << 3 | WireReader.VARINT);
        raw(value);
        return this;
    }

    WireWriter fixed32(int field, float value) {
        raw((long) field << 3 | WireReader.FIXED32);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Float.SIZE; shift += Byte.SIZE) {
            out.write(bits >>> shift);
        }
        return this;
    }

    WireWriter bytes(int field, ByteSlice value) {
        raw((long) field << 3 | WireReader.BYTES);
        raw(value.length());
        out.writeBytes(value.toArray());
        return this;
    }

    WireWriter text(int field, String value) {
        return bytes(field, ByteSlice.of(value));
    }

    WireWriter message(int field, WireWriter value) {
        return bytes(field, ByteSlice.of(value.toBytes()));
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void raw(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }
}
