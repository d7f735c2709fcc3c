package org.leastaction.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return of("Cast", List.of(input), output, AttributeProto.integer("to", to.number()));
    }

    /** An operation of ONNX's own with one output and no name. */
    public static NodeProto of(String operator, List<String> inputs, String output, AttributeProto... settings) {
        Map<String, AttributeProto> attributes = new LinkedHashMap<>();
        for (AttributeProto setting : settings) {
            attributes.put(setting.name(), setting);
        }
        return new NodeProto("", operator, "", inputs, List.of(output), attributes);
    }

    /** Joins tensors along their first axis. */
    public static NodeProto concat(List<String> inputs, String output) {
        return of("Concat", inputs, output, AttributeProto.integer("axis", 0));
    }

    public boolean is(String... operators) {
        return List.of(operators).contains(operator);
    }

    /** Its name, otherwise that of its first output. */
    public String title() {
        return name.isEmpty() ? outputs.get(0) : name;
    }

    /** The same operation under a name. */
    public NodeProto withName(String newName) {
        return new NodeProto(newName, operator, domain, inputs, outputs, attributes);
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
