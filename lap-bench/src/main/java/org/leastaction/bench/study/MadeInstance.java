package org.leastaction.bench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.leastaction.bench.record.RunRecord;

/**
 * The result of an instance as plain values, independent of where it ran.
 *
 * @param record the record, from which the table is made
 * @param files  contents of the files from which figures are drawn, by their path within the study's folder, e.g.
 *               "particles/ID.npz"
 */
public record MadeInstance(RunRecord record, Map<String, byte[]> files) {

    public MadeInstance {
        Objects.requireNonNull(record, "record");
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** An instance without files. */
    public static MadeInstance of(RunRecord record) {
        return new MadeInstance(record, Map.of());
    }
}
