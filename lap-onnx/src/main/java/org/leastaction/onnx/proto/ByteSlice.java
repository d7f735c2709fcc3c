package org.leastaction.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Some of a number of bytes, which are shared. */
public record ByteSlice(Bytes bytes, int offset, int length) {

    /** From this size on, bytes of a file are held outside of Java's heap, where the runtime can use them in place. */
    static final int LARGE = 1 << 20;

    /** @throws IndexOutOfBoundsException if the slice does not lie in the bytes */
    public ByteSlice {
        Objects.checkFromIndexSize(offset, length, bytes.length());
    }

    public static ByteSlice of(byte[] array) {
        return new ByteSlice(Bytes.of(array), 0, array.length);
    }

    /** Memory from its start to its limit. */
    static ByteSlice of(ByteBuffer memory) {
        return new ByteSlice(Bytes.of(memory), 0, memory.limit());
    }

    static ByteSlice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(toArray(), StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
    byte[] toArray() {
        byte[] array = new byte[length];
        bytes.copy(offset, ByteBuffer.wrap(array));
        return array;
    }

    /** The same bytes in memory: these if they are there already, else read from their file. */
    ByteSlice inMemory() {
        if (bytes.isInMemory()) {
            return this;
        }
        ByteBuffer memory = memory(length);
        bytes.copy(offset, memory);
        return of(memory.clear());
    }

    /** Memory for so many bytes of a file: native where they are many. */
    static ByteBuffer memory(int length) {
        return length >= LARGE ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    }

    /** A view of bytes that lie in memory, little-endian; native memory where {@link ByteBuffer#isDirect} says so. */
    public ByteBuffer buffer() {
        return bytes.view(offset, length);
    }
}
