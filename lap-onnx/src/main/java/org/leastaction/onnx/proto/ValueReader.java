package org.leastaction.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.onnx.proto.GraphProto.ValueProto;

/** Reads ValueInfoProto messages: the name, the type and the shape of an input or output. */
final class ValueReader {

    private ValueReader() {}

    static String name(ByteSlice message) throws MalformedModelException {
        String name = "";
        for (WireReader in = new WireReader(message); in.next();) {
            if (in.field() == 1) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        return name;
    }

    /** @throws MalformedModelException if it is no tensor of numbers */
    static ValueProto input(ByteSlice message) throws MalformedModelException {
        String name = name(message);
        ByteSlice tensor = tensor(message).orElseThrow(
                () -> new MalformedModelException("has the input '" + name + "', which is no tensor"));
        return new ValueProto(name, ElementType.of(elementType(tensor), name), shape(tensor));
    }

    /** An output whose type and shape are stated; empty if they are not, or if it is no tensor of numbers. */
    static Optional<ValueProto> declared(ByteSlice message) throws MalformedModelException {
        Optional<ByteSlice> tensor = tensor(message);
        if (tensor.isEmpty()) {
            return Optional.empty();
        }
        List<Long> shape = shape(tensor.get());
        Optional<ElementType> type = ElementType.numbered(elementType(tensor.get())).filter(known -> !shape.isEmpty());
        return type.isEmpty() ? Optional.empty() : Optional.of(new ValueProto(name(message), type.get(), shape));
    }

    /** The description of a tensor; empty if the value is something else. */
    private static Optional<ByteSlice> tensor(ByteSlice message) throws MalformedModelException {
        Optional<ByteSlice> tensor = Optional.empty();
        for (WireReader in = new WireReader(message); in.next();) {
            if (in.field() == 2) {
                for (WireReader type = new WireReader(in.bytes()); type.next();) {
                    if (type.field() == 1) {
                        tensor = Optional.of(type.bytes());
                    } else {
                        type.skip();
                    }
                }
            } else {
                in.skip();
            }
        }
        return tensor;
    }

    private static long elementType(ByteSlice tensor) throws MalformedModelException {
        long type = 0;
        for (WireReader in = new WireReader(tensor); in.next();) {
            if (in.field() == 1) {
                type = in.varint();
            } else {
                in.skip();
            }
        }
        return type;
    }

    private static List<Long> shape(ByteSlice tensor) throws MalformedModelException {
        List<Long> shape = new ArrayList<>();
        for (WireReader in = new WireReader(tensor); in.next();) {
            if (in.field() != 2) {
                in.skip();
                continue;
            }
            for (WireReader axes = new WireReader(in.bytes()); axes.next();) {
                if (axes.field() == 1) {
                    shape.add(extent(axes.bytes()));
                } else {
                    axes.skip();
                }
            }
        }
        return shape;
    }

    private static long extent(ByteSlice dimension) throws MalformedModelException {
        long extent = -1;
        for (WireReader in = new WireReader(dimension); in.next();) {
            if (in.field() == 1) {
                extent = in.varint();
            } else {
                in.skip();
            }
        }
        return extent;
    }
}
