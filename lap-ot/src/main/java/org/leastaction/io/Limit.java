package org.leastaction.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Upper bounds on the work that a file may cause beyond its own size, so that a small file cannot exhaust time or
 * memory. Readers check them before they allocate; everything else that they allocate is proportional to the size of
 * the file.
 *
 * <p>Every bound is far above the needs of ordinary files. A larger file that is trusted is read with a higher bound,
 * which is the system property {@code lap.limit.NAME}, for example {@code
 * LAP_JAVA_OPTIONS=-Dlap.limit.image-pixels=100000000 ./lap …}.
 */
public enum Limit {
    /** Bytes that a compressed file may expand to for each of its own, beyond the 32 MiB that any may. */
    EXPANSION("expansion", 200),
    /** Pixels of one image. */
    IMAGE_PIXELS("image-pixels", 1 << 26),
    /** Scans of one JPEG image: each visits all of its pixels. */
    IMAGE_SCANS("image-scans", 100),
    /** Bytes of a file that describes a network, an autoencoder or a study. */
    DESCRIPTION_BYTES("description-bytes", 1 << 20),
    /** Bytes of the index of a SavedModel's variables. */
    INDEX_BYTES("index-bytes", 1 << 26),
    /** Values and keys of a study file, after its aliases are expanded. */
    STUDY_VALUES("study-values", 100_000),
    /** Networks of a study: its cells times their instances. */
    STUDY_NETWORKS("study-networks", 1_000_000),
    /** Numbers of one point or state of a network that is read from a file. */
    POINT_NUMBERS("point-numbers", 1 << 23),
    /** Operations of a network's graph, after its function calls are expanded. */
    GRAPH_OPERATIONS("graph-operations", 200_000),
    /** Function calls within function calls of a network's graph. */
    GRAPH_DEPTH("graph-depth", 100);

    private static final long FREE_BYTES = 1 << 25;

    private final String key;
    private final long usual;

    Limit(String key, long usual) {
        this.key = key;
        this.usual = usual;
    }

    /** The bound: the default, or the value of the system property {@link #property()} if it is a whole number. */
    public long value() {
        return Long.getLong(property(), usual);
    }

    /** The name of the system property that changes the bound. */
    public String property() {
        return "lap.limit." + key;
    }

    /**
     * Checks a number against the bound.
     *
     * @param what what is counted, in the plural, e.g. "pixels"
     * @throws InputFileException if the number exceeds the bound; the message names both, and how to raise the bound
     */
    public void check(Path file, long found, String what) throws InputFileException {
        if (found > value()) {
            throw new InputFileException(file, problem(found, what));
        }
    }

    /** The problem with a number that exceeds the bound, without the file's name. */
    public String problem(long found, String what) {
        return "has " + grouped(found) + " " + what + ", and the limit is " + grouped(value()) + raised();
    }

    /**
     * Checks the size of the content of a compressed file against the file's own size. Any file may expand to 32 MiB,
     * larger ones to {@link #EXPANSION} times their size.
     *
     * @param content bytes of the content so far, or as promised by a header
     * @throws InputFileException if it exceeds the bound
     */
    public static void checkExpansion(Path file, long content) throws InputFileException {
        if (content <= FREE_BYTES) {
            return;
        }
        long size = size(file);
        long most = Math.max(FREE_BYTES, EXPANSION.value() * Math.max(1, size));
        if (content > most || content < 0) {
            throw new InputFileException(file, "has " + grouped(size) + " bytes and unpacks to " + grouped(content)
                    + ", and the limit is " + grouped(most) + " (" + grouped(EXPANSION.value()) + " times its size)"
                    + EXPANSION.raised());
        }
    }

    private static long size(Path file) throws InputFileException {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw InputFileException.of(file, failure);
        }
    }

    private String raised() {
        return "; if you trust the file, raise it with LAP_JAVA_OPTIONS=-D" + property() + "=N";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
