package org.leastaction.points.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
}
