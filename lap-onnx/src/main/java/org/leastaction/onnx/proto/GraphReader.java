package org.leastaction.onnx.proto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.io.Limit;

/** Reads GraphProto messages. */
final class GraphReader {

    private static final int LONGEST_LIST = 1 << 16;

    private final TensorReader tensors;
    private final TensorReader settings = new TensorReader(OutsideData.REFUSED);

    GraphReader(TensorReader tensors) {
        this.tensors = tensors;
    }

    GraphProto read(ByteSlice message) throws MalformedModelException {
        List<NodeProto> nodes = new ArrayList<>();
        Map<String, TensorProto> initializers = new LinkedHashMap<>();
        List<ValueProto> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<ByteSlice> inputMessages = new ArrayList<>();
        for (WireReader in = new WireReader(message); in.next(); ) {
            switch (in.field()) {
                case 1 -> nodes.add(node(in.bytes()));
                case 5 -> {
                    TensorProto tensor = tensors.read(in.bytes());
                    if (initializers.put(tensor.name(), tensor) != null) {
                        throw new MalformedModelException("holds two constants '" + tensor.name() + "'");
                    }
                }
                case 11 -> inputMessages.add(in.bytes());
                case 12 -> outputs.add(name(in.bytes()));
                case 15 -> throw new MalformedModelException("has sparse constants, which are not supported");
                default -> in.skip();
            }
            if (nodes.size() > Limit.GRAPH_OPERATIONS.value()) {
                throw new MalformedModelException(Limit.GRAPH_OPERATIONS.problem(nodes.size(), "or more operations"));
            }
        }
        for (ByteSlice input : inputMessages) {
            if (!initializers.containsKey(name(input))) {
                inputs.add(value(input));
            }
        }
        return new GraphProto(nodes, initializers, inputs, outputs);
    }

    private NodeProto node(ByteSlice message) throws MalformedModelException {
        String name = "";
        String operator = "";
        String domain = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<AttributeProto> attributes = new ArrayList<>();
        for (WireReader in = new WireReader(message); in.next(); ) {
            switch (in.field()) {
                case 1 -> inputs.add(in.text());
                case 2 -> outputs.add(in.text());
                case 3 -> name = in.text();
                case 4 -> operator = in.text();
                case 5 -> attributes.add(attribute(in.bytes()));
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        }
        if (operator.isEmpty() || outputs.isEmpty() || outputs.get(0).isEmpty()) {
            throw new MalformedModelException("has an operation without a kind or without a result");
        }
        return new NodeProto(name, operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs,
                NodeProto.byName(attributes));
    }

    private AttributeProto attribute(ByteSlice message) throws MalformedModelException {
        String name = "";
        long number = 0;
        String text = "";
        List<Long> numbers = new ArrayList<>();
        Optional<TensorProto> tensor = Optional.empty();
        for (WireReader in = new WireReader(message); in.next(); ) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 3 -> number = in.varint();
                case 4 -> text = in.text();
                case 5 -> tensor = Optional.of(settings.read(in.bytes()));
                case 6, 11 -> throw new MalformedModelException(
                        "has branches or loops (an operation with a graph of its own), which are not supported");
                case 8 -> RepeatedNumbers.read(in, numbers, LONGEST_LIST);
                case 10, 14, 15, 21, 22, 23 -> throw new MalformedModelException(
                        "has an operation with a setting '" + name + "' of a kind that is not supported");
                default -> in.skip();
            }
        }
        return new AttributeProto(name, number, numbers, text, tensor,
                tensor.isPresent() ? ModelWriter.tensorAttribute(name, tensor.get()) : message.inMemory());
    }

    private static String name(ByteSlice message) throws MalformedModelException {
        String name = "";
        for (WireReader in = new WireReader(message); in.next(); ) {
            if (in.field() == 1) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        return name;
    }

    private static ValueProto value(ByteSlice message) throws MalformedModelException {
        String name = name(message);
        ByteSlice tensor = null;
        for (WireReader in = new WireReader(message); in.next(); ) {
            if (in.field() == 2) {
                for (WireReader type = new WireReader(in.bytes()); type.next(); ) {
                    if (type.field() == 1) {
                        tensor = type.bytes();
                    } else {
                        type.skip();
                    }
                }
            } else {
                in.skip();
            }
        }
        if (tensor == null) {
            throw new MalformedModelException("has the input '" + name + "', which is no tensor");
        }
        long type = 0;
        List<Long> shape = new ArrayList<>();
        for (WireReader in = new WireReader(tensor); in.next(); ) {
            switch (in.field()) {
                case 1 -> type = in.varint();
                case 2 -> shape(in.bytes(), shape);
                default -> in.skip();
            }
        }
        return new ValueProto(name, ElementType.of(type, name), shape);
    }

    private static void shape(ByteSlice message, List<Long> shape) throws MalformedModelException {
        for (WireReader in = new WireReader(message); in.next(); ) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            long extent = -1;
            for (WireReader dim = new WireReader(in.bytes()); dim.next(); ) {
                if (dim.field() == 1) {
                    extent = dim.varint();
                } else {
                    dim.skip();
                }
            }
            shape.add(extent);
        }
    }
}
