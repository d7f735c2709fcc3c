package org.leastaction.bench.data;

/** The scans of a JPEG file (ISO/IEC 10918-1, annex B): a progressive file may have any number, each of all pixels. */
final class JpegScans {

    private static final int PREFIX = 0xff;
    private static final int START_OF_SCAN = 0xda;
    private static final int TEMPORARY = 0x01;
    /** Restart markers, start and end of the image: they have no segment. */
    private static final int FIRST_BARE = 0xd0;
    private static final int LAST_BARE = 0xd9;

    private JpegScans() {}

    /** The number of scans, as far as the file's segments are whole. */
    static int count(byte[] file) {
        int scans = 0;
        int at = 0;
        while (at + 1 < file.length) {
            int marker = Byte.toUnsignedInt(file[at + 1]);
            if (Byte.toUnsignedInt(file[at]) != PREFIX || marker == 0 || marker == PREFIX) {
                at++; // the compressed data of a scan, or fill bytes
            } else if (marker == TEMPORARY || (marker >= FIRST_BARE && marker <= LAST_BARE)) {
                at += 2;
            } else {
                scans += marker == START_OF_SCAN ? 1 : 0;
                at += 2 + length(file, at + 2);
            }
        }
        return scans;
    }

    private static int length(byte[] file, int at) {
        return at + 1 < file.length ? Byte.toUnsignedInt(file[at]) << 8 | Byte.toUnsignedInt(file[at + 1]) : 0;
    }
}
