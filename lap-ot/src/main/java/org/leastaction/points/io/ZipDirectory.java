package org.leastaction.points.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The end of a zip file, checked before Java's own reader opens it: that allocates memory for as many entries as the end
 * promises, up to 2^31 in the 64-bit form, however short the file is.
 *
 * <p>The layout is that of PKWARE's APPNOTE.TXT, sections 4.3.14 to 4.3.16.
 */
final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int END64_ENTRIES = 32;
    /** An entry of the directory, without its name. */
    private static final int ENTRY_BYTES = 46;

    private ZipDirectory() {}

    /**
     * Checks that the file is long enough for the entries that its end promises.
     *
     * @throws MalformedException if it is not
     */
    static void requirePossible(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            int length = (int) Math.min(size, LOCATOR_BYTES + END_BYTES + LONGEST_COMMENT);
            ByteBuffer tail = read(channel, size - length, length);
            for (int end = LOCATOR_BYTES; end <= tail.limit() - END_BYTES; end++) {
                if (tail.getInt(end) == END && tail.getInt(end - LOCATOR_BYTES) == LOCATOR) {
                    requirePossible(channel, tail.getLong(end - LOCATOR_BYTES + 8));
                }
            }
        }
    }

    private static void requirePossible(FileChannel channel, long end64) throws IOException {
        if (end64 < 0 || end64 > channel.size() - END64_BYTES) {
            return; // Java's reader does not find it either
        }
        ByteBuffer end = read(channel, end64, END64_BYTES);
        long entries = end.getLong(END64_ENTRIES);
        long most = channel.size() / ENTRY_BYTES;
        if (end.getInt(0) == END64 && (entries < 0 || entries > most)) {
            throw new MalformedException("its directory claims " + Long.toUnsignedString(entries)
                    + " arrays, and a file of " + channel.size() + " bytes has at most " + most);
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // until the buffer is full or the file ends
        }
        return bytes.flip();
    }
}
