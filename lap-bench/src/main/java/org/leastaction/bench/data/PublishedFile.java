package org.leastaction.bench.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A file of a data set as it is published, gzipped.
 *
 * @param name     its name when unpacked, e.g. "train-images-idx3-ubyte"; published with the suffix ".gz"
 * @param packed   checksum of the gzipped file
 * @param unpacked checksum of the unpacked content, if published
 */
public record PublishedFile(String name, Checksum packed, Optional<Checksum> unpacked) {

    public PublishedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(packed, "packed");
        Objects.requireNonNull(unpacked, "unpacked");
    }

    /** The published name. */
    public String packedName() {
        return name + ".gz";
    }
}
