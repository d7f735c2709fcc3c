package org.leastaction.bench.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataRequest.RowChoice;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/**
 * Reads the binary form of CIFAR: records of label bytes and 3,072 pixels, first all red values, then green, then blue,
 * each in row-major order.
 *
 * @param labelBytes bytes before the pixels; the last of them is the class
 * @param classes    number of classes
 */
record CifarRecords(int labelBytes, int classes) {

    static final int SIDE = 32;
    static final int CHANNELS = 3;
    static final List<Integer> SHAPE = List.of(SIDE, SIDE, CHANNELS);
    private static final int PLANE = SIDE * SIDE;
    private static final int PIXELS = PLANE * CHANNELS;

    /** The size in bytes of a file with this number of images. */
    long bytes(int images) {
        return (long) images * (labelBytes + PIXELS);
    }

    /** Reads an unpacked file. */
    byte[] read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> Files.readAllBytes(file));
    }

    /** Reads members of a .tar.gz file, by the last part of their names. */
    Map<String, byte[]> read(Path archive, List<String> members) throws InputFileException {
        return Tar.read(archive, members);
    }

    /**
     * The chosen images of several files, concatenated.
     *
     * @param source the path that error messages name
     */
    ByteImages images(Path source, List<byte[]> files, RowChoice choice) throws IOException {
        int record = labelBytes + PIXELS;
        List<Integer> firsts = new ArrayList<>();
        int n = 0;
        for (byte[] file : files) {
            if (file.length == 0 || file.length % record != 0) {
                throw new InputFileException(source, "has a file of " + file.length
                        + " bytes; whole records of " + record + " bytes are needed");
            }
            firsts.add(n);
            n += file.length / record;
        }
        int[] rows = choice.of(n);
        byte[] pixels = new byte[Math.multiplyExact(rows.length, PIXELS)];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int f = fileOf(firsts, rows[i]);
            int start = (rows[i] - firsts.get(f)) * record;
            labels[i] = Byte.toUnsignedInt(files.get(f)[start + labelBytes - 1]);
            if (labels[i] >= classes) {
                throw new InputFileException(source, "label " + labels[i] + " of image " + rows[i]
                        + " is not in 0 to " + (classes - 1));
            }
            interleave(files.get(f), start + labelBytes, pixels, i * PIXELS);
        }
        return new ByteImages(pixels, labels, SHAPE);
    }

    private static int fileOf(List<Integer> firsts, int row) {
        int found = Arrays.binarySearch(firsts.toArray(), row);
        return found >= 0 ? found : -found - 2;
    }

    /** Converts three planes of one colour each to interleaved RGB pixels. */
    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        for (int p = 0; p < PLANE; p++) {
            for (int c = 0; c < CHANNELS; c++) {
                pixels[to + p * CHANNELS + c] = planes[from + c * PLANE + p];
            }
        }
    }

    /** Reads members of a tar archive (POSIX.1-1988, ustar): blocks of 512 bytes, a header block before each member. */
    private static final class Tar {

        private static final int BLOCK = 512;
        private static final int NAME_LENGTH = 100;
        private static final int SIZE_FROM = 124;
        private static final int SIZE_LENGTH = 12;

        private Tar() {}

        /**
         * The members with these names, without regard to their folders; missing members are not in the result.
         *
         * @param archive a tar file, gzipped or not
         * @throws InputFileException if the archive is truncated, no tar archive, or expands beyond {@link
         *                            Limit#EXPANSION}
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
}
