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
 * @param raw     the message, as it stands in the file
 */
public record AttributeProto(
        String name, long number, List<Long> numbers, String text, Optional<TensorProto> tensor, Slice raw) {

    public AttributeProto {
        numbers = List.copyOf(numbers);
    }
}
