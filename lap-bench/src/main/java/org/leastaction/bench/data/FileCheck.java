package org.leastaction.bench.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.InputFileException;

/**
 * The comparison of one file of a data set with its published checksum.
 *
 * @param name   its name when unpacked
 * @param path   its path; empty if it is missing
 * @param detail one phrase: which checksums agree or differ
 */
public record FileCheck(String name, Optional<Path> path, Status status, String detail) {

    /** The result of the comparison. */
    public enum Status {
        /** Identical to the published file. */
        RIGHT,
        /** Different from the published file. */
        WRONG,
        MISSING,
        /** No checksum was published for this form of the file. */
        UNKNOWN
    }

    /**
     * Compares all files of a set. If the checksum of the unpacked content was published, the unpacked content is
     * compared, however the file is packed.
     *
     * @throws InputFileException if a file cannot be read
     */
    public static List<FileCheck> of(PublishedFiles files, Path folder) throws InputFileException {
        List<FileCheck> checks = new ArrayList<>();
        for (PublishedFile file : files.files()) {
            Optional<Path> path = files.in(folder, file);
            checks.add(path.isEmpty()
                    ? new FileCheck(file.name(), path, Status.MISSING, "not in " + folder)
                    : compare(file, path.get()));
        }
        return checks;
    }

    private static FileCheck compare(PublishedFile file, Path path) throws InputFileException {
        boolean isPacked = path.getFileName().toString().equals(file.packedName());
        try {
            if (file.unpacked().isPresent()) {
                try (InputStream in = Idx.unpacked(path)) {
                    return compare(file, path, "unpacked", file.unpacked().get(), in);
                }
            }
            if (isPacked) {
                try (InputStream in = Files.newInputStream(path)) {
                    return compare(file, path, "packed", file.packed(), in);
                }
            }
            return new FileCheck(file.name(), Optional.of(path), Status.UNKNOWN,
                    "only the sum of the packed file was published");
        } catch (EOFException | ZipException damaged) {
            return new FileCheck(
                    file.name(), Optional.of(path), Status.WRONG, "its gzip stream is damaged or breaks off");
        } catch (IOException failure) {
            throw InputFileException.of(path, failure);
        }
    }

    private static FileCheck compare(PublishedFile file, Path path, String form, Checksum published, InputStream in)
            throws IOException {
        Checksum found = Checksum.of(in);
        return found.equals(published)
                ? new FileCheck(file.name(), Optional.of(path), Status.RIGHT, form + " " + found)
                : new FileCheck(file.name(), Optional.of(path), Status.WRONG,
                        form + " " + found + ", published is " + published);
    }
}
