package org.leastaction.bench.study;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.leastaction.bench.study.Study.SeedRule;
import org.leastaction.io.Sha256;

/**
 * One network of a study: a repetition of a cell.
 *
 * @param study name of the study
 * @param cell  its training configuration
 * @param index index in the cell, from 0
 * @param rule  how its seed is derived
 */
public record StudyInstance(String study, StudyCell cell, int index, SeedRule rule) {

    /** The id of its record, e.g. "table-09-r1c2-017". */
    public String id() {
        return String.format(Locale.ROOT, "%s-%s-%03d", study, cell.place(), index + 1);
    }

    /**
     * The seed of all its random numbers. It does not depend on the objective.
     *
     * @param offset the seed of the whole study
     */
    public long seed(long offset) {
        return switch (rule) {
            case HASHED -> hashed(study + "\n" + cell.pairing() + "\n" + index + "\n" + offset);
            case CONSECUTIVE -> offset + index;
        };
    }

    /** A seed derived from text: the first 53 bits of its hash, so that a JSON number represents it exactly. */
    static long hashed(String text) {
        return ByteBuffer.wrap(Sha256.of(text)).getLong() >>> 11;
    }
}
