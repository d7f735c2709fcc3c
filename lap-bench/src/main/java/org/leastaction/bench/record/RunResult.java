package org.leastaction.bench.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a run as plain values, independent of where it ran; {@link RunDirectory#keep} stores it.
 *
 * @param record the record
 * @param files  contents of the files beside the record, by their path within the run directory, e.g.
 *               "particles/ID.npz"
 */
public record RunResult(RunRecord record, Map<String, byte[]> files) {

    public RunResult {
        Objects.requireNonNull(record, "record");
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** A result without files. */
    public static RunResult of(RunRecord record) {
        return new RunResult(record, Map.of());
    }

    /** A copy with another file. */
    public RunResult withFile(String path, byte[] content) {
        Map<String, byte[]> more = new LinkedHashMap<>(files);
        more.put(path, content);
        return new RunResult(record, more);
    }
}
