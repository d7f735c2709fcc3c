package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A data set that the command knows by name. */
public interface KnownDataSet {

    /** As on the command line, e.g. "mnist". */
    String name();

    /** One line: what it is and how large. */
    String description();

    /** The files that it is read from; empty if it is generated. */
    Optional<PublishedFiles> files();

    /** Whether a folder holds any of its files. */
    default boolean isIn(Path folder) {
        return files().isPresent() && !files().get().in(folder).isEmpty();
    }

    /** Whether a path that a user names as data is this set, without doubt. */
    default boolean recognises(Path path) {
        return false;
    }

    /** The files of it that a folder holds, as they lie there. */
    default List<Path> filesIn(Path folder) throws IOException {
        return files().isEmpty() ? List.of() : files().get().in(folder);
    }

    /**
     * Compares its files in a folder with what was published.
     *
     * @throws org.leastaction.io.InputFileException if a file cannot be read
     */
    default List<FileCheck> check(Path folder) throws IOException {
        return files().isEmpty() ? List.of() : FileCheck.of(files().get(), folder);
    }

    /**
     * Makes or reads what is asked for.
     *
     * @param folder where its files lie; empty for a set that is generated
     * @throws UnavailableDataException                if a file is missing, or it has fewer points than asked for
     * @throws org.leastaction.io.InputFileException if a file is not what it should be
     * @throws IllegalArgumentException                if the normalisation does not fit the channels
     */
    DataSet load(DataRequest request, Optional<Path> folder) throws IOException;
}
