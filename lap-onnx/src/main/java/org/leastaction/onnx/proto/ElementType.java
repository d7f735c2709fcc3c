package org.leastaction.onnx.proto;

import java.util.Arrays;
import java.util.Optional;

/** Element types of tensors that this backend supports, each with ONNX's number and its width. */
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    BOOL(9, 1),
    FLOAT16(10, 2),
    DOUBLE(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    BFLOAT16(16, 2);

    private final int number;
    private final int width;

    ElementType(int number, int width) {
        this.number = number;
        this.width = width;
    }

    public int number() {
        return number;
    }

    /** Number of bytes of one element. */
    public int width() {
        return width;
    }

    /** Whether its elements are floating-point numbers. */
    public boolean isReal() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }

    /** The type with a number of ONNX; empty for those that are not supported. */
    static Optional<ElementType> numbered(long number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    static ElementType of(long number, String tensor) throws MalformedModelException {
        return numbered(number).orElseThrow(() -> new MalformedModelException(
                "'" + tensor + "' has elements of type " + number
                        + "; numbers are needed, at least 8 bits wide"));
    }
}
