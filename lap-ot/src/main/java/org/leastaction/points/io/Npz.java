package org.leastaction.points.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.FileKind;
import org.leastaction.io.FileRegion;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;

/** Named arrays in a .npz file: a zip of .npy files, stored or deflated. */
public final class Npz {

    private static final String SUFFIX = ".npy";
    private static final long DEFLATION = 1032;
    /** The earliest time stamp that a zip entry can have. It is fixed, so that equal content gives equal bytes. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Reads all arrays, in the file's order.
     *
     * @throws InputFileException if the file is missing, truncated, not a .npz file, or contains an array that {@link
     *                            Npy#read} would refuse
     */
    public static Map<String, NpyArray> read(Path file) throws InputFileException {
        return reading(file, zip -> {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            List<? extends ZipEntry> entries = entries(zip);
            checkExpansion(file, entries);
            for (ZipEntry entry : entries) {
                arrays.put(name(entry), read(file, zip, entry));
            }
            return Collections.unmodifiableMap(arrays);
        });
    }

    /**
     * Reads one array.
     *
     * @throws InputFileException as {@link #read(Path)}, and if there is no array of that name
     */
    public static NpyArray read(Path file, String name) throws InputFileException {
        return reading(file, zip -> {
            for (ZipEntry entry : entries(zip)) {
                if (name(entry).equals(name)) {
                    checkExpansion(file, List.of(entry));
                    return read(file, zip, entry);
                }
            }
            List<String> names = entries(zip).stream().map(Npz::name).toList();
            throw new InputFileException(file, "has no array '" + name + "'; it holds " + String.join(", ", names));
        });
    }

    /**
     * The names of the arrays, in the file's order.
     *
     * @throws InputFileException if the file is missing, truncated or not a .npz file
     */
    public static List<String> names(Path file) throws InputFileException {
        return reading(file, zip -> entries(zip).stream().map(Npz::name).toList());
    }

    /**
     * Writes a file that {@code numpy.load} reads; the write is atomic. Arrays are stored, not deflated, in the map's
     * order; equal arrays give equal bytes.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
        AtomicFiles.write(file, out -> write(out, arrays));
    }

    /** Writes a file's bytes to a stream, which stays open. */
    public static void write(OutputStream out, Map<String, NpyArray> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
            zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
            NpyCodec.write(zip, entry.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }

    /** A stored entry needs its checksum before its data, so the array is serialised twice, first for the checksum. */
    private static ZipEntry stored(String name, NpyArray array) throws IOException {
        CRC32 checksum = new CRC32();
        NpyCodec.write(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum), array);
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setTimeLocal(EPOCH);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(NpyCodec.length(array));
        entry.setCrc(checksum.getValue());
        return entry;
    }

    /** An operation on an open file. */
    private interface Content<T> {
        T of(ZipFile zip) throws IOException;
    }

    private static <T> T reading(Path file, Content<T> content) throws InputFileException {
        FileKind kind = FileKind.of(file);
        Optional<String> other = kind.insteadOf("a .npz file (a zip of .npy files)");
        if (kind != FileKind.ZIP && other.isPresent()) {
            throw new InputFileException(file, other.get());
        }
        return InputFileException.reading(file, () -> {
            try {
                ZipDirectory.requirePossible(file);
            } catch (MalformedException malformed) {
                throw malformed.of(file);
            }
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return content.of(zip);
            } catch (ZipException failure) {
                throw new InputFileException(
                        file, "not a whole .npz file (a zip of .npy files): " + Messages.of(failure), failure);
            }
        });
    }

    /** The directory's sizes bound what is unpacked: no array is read beyond its own. */
    private static void checkExpansion(Path file, List<? extends ZipEntry> entries) throws InputFileException {
        long content = 0;
        for (ZipEntry entry : entries) {
            content += entry.getSize();
            Limit.checkExpansion(file, content);
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile zip) {
        return zip.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).toList();
    }

    private static String name(ZipEntry entry) {
        return entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    }

    private static NpyArray read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            // A damaged directory may state any size; one deflated byte expands to at most 1,032 bytes.
            long most = Math.min(entry.getCompressedSize(), Files.size(file));
            long length = Math.min(entry.getSize(),
                    entry.getMethod() == ZipEntry.STORED ? most : DEFLATION * most);
            return NpyCodec.read(in, length);
        } catch (MalformedException | ZipException failure) {
            throw new InputFileException(file, "array '" + name(entry) + "': " + Messages.of(failure), failure);
        }
    }

    /**
     * The end of a zip file, checked before Java's own reader opens it: that allocates memory for as many entries as
     * the end promises, up to 2^31 in the 64-bit form, however short the file is.
     *
     * <p>The layout is that of PKWARE's APPNOTE.TXT, sections 4.3.14 to 4.3.16.
     */
    private static final class ZipDirectory {

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
            FileRegion.fill(bytes, channel, from);
            return bytes.flip();
        }
    }
}
