package org.leastaction.bench.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held: the tag 'orientation' in the first directory of a TIFF structure (TIFF 6.0, section 8; Exif 2.3,
 * section 4.6.4), 1 to 8. 1 is upright.
 */
final class Orientation {

    private static final int UPRIGHT = 1;
    private static final int GREATEST = 8;
    private static final int FIRST_TRANSPOSED = 5;

    private static final short LITTLE = 0x4949;
    private static final short BIG = 0x4d4d;
    private static final int DIRECTORY_AT = 4;
    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int VALUE_AT = 8;
    private static final int TAG = 0x0112;

    private Orientation() {}

    /** The orientation; 1 if the structure is damaged or does not state it. */
    static int of(ByteBuffer tiff) {
        if (tiff.limit() < HEADER_BYTES) {
            return UPRIGHT;
        }
        short order = tiff.getShort(0);
        if (order != LITTLE && order != BIG) {
            return UPRIGHT;
        }
        tiff.order(order == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(DIRECTORY_AT);
        if (directory < HEADER_BYTES || directory > tiff.limit() - Short.BYTES) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int entry = directory + Short.BYTES + i * ENTRY_BYTES;
            if (entry > tiff.limit() - ENTRY_BYTES) {
                return UPRIGHT;
            }
            if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                int value = Short.toUnsignedInt(tiff.getShort(entry + VALUE_AT));
                return value >= UPRIGHT && value <= GREATEST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Whether the stored rows are columns of the upright picture. */
    static boolean transposes(int orientation) {
        return orientation >= FIRST_TRANSPOSED;
    }
}
