package org.leastaction.bench.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The chunks of a WebP file (RFC 9649, section 2). */
final class RiffChunks {

    private static final int HEADER_BYTES = 12;
    private static final int NAME_BYTES = 4;
    private static final int CHUNK_HEADER_BYTES = 8;

    private RiffChunks() {}

    /** Whether a file begins as WebP. */
    static boolean begin(byte[] file) {
        return file.length >= HEADER_BYTES && name(file, 0).equals("RIFF") && name(file, 8).equals("WEBP");
    }

    /** The TIFF structure of the chunk EXIF; empty if there is none. */
    static ByteBuffer exif(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long at = HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES <= file.length) {
            int start = (int) at + CHUNK_HEADER_BYTES;
            long length = Integer.toUnsignedLong(in.getInt((int) at + NAME_BYTES));
            if (name(file, (int) at).equals("EXIF")) {
                return ByteBuffer.wrap(file, start, (int) Math.min(length, file.length - start)).slice();
            }
            at = start + length + length % 2; // chunks begin at even places
        }
        return ByteBuffer.allocate(0);
    }

    private static String name(byte[] file, int at) {
        return new String(file, at, NAME_BYTES, StandardCharsets.US_ASCII);
    }
}
