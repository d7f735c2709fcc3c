package org.leastaction.onnx.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.leastaction.onnx.proto.ModelWriter.WireWriter;

/** Writes ONNX files byte by byte, valid and invalid ones. */
public final class ModelBuilder {

    private final WireWriter graph = new WireWriter();
    private long opset = 13;

    /** A graph with an input "x" of this shape, −1 for free extents, and an output "y". */
    public static ModelBuilder of(long... inputShape) {
        return new ModelBuilder().input("x", inputShape).output("y");
    }

    public ModelBuilder input(String name, long... extents) {
        graph.message(11, value(name, extents));
        return this;
    }

    public ModelBuilder output(String name) {
        graph.message(12, new WireWriter().text(1, name));
        return this;
    }

    /** An output whose shape the file states, −1 for free extents. */
    public ModelBuilder output(String name, long... extents) {
        graph.message(12, value(name, extents));
        return this;
    }

    /**
     * @param operator its type, or domain::type
     * @param tensors  inputs, "->", outputs, divided by spaces, e.g. "x w -> y"
     */
    public ModelBuilder node(String operator, String tensors, Attribute... attributes) {
        String[] sides = tensors.split("->");
        WireWriter node = new WireWriter();
        for (String input : sides[0].strip().split(" +")) {
            if (!input.isEmpty()) {
                node.text(1, input);
            }
        }
        for (String output : sides[1].strip().split(" +")) {
            node.text(2, output);
        }
        String[] type = operator.split("::");
        node.text(4, type[type.length - 1]);
        if (type.length > 1) {
            node.text(7, type[0]);
        }
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message);
        }
        graph.message(1, node);
        return this;
    }

    /** Settings of operations. */
    public static final class Attribute {

        private final WireWriter message;

        private Attribute(WireWriter message) {
            this.message = message;
        }

        public static Attribute number(String name, long value) {
            return new Attribute(new WireWriter().text(1, name).varint(3, value).varint(20, 2));
        }

        public static Attribute numbers(String name, long... values) {
            WireWriter message = new WireWriter().text(1, name).varint(20, 7);
            for (long value : values) {
                message.varint(8, value);
            }
            return new Attribute(message);
        }

        /** An empty graph, as branches and loops have. */
        public static Attribute graph(String name) {
            return new Attribute(new WireWriter().text(1, name).message(6, new WireWriter()).varint(20, 5));
        }
    }

    /** A constant of single-precision numbers whose data need not fit its shape. */
    public ModelBuilder constant(String name, int bytes, long... shape) {
        graph.message(5, dims(shape).varint(2, 1).text(8, name).bytes(9, ByteSlice.of(new byte[bytes])));
        return this;
    }

    /** A constant of these numbers. */
    public ModelBuilder floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.message(5, dims(shape).varint(2, 1).text(8, name).bytes(9, ByteSlice.of(bytes.array())));
        return this;
    }

    /** A constant of integers. */
    public ModelBuilder integers(String name, long... values) {
        WireWriter tensor = dims(values.length).varint(2, 7).text(8, name);
        for (long value : values) {
            tensor.varint(7, value);
        }
        graph.message(5, tensor);
        return this;
    }

    /** A constant of integers as bytes, as exporters write them. */
    public ModelBuilder rawIntegers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.message(5, dims(values.length).varint(2, 7).text(8, name).bytes(9, ByteSlice.of(bytes.array())));
        return this;
    }

    /** A constant of single-precision numbers whose data are in another file. */
    public ModelBuilder external(String name, String location, String offset, String length, long... shape) {
        WireWriter tensor = dims(shape).varint(2, 1).text(8, name).varint(14, 1);
        tensor.message(13, pair("location", location)).message(13, pair("offset", offset));
        tensor.message(13, pair("length", length));
        graph.message(5, tensor);
        return this;
    }

    public ModelBuilder opset(long version) {
        opset = version;
        return this;
    }

    public byte[] bytes() {
        return new WireWriter().varint(1, 8).message(8, new WireWriter().text(1, "").varint(2, opset))
                .message(7, graph).toBytes();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private static WireWriter value(String name, long... extents) {
        WireWriter shape = new WireWriter();
        for (long extent : extents) {
            WireWriter dim = new WireWriter();
            shape.message(1, extent == -1 ? dim.text(2, "n") : dim.varint(1, extent));
        }
        WireWriter tensor = new WireWriter().varint(1, 1).message(2, shape);
        return new WireWriter().text(1, name).message(2, new WireWriter().message(1, tensor));
    }

    private static WireWriter pair(String key, String value) {
        return new WireWriter().text(1, key).text(2, value);
    }

    private static WireWriter dims(long... shape) {
        WireWriter tensor = new WireWriter();
        for (long extent : shape) {
            tensor.varint(1, extent);
        }
        return tensor;
    }
}
