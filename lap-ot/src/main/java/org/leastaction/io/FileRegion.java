package org.leastaction.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reading of parts of a file. */
public final class FileRegion {

    private FileRegion() {}

    /**
     * Fills what remains of a buffer with the bytes from a position of a file on.
     *
     * @return whether it is full; otherwise the file ended first
     */
    public static boolean fill(ByteBuffer target, FileChannel channel, long position) throws IOException {
        long at = position - target.position();
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * As {@link #fill}, for a file that had these bytes.
     *
     * @throws IOException if it became shorter
     */
    public static void require(ByteBuffer target, FileChannel channel, long position) throws IOException {
        if (!fill(target, channel, position)) {
            throw new IOException("it became shorter while it was read");
        }
    }
}
