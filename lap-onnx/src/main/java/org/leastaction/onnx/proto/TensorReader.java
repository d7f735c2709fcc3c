package org.leastaction.onnx.proto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads TensorProto messages; every form that the format has for data becomes plain little-endian elements. */
final class TensorReader {

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
        for (WireReader in = new WireReader(message); in.next(); ) {
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

    /** Adds an entry of two texts, as such messages have them in several places. */
    static void pair(ByteSlice message, Map<String, String> pairs) throws MalformedModelException {
        String key = "";
        String value = "";
        for (WireReader in = new WireReader(message); in.next(); ) {
            switch (in.field()) {
                case 1 -> key = in.text();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        pairs.put(key, value);
    }

    private static ByteSlice canonical(int field, List<ByteSlice> typed, ElementType element, ByteArrayOutputStream out)
            throws MalformedModelException {
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
            for (WireReader numbers = new WireReader(part); numbers.hasMore(); ) {
                eight.putLong(0, numbers.rawVarint());
                out.write(eight.array(), 0, element.width());
            }
        }
        return ByteSlice.of(out.toByteArray());
    }
}
