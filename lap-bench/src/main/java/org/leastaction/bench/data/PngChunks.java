package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948), whose checksums Java's own reader does not verify. */
final class PngChunks {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int TYPE_BYTES = 4;

    private PngChunks() {}

    /** @throws IOException unless all chunks up to the last, IEND, are present with correct checksums */
    static void requireWhole(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.remaining() < Long.BYTES || in.getLong() != SIGNATURE) {
            throw new IOException("it does not begin as one");
        }
        String type;
        do {
            if (in.remaining() < Integer.BYTES) {
                throw new IOException("it breaks off");
            }
            int length = in.getInt();
            if (length < 0 || in.remaining() - TYPE_BYTES - Integer.BYTES < length) {
                throw new IOException("it breaks off");
            }
            CRC32 sum = new CRC32();
            sum.update(file, in.position(), TYPE_BYTES + length);
            type = new String(file, in.position(), TYPE_BYTES, StandardCharsets.US_ASCII);
            in.position(in.position() + TYPE_BYTES + length);
            if (in.getInt() != (int) sum.getValue()) {
                throw new IOException("the sum of its chunk " + type + " is wrong");
            }
        } while (!type.equals("IEND"));
    }
}
