package org.leastaction.bench.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/** Reads members of a tar archive (POSIX.1-1988, ustar): blocks of 512 bytes, a header block before each member. */
final class Tar {

    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_FROM = 124;
    private static final int SIZE_LENGTH = 12;

    private Tar() {}

    /**
     * The members with these names, without regard to their folders; missing members are not in the result.
     *
     * @param archive a tar file, gzipped or not
     * @throws InputFileException if the archive is truncated, no tar archive, or expands beyond {@link Limit#EXPANSION}
     */
    static Map<String, byte[]> read(Path archive, List<String> names) throws InputFileException {
        FileKind kind = FileKind.of(archive);
        if (kind != FileKind.GZIP && kind != FileKind.TAR && kind.insteadOf("a tar archive").isPresent()) {
            throw new InputFileException(archive, kind.insteadOf("a tar archive, gzipped or not").orElseThrow());
        }
        return InputFileException.reading(archive, () -> {
            try (InputStream in = Idx.unpacked(archive)) {
                return read(archive, in, names);
            } catch (InputFileException refused) {
                throw refused;
            } catch (IOException failure) {
                throw new InputFileException(archive, "is no whole archive: " + Messages.of(failure)
                        + "; fetch it again", failure);
            }
        });
    }

    private static Map<String, byte[]> read(Path archive, InputStream in, List<String> names) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        long position = 0;
        while (found.size() < names.size()) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || (header.length == BLOCK && header[0] == 0)) {
                return found;
            }
            if (header.length < BLOCK) {
                throw new EOFException("it breaks off in a header");
            }
            String path = text(header, 0, NAME_LENGTH);
            long size = size(header, path);
            String name = path.substring(path.lastIndexOf('/') + 1);
            long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
            position += BLOCK + padded;
            Limit.checkExpansion(archive, position);
            if (names.contains(name)) {
                byte[] content = in.readNBytes(Math.toIntExact(size));
                if (content.length < size) {
                    throw new EOFException("it breaks off in " + path);
                }
                found.put(name, content);
                in.skipNBytes(padded - size);
            } else {
                in.skipNBytes(padded);
            }
        }
        return found;
    }

    private static long size(byte[] header, String path) throws IOException {
        String octal = text(header, SIZE_FROM, SIZE_LENGTH).strip();
        try {
            long size = octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
            if (size < 0) {
                throw new NumberFormatException(octal);
            }
            if (size > Integer.MAX_VALUE - BLOCK) {
                throw new IOException("its member '" + path + "' has " + size + " bytes, more than 2 GiB");
            }
            return size;
        } catch (NumberFormatException none) {
            throw new IOException("the header of '" + path + "' is none of a tar file", none);
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
