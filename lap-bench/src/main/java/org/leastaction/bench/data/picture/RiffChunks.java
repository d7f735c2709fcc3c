package org.leastaction.bench.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a WebP file (RFC 9649, section 2) that a still picture consists of.
 *
 * @param lossless whether the frame is lossless
 * @param frame    the content of the chunk VP8 or VP8L
 * @param exif     the TIFF structure of the chunk EXIF; empty if there is none
 * @param canvas   height and width of the chunk VP8X, which those of the frame must equal; empty if there is none
 */
record RiffChunks(boolean lossless, ByteBuffer frame, ByteBuffer exif, List<Integer> canvas) {

    private static final int HEADER_BYTES = 12;
    private static final int NAME_BYTES = 4;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int CANVAS_BYTES = 10;
    /** Decoders of lossy frames read a little ahead. */
    private static final int READ_AHEAD_BYTES = 8;

    /** Whether a file begins as WebP. */
    static boolean begin(byte[] file) {
        return file.length >= HEADER_BYTES && name(file, 0).equals("RIFF") && name(file, 8).equals("WEBP");
    }

    /** @throws IOException if the file has no frame, ends within it, or is an animation */
    static RiffChunks of(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        @Nullable
        ByteBuffer frame = null;
        boolean lossless = false;
        ByteBuffer exif = ByteBuffer.allocate(0);
        List<Integer> canvas = List.of();
        long at = HEADER_BYTES;
        while (at + CHUNK_HEADER_BYTES <= file.length) {
            int start = (int) at + CHUNK_HEADER_BYTES;
            long length = Integer.toUnsignedLong(in.getInt((int) at + NAME_BYTES));
            String name = name(file, (int) at);
            if (name.equals("ANIM") || name.equals("ANMF")) {
                throw new IOException("it is an animation; a still picture is expected");
            }
            boolean isFrame = name.equals("VP8 ") || name.equals("VP8L");
            if (isFrame && start + length > file.length) {
                throw new IOException("it ends too early");
            }
            if (isFrame && frame == null) {
                lossless = name.equals("VP8L");
                frame = ByteBuffer.wrap(file, start, (int) length).slice();
            } else if (name.equals("VP8X") && start + CANVAS_BYTES <= file.length) {
                // After the flags, 24 bits each of width and height, less one.
                canvas = List.of((in.getInt(start + 6) >>> 8) + 1, (in.getInt(start + 4) & 0xffffff) + 1);
            } else if (name.equals("EXIF")) {
                exif = ByteBuffer.wrap(file, start, (int) Math.min(length, file.length - start)).slice();
            }
            at = start + length + length % 2; // chunks begin at even places
        }
        if (frame == null) {
            throw new IOException("it has no frame");
        }
        return new RiffChunks(lossless, frame, exif, canvas);
    }

    /** @throws IOException if the canvas has another size than the frame */
    void requireCanvas(int height, int width) throws IOException {
        if (!canvas.isEmpty() && !canvas.equals(List.of(height, width))) {
            throw new IOException("its canvas of " + canvas.get(0) + " × " + canvas.get(1)
                    + " pixels (height × width) is not of the size of its frame, " + height + " × " + width);
        }
    }

    /** A file of the lossy frame alone, without transparency, colour profile and metadata, and with some zeros behind. */
    byte[] frameAlone() {
        int length = frame.remaining();
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + CHUNK_HEADER_BYTES + length + READ_AHEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put(bytes("RIFF")).putInt(NAME_BYTES + CHUNK_HEADER_BYTES + length).put(bytes("WEBP"));
        file.put(bytes("VP8 ")).putInt(length).put(frame.duplicate());
        return file.array();
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static String name(byte[] file, int at) {
        return new String(file, at, NAME_BYTES, StandardCharsets.US_ASCII);
    }
}
