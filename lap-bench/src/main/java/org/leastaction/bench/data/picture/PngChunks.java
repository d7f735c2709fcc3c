package org.leastaction.bench.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The chunks of a PNG file (ISO/IEC 15948), whose checksums Java's own reader does not verify. */
final class PngChunks {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int TYPE_BYTES = 4;
    private static final int COLOUR_TYPE_AT = 25;

    private PngChunks() {}

    /** Whether a file begins as PNG. */
    static boolean begin(byte[] file) {
        return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    /** Whether a file is a PNG file of grey pixels without transparency. */
    static boolean isGrey(byte[] file) {
        return begin(file) && file.length > COLOUR_TYPE_AT && file[COLOUR_TYPE_AT] == 0;
    }

    /**
     * The TIFF structure of the chunk eXIf; empty if there is none.
     *
     * @throws IOException unless all chunks up to the last, IEND, are present with correct checksums
     */
    static ByteBuffer exif(byte[] file) throws IOException {
        ByteBuffer exif = ByteBuffer.allocate(0);
        ByteBuffer in = ByteBuffer.wrap(file, Long.BYTES, file.length - Long.BYTES);
        String type;
        do {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || in.remaining() - TYPE_BYTES - Integer.BYTES < length) {
                throw new IOException("it ends too early");
            }
            CRC32 sum = new CRC32();
            sum.update(file, in.position(), TYPE_BYTES + length);
            type = new String(file, in.position(), TYPE_BYTES, StandardCharsets.US_ASCII);
            if (type.equals("eXIf")) {
                exif = ByteBuffer.wrap(file, in.position() + TYPE_BYTES, length).slice();
            }
            in.position(in.position() + TYPE_BYTES + length);
            if (in.getInt() != (int) sum.getValue()) {
                throw new IOException("the checksum of its chunk " + type + " is wrong");
            }
        } while (!type.equals("IEND"));
        return exif;
    }
}
