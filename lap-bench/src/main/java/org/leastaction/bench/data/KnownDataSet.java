package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A data set that the command knows by name. */
public interface KnownDataSet {

    /** The name on the command line, e.g. "mnist". */
    String name();

    /** A one-line description with its size. */
    String description();

    /** The files from which it is read; empty if it is generated. */
    Optional<PublishedFiles> files();

    /** Whether a folder contains any of its files. */
    default boolean isIn(Path folder) {
        return files().isPresent() && !files().get().in(folder).isEmpty();
    }

    /** Whether a path given by the user is unambiguously this set. */
    default boolean recognises(Path path) {
        return false;
    }

    /** Those of its files that a folder contains, packed or unpacked. */
    default List<Path> filesIn(Path folder) throws IOException {
        return files().isEmpty() ? List.of() : files().get().in(folder);
    }

    /** The names of those that a folder with some of its files lacks. */
    default List<String> lacking(Path folder) {
        return files().isEmpty() ? List.of() : files().get().lacking(folder);
    }

    /** What a folder that cannot be read as this set has of it, as a sentence that names the folder. */
    default Optional<String> remains(Path folder) {
        return Optional.empty();
    }

    /**
     * Compares its files in a folder with the published checksums.
     *
     * @throws org.leastaction.io.InputFileException if a file cannot be read
     */
    default List<FileCheck> check(Path folder) throws IOException {
        return files().isEmpty() ? List.of() : FileCheck.of(files().get(), folder);
    }

    /**
     * Generates or reads the requested data.
     *
     * @param folder the folder of its files; empty for a generated set
     * @throws UnavailableDataException                if a file is missing, or the set has fewer points than requested
     * @throws org.leastaction.io.InputFileException if a file is invalid
     * @throws IllegalArgumentException                if the normalisation does not fit the channels
     */
    DataSet load(DataRequest request, Optional<Path> folder) throws IOException;
}
