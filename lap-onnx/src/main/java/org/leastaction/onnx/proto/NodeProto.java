package org.leastaction.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * One operation.
 *
 * @param operator e.g. "Conv"
 * @param domain   "" for ONNX's own operators
 * @param inputs   names of tensors; "" where an optional one is left out
 * @param outputs  names of tensors; "" where an optional one is left out
 */
public record NodeProto(String name, String operator, String domain, List<String> inputs, List<String> outputs,
        Map<String, AttributeProto> attributes) {

    public NodeProto {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** An operation of ONNX's own with one input and one output, converting the element type. */
    public static NodeProto cast(String input, String output, ElementType to) {
        return new NodeProto("", "Cast", "", List.of(input), List.of(output), Map.of("to", integer("to", to.number())));
    }

    /** An operation of ONNX's own with one output and no settings. */
    public static NodeProto of(String operator, List<String> inputs, String output) {
        return new NodeProto("", operator, "", inputs, List.of(output), Map.of());
    }

    /** Joins tensors along their first axis. */
    public static NodeProto concat(List<String> inputs, String output) {
        return of("Concat", inputs, output).withNumber("axis", 0);
    }

    /** The same operation with an integer setting more. */
    public NodeProto withNumber(String attribute, long value) {
        return with(integer(attribute, value));
    }

    /** The same operation with a setting more, a list of integers that are not negative. */
    public NodeProto withNumbers(String attribute, long... values) {
        WireWriter list = new WireWriter().text(1, attribute);
        LongStream.of(values).forEach(value -> list.varint(8, value));
        return with(new AttributeProto(attribute, 0, LongStream.of(values).boxed().toList(), "", Optional.empty(),
                Slice.of(list.varint(20, 7).toBytes())));
    }

    private NodeProto with(AttributeProto attribute) {
        Map<String, AttributeProto> more = new LinkedHashMap<>(attributes);
        more.put(attribute.name(), attribute);
        return new NodeProto(name, operator, domain, inputs, outputs, more);
    }

    private static AttributeProto integer(String name, long value) {
        WireWriter attribute = new WireWriter().text(1, name).varint(3, value).varint(20, 2);
        return new AttributeProto(name, value, List.of(), "", Optional.empty(), Slice.of(attribute.toBytes()));
    }

    public boolean is(String... operators) {
        return List.of(operators).contains(operator);
    }

    /** What people call it: its name, else that of its first output. */
    public String title() {
        return name.isEmpty() ? outputs.get(0) : name;
    }

    /** The same operation on another tensor. */
    public NodeProto withInput(int index, String tensor) {
        List<String> changed = new ArrayList<>(inputs);
        changed.set(index, tensor);
        return new NodeProto(name, operator, domain, changed, outputs, attributes);
    }

    /** An integer setting. */
    public long number(String attribute, long otherwise) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? otherwise : found.number();
    }

    /** A list setting; empty where it is left out. */
    public List<Long> numbers(String attribute) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? List.of() : found.numbers();
    }

    static Map<String, AttributeProto> byName(List<AttributeProto> attributes) throws MalformedModelException {
        Map<String, AttributeProto> map = new LinkedHashMap<>();
        for (AttributeProto attribute : attributes) {
            if (map.put(attribute.name(), attribute) != null) {
                throw new MalformedModelException("an operation has the setting '" + attribute.name() + "' twice");
            }
        }
        return map;
    }
}
