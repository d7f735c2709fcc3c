package org.leastaction.bench.record;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The paths of a record's files within its run directory, by the record's id. */
public final class RecordFiles {

    private RecordFiles() {}

    /**
     * All files that may exist for a record, apart from its model; always in the same order. A {@link RunResult} has no
     * others, so that nothing is forgotten where all files of a record are copied or hashed.
     */
    public static List<String> all(String id) {
        return List.of(particles(id), decodings(id), samples(id), flow(id), pictures(id));
    }

    /** The folders of these files. */
    public static Set<String> folders() {
        return all("").stream().map(file -> file.substring(0, file.indexOf('/')))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The particles. */
    public static String particles(String id) {
        return "particles/" + id + ".npz";
    }

    /** The decoded samples. */
    public static String decodings(String id) {
        return "decodings/" + id + ".npz";
    }

    /** The outstanding samples. */
    public static String samples(String id) {
        return "samples/" + id + ".npz";
    }

    /** The states of the samples, as the interactive report shows them. */
    public static String flow(String id) {
        return "flows/" + id + ".npz";
    }

    /** The pictures of these samples. */
    public static String pictures(String id) {
        return "flows/" + id + ".png";
    }

    /** The model's folder. */
    public static String model(String id) {
        return "models/" + id;
    }
}
