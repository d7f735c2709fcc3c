package org.leastaction.onnx.proto;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Some bytes of an array, which is shared. */
public record Slice(byte[] array, int offset, int length) {

    /** @throws IndexOutOfBoundsException if the slice does not lie in the array */
    public Slice {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
