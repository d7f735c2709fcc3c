package org.leastaction.bench.data;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files of one data set and where they are published.
 *
 * @param set   name of the data set
 * @param base  base address of their publication; ends with a slash
 * @param files at least one
 */
public record PublishedFiles(String set, URI base, List<PublishedFile> files) {

    public PublishedFiles {
        files = List.copyOf(files);
        if (!base.toString().endsWith("/")) {
            base = URI.create(base + "/");
        }
    }

    /** The same files at another address. */
    public PublishedFiles from(URI newBase) {
        return new PublishedFiles(set, newBase, files);
    }

    /** The path of a file in a folder, unpacked or packed. */
    Optional<Path> in(Path folder, PublishedFile file) {
        for (String name : List.of(file.name(), file.packedName())) {
            Path path = folder.resolve(name);
            if (Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    /** The files that a folder contains, packed or unpacked. */
    public List<Path> in(Path folder) {
        return files.stream().map(file -> in(folder, file)).flatMap(Optional::stream).toList();
    }

    /** The names of the files that a folder has neither packed nor unpacked. */
    List<String> lacking(Path folder) {
        return files.stream().filter(file -> in(folder, file).isEmpty()).map(PublishedFile::name).toList();
    }

    /** The path of a required file. */
    Path need(Path folder, PublishedFile file) throws UnavailableDataException {
        return in(folder, file).orElseThrow(() -> incomplete(
                folder, "there is neither " + file.name() + " nor " + file.packedName()));
    }

    /** The error for a folder that has only some of the files. */
    UnavailableDataException incomplete(Path folder, String lack) {
        return new UnavailableDataException(set + " is incomplete in " + folder + ": " + lack + "; 'lap data get " + set
                + "' downloads it, into the folder of --data-dir if that is given");
    }

    /** The published names, separated by commas. */
    String names() {
        return files.stream().map(PublishedFile::packedName).collect(Collectors.joining(", "));
    }

    /**
     * A file of a data set as it is published, gzipped.
     *
     * @param name     its name when unpacked, e.g. "train-images-idx3-ubyte"; published with the suffix ".gz"
     * @param size     bytes of the gzipped file, at least 1
     * @param packed   checksum of the gzipped file
     * @param unpacked checksum of the unpacked content, if published
     */
    public record PublishedFile(String name, long size, Checksum packed, Optional<Checksum> unpacked) {

        public PublishedFile {
            if (size < 1) {
                throw new IllegalArgumentException("a published file has at least 1 byte, not " + size);
            }
        }

        /** The published name. */
        public String packedName() {
            return name + ".gz";
        }
    }
}
