package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A data set that the command knows by name. */
public interface KnownDataSet {

    /** As on the command line, e.g. "mnist". */
    String name();

    /** One line: what it is and how large. */
    String description();

    /** The files that it is read from; empty if it is generated. */
    Optional<PublishedFiles> files();

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
