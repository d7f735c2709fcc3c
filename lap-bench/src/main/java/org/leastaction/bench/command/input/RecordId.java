package org.leastaction.bench.command.input;

import org.leastaction.bench.data.DataSet;

/** Makes ids of records from names given by users. */
public final class RecordId {

    private RecordId() {}

    /** E.g. "mnist-resnet9-lap-orthogonal-0.01-seed-3". */
    public static String of(DataSet data, String label, long seed) {
        return cleaned(data.name() + "-" + label + "-seed-" + seed);
    }

    /** A name with all characters that are invalid in an id replaced by dashes. */
    static String cleaned(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        return clean.isEmpty() ? "model" : clean;
    }
}
