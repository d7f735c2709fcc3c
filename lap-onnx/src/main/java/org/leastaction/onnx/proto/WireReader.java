package org.leastaction.onnx.proto;

import org.leastaction.onnx.proto.ByteSlice.Bytes;

/**
 * Iterates over the fields of one protobuf message.
 *
 * <p>{@link #next} moves to a field; then exactly one of the value methods reads it, or {@link #skip} skips it.
 */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final Bytes array;
    private final int end;
    private int position;
    private int field;
    private int wire;

    WireReader(ByteSlice message) {
        this.array = message.bytes();
        this.position = message.offset();
        this.end = message.offset() + message.length();
    }

    boolean hasMore() {
        return position < end;
    }

    /** Moves to the next field, if there is one. */
    boolean next() throws MalformedModelException {
        if (!hasMore()) {
            return false;
        }
        long tag = rawVarint();
        if (tag >>> 3 < 1 || tag >>> 3 > 0x1fff_ffffL) {
            throw new MalformedModelException("is no ONNX model: a field has the number " + (tag >>> 3));
        }
        field = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        return true;
    }

    int field() {
        return field;
    }

    int wire() {
        return wire;
    }

    long varint() throws MalformedModelException {
        require(VARINT);
        return rawVarint();
    }

    ByteSlice bytes() throws MalformedModelException {
        require(BYTES);
        return take(rawVarint());
    }

    String text() throws MalformedModelException {
        return bytes().text();
    }

    /** A value of fixed width, as its bytes. */
    ByteSlice fixed() throws MalformedModelException {
        if (wire == FIXED32) {
            return take(4);
        }
        require(FIXED64);
        return take(8);
    }

    /** A single-precision number. */
    float real() throws MalformedModelException {
        require(FIXED32);
        return take(4).inMemory().buffer().getFloat();
    }

    void skip() throws MalformedModelException {
        switch (wire) {
            case VARINT -> rawVarint();
            case BYTES -> bytes();
            case FIXED32, FIXED64 -> fixed();
            default -> throw new MalformedModelException("is no ONNX model: field " + field + " has an unknown form");
        }
    }

    /** Numbers without tags, back to back, as in a packed list. */
    long rawVarint() throws MalformedModelException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw truncated();
            }
            byte next = array.at(position++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedModelException("is no ONNX model: a number is longer than 64 bits");
    }

    private ByteSlice take(long length) throws MalformedModelException {
        if (length < 0 || length > end - position) {
            throw truncated();
        }
        ByteSlice slice = new ByteSlice(array, position, (int) length);
        position += (int) length;
        return slice;
    }

    private void require(int expected) throws MalformedModelException {
        if (wire != expected) {
            throw new MalformedModelException("is no ONNX model: field " + field + " has form " + wire + ", not "
                    + expected);
        }
    }

    private static MalformedModelException truncated() {
        return new MalformedModelException("is damaged or cut short: a part of it goes beyond its end");
    }
}
