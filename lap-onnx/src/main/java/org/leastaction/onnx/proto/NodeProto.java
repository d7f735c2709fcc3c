package org.leastaction.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.onnx.proto.ModelWriter.WireWriter;

/**
 * One operation.
 *
 * @param module   path of the module that it belongs to, e.g. "/layer1/layer1.0", where the file states it apart from the
 *                 name, as the new exporter of PyTorch does; otherwise ""
 * @param operator e.g. "Conv"
 * @param domain   "" for ONNX's own operators
 * @param inputs   names of tensors; "" for a missing optional one
 * @param outputs  names of tensors; "" for a missing optional one
 */
public record NodeProto(String name, String module, String operator, String domain, List<String> inputs,
        List<String> outputs, Map<String, AttributeProto> attributes) {

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
        return new NodeProto("", "", operator, "", inputs, List.of(output), attributes);
    }

    /** Joins tensors along their first axis. */
    public static NodeProto concat(List<String> inputs, String output) {
        return of("Concat", inputs, output, AttributeProto.integer("axis", 0));
    }

    public boolean is(String... operators) {
        return List.of(operators).contains(operator);
    }

    /** Its name, otherwise that of its first output; behind its module, e.g. "/layer1/layer1.0/node_add_1". */
    public String title() {
        String own = name.isEmpty() ? outputs.get(0) : name;
        return module.isEmpty() ? own : module + "/" + own;
    }

    /** Whether a person may mean it by a name: its own, or its title. */
    public boolean isCalled(String some) {
        return name.equals(some) || (!module.isEmpty() && title().equals(some));
    }

    /** The same operation under a name. */
    public NodeProto withName(String newName) {
        return new NodeProto(newName, module, operator, domain, inputs, outputs, attributes);
    }

    /** The same operation on another tensor. */
    public NodeProto withInput(int index, String tensor) {
        List<String> changed = new ArrayList<>(inputs);
        changed.set(index, tensor);
        return new NodeProto(name, module, operator, domain, changed, outputs, attributes);
    }

    /** The same operation with another setting. */
    public NodeProto with(AttributeProto setting) {
        Map<String, AttributeProto> changed = new LinkedHashMap<>(attributes);
        changed.put(setting.name(), setting);
        return new NodeProto(name, module, operator, domain, inputs, outputs, changed);
    }

    /** An integer setting. */
    public long number(String attribute, long otherwise) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? otherwise : found.number();
    }

    /** A list setting; empty if it is missing. */
    public List<Long> numbers(String attribute) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? List.of() : found.numbers();
    }

    /** A single-precision setting. */
    public float real(String attribute, float otherwise) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? otherwise : found.real();
    }

    /** A text setting. */
    public String text(String attribute, String otherwise) {
        AttributeProto found = attributes.get(attribute);
        return found == null ? otherwise : found.text();
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

    /**
     * A setting of an operator.
     *
     * @param number  its integer, 0 if it has none
     * @param real    its single-precision number, 0 if it has none
     * @param numbers its list of integers
     * @param text    its string, "" if it has none
     * @param tensor  its tensor
     * @param raw     the message, as in the file
     */
    public record AttributeProto(
            String name, long number, float real, List<Long> numbers, String text, Optional<TensorProto> tensor,
            ByteSlice raw) {

        private static final int REAL = 1;
        private static final int INTEGER = 2;
        private static final int TEXT = 3;
        private static final int INTEGERS = 7;

        public AttributeProto {
            numbers = List.copyOf(numbers);
        }

        /** A setting that is an integer. */
        public static AttributeProto integer(String name, long value) {
            WireWriter message = new WireWriter().text(1, name).varint(3, value).varint(20, INTEGER);
            return new AttributeProto(name, value, 0, List.of(), "", Optional.empty(), ByteSlice.of(message.toBytes()));
        }

        /** A setting that is a tensor. */
        public static AttributeProto tensor(String name, TensorProto value) {
            return new AttributeProto(name, 0, 0, List.of(), "", Optional.of(value),
                    ModelWriter.tensorAttribute(name, value));
        }

        /** A setting that is a list of integers. */
        public static AttributeProto integers(String name, List<Long> values) {
            WireWriter message = new WireWriter().text(1, name);
            values.forEach(value -> message.varint(8, value));
            return new AttributeProto(
                    name, 0, 0, values, "", Optional.empty(), ByteSlice.of(message.varint(20, INTEGERS).toBytes()));
        }

        /** A setting that is a text. */
        public static AttributeProto text(String name, String value) {
            WireWriter message = new WireWriter().text(1, name).text(4, value).varint(20, TEXT);
            return new AttributeProto(name, 0, 0, List.of(), value, Optional.empty(), ByteSlice.of(message.toBytes()));
        }

        /** A single-precision setting. */
        public static AttributeProto real(String name, float value) {
            WireWriter message = new WireWriter().text(1, name).fixed32(2, value).varint(20, REAL);
            return new AttributeProto(name, 0, value, List.of(), "", Optional.empty(), ByteSlice.of(message.toBytes()));
        }
    }
}
