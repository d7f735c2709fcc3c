package org.leastaction.onnx.proto;

import java.util.List;

/** Lists of numbers, which protobuf writes packed or one by one. */
final class RepeatedNumbers {

    private RepeatedNumbers() {}

    /** Reads the current field's integers to the end of a list. */
    static void read(WireReader in, List<Long> list, int greatestSize) throws MalformedModelException {
        if (in.wire() == WireReader.BYTES) {
            for (WireReader packed = new WireReader(in.bytes()); packed.hasMore(); ) {
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
                    + " or an operator's settings should stand");
        }
        list.add(value);
    }
}
