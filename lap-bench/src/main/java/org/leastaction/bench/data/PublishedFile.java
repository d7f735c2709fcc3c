package org.leastaction.bench.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A file of a data set as it is published, gzipped.
 *
 * @param name     its name once unpacked, e.g. "train-images-idx3-ubyte"; published with ".gz" behind
 * @param packed   sum of the gzipped file
 * @param unpacked sum of what is in it, where that was published too
 */
public record PublishedFile(String name, Checksum packed, Optional<Checksum> unpacked) {

    public PublishedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(packed, "packed");
        Objects.requireNonNull(unpacked, "unpacked");
    }

    /** Its name as published. */
    public String packedName() {
        return name + ".gz";
    }
}
