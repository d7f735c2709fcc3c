package org.leastaction.onnx.proto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.io.Limit;
import org.leastaction.onnx.proto.ByteSlice.Bytes;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.ModelWriter.WireWriter;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/** Reads ModelProto messages. */
final class ModelReader {

    private final GraphReader graphs;

    ModelReader(ExternalData external) {
        this.graphs = new GraphReader(new TensorReader(external));
    }

    ModelProto read(ByteSlice file) throws MalformedModelException {
        long irVersion = 0;
        String producer = "";
        String producerVersion = "";
        ByteSlice graph = null;
        Map<String, Long> opsets = new HashMap<>();
        Map<String, String> metadata = new HashMap<>();
        for (WireReader in = new WireReader(file); in.next();) {
            switch (in.field()) {
                case 1 -> irVersion = in.varint();
                case 2 -> producer = in.text();
                case 3 -> producerVersion = in.text();
                case 7 -> {
                    if (graph != null) {
                        throw new MalformedModelException("holds two graphs");
                    }
                    graph = in.bytes();
                }
                case 8 -> opset(in.bytes(), opsets);
                case 14 -> TensorReader.pair(in.bytes(), metadata);
                case 25 -> throw new MalformedModelException(
                        "defines functions of its own; export it with functions inlined");
                default -> in.skip();
            }
        }
        if (graph == null || irVersion < 1 || !opsets.containsKey("")) {
            throw new MalformedModelException(
                    "is no ONNX model: it lacks a graph, a format version or an operator set");
        }
        return new ModelProto(irVersion, (producer + " " + producerVersion).strip(), opsets, metadata,
                graphs.read(graph));
    }

    private static void opset(ByteSlice message, Map<String, Long> opsets) throws MalformedModelException {
        String domain = "";
        long version = 0;
        for (WireReader in = new WireReader(message); in.next();) {
            switch (in.field()) {
                case 1 -> domain = in.text();
                case 2 -> version = in.varint();
                default -> in.skip();
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    /** Reads GraphProto messages. */
    private static final class GraphReader {

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
            List<ValueProto> declared = new ArrayList<>();
            List<ByteSlice> inputMessages = new ArrayList<>();
            for (WireReader in = new WireReader(message); in.next();) {
                switch (in.field()) {
                    case 1 -> nodes.add(node(in.bytes()));
                    case 5 -> {
                        TensorProto tensor = tensors.read(in.bytes());
                        if (initializers.put(tensor.name(), tensor) != null) {
                            throw new MalformedModelException("holds two constants '" + tensor.name() + "'");
                        }
                    }
                    case 11 -> inputMessages.add(in.bytes());
                    case 12 -> {
                        ByteSlice output = in.bytes();
                        outputs.add(ValueReader.name(output));
                        ValueReader.declared(output).ifPresent(declared::add);
                    }
                    case 15 -> throw new MalformedModelException("has sparse constants, which are not supported");
                    default -> in.skip();
                }
                if (nodes.size() > Limit.GRAPH_OPERATIONS.value()) {
                    throw new MalformedModelException(
                            Limit.GRAPH_OPERATIONS.problem(nodes.size(), "or more operations"));
                }
            }
            for (ByteSlice input : inputMessages) {
                if (!initializers.containsKey(ValueReader.name(input))) {
                    inputs.add(ValueReader.input(input));
                }
            }
            return new GraphProto(nodes, initializers, inputs, outputs, declared);
        }

        private NodeProto node(ByteSlice message) throws MalformedModelException {
            String name = "";
            String module = "";
            String operator = "";
            String domain = "";
            List<String> inputs = new ArrayList<>();
            List<String> outputs = new ArrayList<>();
            List<AttributeProto> attributes = new ArrayList<>();
            for (WireReader in = new WireReader(message); in.next();) {
                switch (in.field()) {
                    case 1 -> inputs.add(in.text());
                    case 2 -> outputs.add(in.text());
                    case 3 -> name = in.text();
                    case 4 -> operator = in.text();
                    case 5 -> attributes.add(attribute(in.bytes()));
                    case 7 -> domain = in.text();
                    case 9 -> module = ModulePath.inMetadata(in.bytes()).orElse(module);
                    default -> in.skip();
                }
            }
            if (operator.isEmpty() || outputs.isEmpty() || outputs.get(0).isEmpty()) {
                throw new MalformedModelException("has an operation without a type or without a result");
            }
            return new NodeProto(name, module, operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs,
                    NodeProto.byName(attributes));
        }

        private AttributeProto attribute(ByteSlice message) throws MalformedModelException {
            String name = "";
            long number = 0;
            float real = 0;
            String text = "";
            List<Long> numbers = new ArrayList<>();
            Optional<TensorProto> tensor = Optional.empty();
            for (WireReader in = new WireReader(message); in.next();) {
                switch (in.field()) {
                    case 1 -> name = in.text();
                    case 2 -> real = in.real();
                    case 3 -> number = in.varint();
                    case 4 -> text = in.text();
                    case 5 -> tensor = Optional.of(settings.read(in.bytes()));
                    case 6, 11 -> throw new MalformedModelException(
                            "has branches or loops (an operation that contains a graph), which are not supported");
                    case 8 -> RepeatedNumbers.read(in, numbers, LONGEST_LIST);
                    case 10, 14, 15, 21, 22, 23 -> throw new MalformedModelException(
                            "has an operation with a setting '" + name + "' of a kind that is not supported");
                    default -> in.skip();
                }
            }
            return new AttributeProto(name, number, real, numbers, text, tensor,
                    tensor.isPresent() ? ModelWriter.tensorAttribute(name, tensor.get()) : message.inMemory());
        }
    }

    /** Lists of numbers, which protobuf writes packed or one by one. */
    static final class RepeatedNumbers {

        private RepeatedNumbers() {}

        /** Reads the current field's integers to the end of a list. */
        static void read(WireReader in, List<Long> list, int greatestSize) throws MalformedModelException {
            if (in.wire() == WireReader.BYTES) {
                for (WireReader packed = new WireReader(in.bytes()); packed.hasMore();) {
                    add(list, packed.rawVarint(), greatestSize);
                }
            } else {
                add(list, in.varint(), greatestSize);
            }
        }

        /** The current field's numbers, as they are encoded in a packed list. */
        static ByteSlice encoded(WireReader in) throws MalformedModelException {
            return switch (in.wire()) {
                case WireReader.BYTES -> in.bytes();
                case WireReader.VARINT -> {
                    WireWriter one = new WireWriter();
                    long value = in.varint();
                    one.varint(1, value);
                    byte[] tagged = one.toBytes();
                    yield new ByteSlice(Bytes.of(tagged), 1, tagged.length - 1);
                }
                default -> in.fixed();
            };
        }

        private static void add(List<Long> list, long value, int greatestSize) throws MalformedModelException {
            if (list.size() == greatestSize) {
                throw new MalformedModelException("has a list of more than " + greatestSize + " numbers where a shape"
                        + " or an operator's settings are expected");
            }
            list.add(value);
        }
    }

    /**
     * Reads TensorProto messages; every form in which the format can store data is converted to plain little-endian
     * elements.
     */
    private static final class TensorReader {

        private static final int GREATEST_RANK = 16;

        private final OutsideData external;

        TensorReader(OutsideData external) {
            this.external = external;
        }

        TensorProto read(ByteSlice message) throws MalformedModelException {
            String name = "";
            List<Long> dims = new ArrayList<>();
            long type = 0;
            ByteSlice raw = null;
            List<ByteSlice> typed = new ArrayList<>();
            int typedField = 0;
            boolean outside = false;
            Map<String, String> location = new HashMap<>();
            ByteArrayOutputStream single = new ByteArrayOutputStream();
            for (WireReader in = new WireReader(message); in.next();) {
                switch (in.field()) {
                    case 1 -> RepeatedNumbers.read(in, dims, GREATEST_RANK);
                    case 2 -> type = in.varint();
                    case 3, 6 -> throw new MalformedModelException(
                            "a tensor is of a kind that inference does not know (segments or strings)");
                    case 4, 5, 7, 10, 11 -> {
                        if (typedField != 0 && typedField != in.field()) {
                            throw new MalformedModelException("a tensor has its data twice");
                        }
                        typedField = in.field();
                        typed.add(RepeatedNumbers.encoded(in));
                    }
                    case 8 -> name = in.text();
                    case 9 -> raw = in.bytes();
                    case 13 -> pair(in.bytes(), location);
                    case 14 -> outside = in.varint() == 1;
                    default -> in.skip();
                }
            }
            ElementType element = ElementType.of(type, name);
            long bytes = size(name, dims, element);
            ByteSlice data;
            if (outside) {
                data = external.read(name, location, bytes);
            } else if (typedField != 0 && raw == null) {
                data = canonical(typedField, typed, element, single);
            } else {
                data = raw == null ? ByteSlice.of(new byte[0]) : raw;
            }
            if (data.length() != bytes) {
                throw new MalformedModelException("the tensor '" + name + "' of shape " + dims + " needs " + bytes
                        + " bytes and has " + data.length());
            }
            return new TensorProto(name, dims, element, data.inMemory());
        }

        private static long size(String name, List<Long> dims, ElementType element) throws MalformedModelException {
            try {
                long size = element.width();
                for (long dim : dims) {
                    if (dim < 0) {
                        throw new MalformedModelException("the tensor '" + name + "' has the shape " + dims);
                    }
                    size = Math.multiplyExact(size, dim);
                }
                return size;
            } catch (ArithmeticException overflow) {
                throw new MalformedModelException(
                        "the tensor '" + name + "' of shape " + dims + " is larger than any memory", overflow);
            }
        }

        /** Adds an entry of two texts, a form that occurs in several messages. */
        static void pair(ByteSlice message, Map<String, String> pairs) throws MalformedModelException {
            String key = "";
            String value = "";
            for (WireReader in = new WireReader(message); in.next();) {
                switch (in.field()) {
                    case 1 -> key = in.text();
                    case 2 -> value = in.text();
                    default -> in.skip();
                }
            }
            pairs.put(key, value);
        }

        private static ByteSlice canonical(int field, List<ByteSlice> typed, ElementType element,
                ByteArrayOutputStream out) throws MalformedModelException {
            boolean fixed = field == 4 || field == 10;
            if (fixed && typed.size() == 1) {
                return typed.get(0);
            }
            ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            for (ByteSlice part : typed) {
                if (fixed) {
                    out.writeBytes(part.toArray());
                    continue;
                }
                for (WireReader numbers = new WireReader(part); numbers.hasMore();) {
                    eight.putLong(0, numbers.rawVarint());
                    out.write(eight.array(), 0, element.width());
                }
            }
            return ByteSlice.of(out.toByteArray());
        }
    }

    /** The source of tensor data that are not in the message itself. */
    @FunctionalInterface
    interface OutsideData {

        /** For tensors within operations, whose data are never external. */
        OutsideData REFUSED = (tensor, entries, bytes) -> {
            throw new MalformedModelException("the setting '" + tensor + "' of an operation lies in another file");
        };

        /**
         * Reads the data of one tensor.
         *
         * @param entries its location, as stated in the message
         * @param bytes   number of bytes that its shape requires
         */
        ByteSlice read(String tensor, Map<String, String> entries, long bytes) throws MalformedModelException;
    }
}
