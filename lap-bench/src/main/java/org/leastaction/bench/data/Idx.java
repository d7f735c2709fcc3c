package org.leastaction.bench.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/** Reads the IDX files of MNIST and similar sets, plain or gzipped, which is detected from the first bytes. */
final class Idx {

    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    private static final int GZIP = 0x1f8b;

    private Idx() {}

    /**
     * Images as bytes.
     *
     * @param pixels [count, rows, columns], 0 to 255 unsigned
     */
    record Images(int count, int rows, int columns, byte[] pixels) {}

    /** @throws InputFileException if the file is missing, truncated, or not of this kind */
    static Images images(Path file) throws InputFileException {
        return read(file, IMAGES, in -> {
            int count = in.readInt();
            int rows = in.readInt();
            int columns = in.readInt();
            if (count < 0 || rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE - 8
                    || (long) rows * columns * count > Integer.MAX_VALUE - 8) {
                throw new InputFileException(file, "the header promises " + inWords(count, rows, columns)
                        + ", which is impossible; this file is damaged");
            }
            byte[] pixels = bytes(file, in, count * rows * columns, inWords(count, rows, columns));
            return new Images(count, rows, columns, pixels);
        });
    }

    /** @throws InputFileException if the file is missing, truncated, or not of this kind */
    static int[] labels(Path file) throws InputFileException {
        return read(file, LABELS, in -> {
            int count = in.readInt();
            if (count < 0) {
                throw new InputFileException(file, "the header promises " + count + " labels; this file is damaged");
            }
            byte[] bytes = bytes(file, in, count, count + " labels");
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = Byte.toUnsignedInt(bytes[i]);
            }
            return labels;
        });
    }

    /** The content of a file, decompressed if it is gzipped. */
    static InputStream unpacked(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(2);
            int start = in.read() << 8 | in.read();
            in.reset();
            return start == GZIP ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16)) : in;
        } catch (IOException failure) {
            in.close();
            throw failure;
        }
    }

    private static String inWords(int count, int rows, int columns) {
        return count + " images of " + rows + " × " + columns + " pixels";
    }

    private interface Content<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static <T> T read(Path file, int magic, Content<T> content) throws InputFileException {
        InputFileException.requireReadable(file);
        return InputFileException.reading(file, () -> whole(file, magic, content));
    }

    private static <T> T whole(Path file, int magic, Content<T> content) throws IOException {
        try (DataInputStream in = new DataInputStream(unpacked(file))) {
            int found = in.readInt();
            if (found != magic) {
                FileKind kind = FileKind.of(file);
                Optional<String> other = kind == FileKind.GZIP ? Optional.empty() : kind.insteadOf("an IDX file");
                throw new InputFileException(file, other.orElse(
                        "wrong magic number " + name(found) + "; " + name(magic) + " is needed"));
            }
            T read = content.from(in);
            // Reading to the end makes the gzip stream verify its checksum.
            if (in.read() >= 0) {
                throw new InputFileException(file, "has more bytes than its header promises; this file is damaged");
            }
            return read;
        } catch (EOFException failure) {
            throw new InputFileException(
                    file, "truncated: it ends in the header or its gzip stream breaks off", failure);
        } catch (ZipException failure) {
            throw new InputFileException(file, "damaged gzip content: " + Messages.of(failure), failure);
        }
    }

    /** Reads in steps, so that a header with an excessive count does not allocate that much memory. */
    private static byte[] bytes(Path file, InputStream in, int count, String promised) throws IOException {
        if (FileKind.of(file) == FileKind.GZIP) {
            Limit.checkExpansion(file, count);
        }
        byte[] bytes;
        try {
            bytes = in.readNBytes(count);
        } catch (EOFException failure) {
            throw new InputFileException(
                    file, "truncated: the header promises " + promised + ", its gzip stream breaks off", failure);
        }
        if (bytes.length < count) {
            throw new InputFileException(file, "truncated: the header promises " + promised + " = " + count + " bytes, "
                    + bytes.length + " are there");
        }
        return bytes;
    }

    private static String name(int magic) {
        String what = switch (magic) {
            case IMAGES -> " (IDX images)";
            case LABELS -> " (IDX labels)";
            default -> "";
        };
        return "0x%08x".formatted(magic) + what;
    }
}
