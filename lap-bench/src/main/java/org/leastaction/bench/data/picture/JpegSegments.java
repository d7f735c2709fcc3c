package org.leastaction.bench.data.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The contents of the complete segments of a JPEG file (ISO/IEC 10918-1, annex B).
 *
 * @param scans      number of scans: a progressive file may have any number, and each covers all pixels
 * @param components number of channels; 0 if unknown
 * @param transform  Adobe's code of the colours: 0 as they are, 1 YCbCr, 2 YCCK; −1 if unknown
 * @param exif       the TIFF structure of the EXIF segment; empty if there is none
 */
record JpegSegments(int scans, int components, int transform, ByteBuffer exif) {

    /** Those of a file in another format. */
    static final JpegSegments NONE = new JpegSegments(0, 0, -1, ByteBuffer.allocate(0));

    private static final int PREFIX = 0xff;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int START_OF_SCAN = 0xda;
    private static final int TEMPORARY = 0x01;
    /** Restart markers, and start and end of the image, which have no segment. */
    private static final int FIRST_BARE = 0xd0;
    private static final int LAST_BARE = 0xd9;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    /** Markers in the range of frame markers that are not frames: Huffman tables, reserved, arithmetic coding. */
    private static final int HUFFMAN = 0xc4;
    private static final int RESERVED = 0xc8;
    private static final int ARITHMETIC = 0xcc;
    private static final int APPLICATION_1 = 0xe1;
    private static final int APPLICATION_14 = 0xee;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    private static final int LENGTH_BYTES = 2;
    private static final int COMPONENTS_AT = 7;
    private static final int TRANSFORM_AT = 13;
    private static final int INKS = 4;
    private static final int CHROMINANCE = 2;

    /** Whether a file begins as JPEG. */
    static boolean begin(byte[] file) {
        return file.length > 2 && Byte.toUnsignedInt(file[0]) == PREFIX
                && Byte.toUnsignedInt(file[1]) == START_OF_IMAGE && Byte.toUnsignedInt(file[2]) == PREFIX;
    }

    static JpegSegments of(byte[] file) {
        int scans = 0;
        int components = 0;
        int transform = -1;
        ByteBuffer exif = NONE.exif;
        int at = 0;
        while (at + 1 < file.length) {
            int marker = Byte.toUnsignedInt(file[at + 1]);
            if (Byte.toUnsignedInt(file[at]) != PREFIX || marker == 0 || marker == PREFIX) {
                at++; // the compressed data of a scan, or fill bytes
            } else if (marker == TEMPORARY || (marker >= FIRST_BARE && marker <= LAST_BARE)) {
                at += 2;
            } else {
                int segment = at + 2;
                int length = segment + 1 < file.length
                        ? Byte.toUnsignedInt(file[segment]) << 8 | Byte.toUnsignedInt(file[segment + 1]) : 0;
                int end = Math.min(segment + length, file.length);
                if (marker == START_OF_SCAN) {
                    scans++;
                } else if (isFrame(marker) && segment + COMPONENTS_AT < end) {
                    components = file[segment + COMPONENTS_AT];
                } else if (marker == APPLICATION_14 && begins(file, segment, end, ADOBE)
                        && segment + TRANSFORM_AT < end) {
                    transform = file[segment + TRANSFORM_AT];
                } else if (marker == APPLICATION_1 && begins(file, segment, end, EXIF) && !exif.hasRemaining()) {
                    int start = segment + LENGTH_BYTES + EXIF.length;
                    exif = ByteBuffer.wrap(file, start, end - start).slice();
                }
                at = segment + length;
            }
        }
        return new JpegSegments(scans, components, transform, exif);
    }

    private static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME && marker <= LAST_FRAME
                && marker != HUFFMAN && marker != RESERVED && marker != ARITHMETIC;
    }

    private static boolean begins(byte[] file, int segment, int end, byte[] name) {
        int start = segment + LENGTH_BYTES;
        return start + name.length <= end
                && Arrays.equals(file, start, start + name.length, name, 0, name.length);
    }

    /** Whether the channels are cyan, magenta, yellow and black. */
    boolean isOfInks() {
        return components == INKS;
    }

    /** Whether cyan, magenta and yellow are stored as luminance and chrominance. */
    boolean isOfChrominance() {
        return transform == CHROMINANCE;
    }
}
