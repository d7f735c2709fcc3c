package org.leastaction.bench.command;

import org.leastaction.bench.data.DataSet;

/** Ids of records made from names that people gave. */
final class RecordId {

    private RecordId() {}

    /** E.g. "mnist-resnet9-lap-orthogonal-0.01-seed-3". */
    static String of(DataSet data, String label, long seed) {
        return cleaned(data.name() + "-" + label + "-seed-" + seed);
    }

    /** A name with everything that an id cannot hold replaced by dashes. */
    static String cleaned(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        return clean.isEmpty() ? "model" : clean;
    }
}
