package org.leastaction.onnx.proto;

import java.util.List;
import java.util.Optional;

/**
 * A setting of an operator.
 *
 * @param number  its integer, 0 if it has none
 * @param numbers its list of integers
 * @param text    its string, "" if it has none
 * @param tensor  its tensor
 * @param raw     the message, as in the file
 */
public record AttributeProto(
        String name, long number, List<Long> numbers, String text, Optional<TensorProto> tensor, ByteSlice raw) {

    private static final int REAL = 1;
    private static final int INTEGER = 2;
    private static final int INTEGERS = 7;

    public AttributeProto {
        numbers = List.copyOf(numbers);
    }

    /** A setting that is an integer. */
    public static AttributeProto integer(String name, long value) {
        WireWriter message = new WireWriter().text(1, name).varint(3, value).varint(20, INTEGER);
        return new AttributeProto(name, value, List.of(), "", Optional.empty(), ByteSlice.of(message.toBytes()));
    }

    /** A setting that is a list of integers. */
    public static AttributeProto integers(String name, List<Long> values) {
        WireWriter message = new WireWriter().text(1, name);
        values.forEach(value -> message.varint(8, value));
        return new AttributeProto(
                name, 0, values, "", Optional.empty(), ByteSlice.of(message.varint(20, INTEGERS).toBytes()));
    }

    /** A single-precision setting, which is only written. */
    public static AttributeProto real(String name, float value) {
        WireWriter message = new WireWriter().text(1, name).fixed32(2, value).varint(20, REAL);
        return new AttributeProto(name, 0, List.of(), "", Optional.empty(), ByteSlice.of(message.toBytes()));
    }
}
