package org.leastaction.bench.study;

import java.util.Locale;
import java.util.Objects;

/**
 * One network of a study: a repetition of a cell.
 *
 * @param study name of the study
 * @param cell  its training configuration
 * @param index index in the cell, from 0
 */
public record StudyInstance(String study, StudyCell cell, int index) {

    public StudyInstance {
        Objects.requireNonNull(study, "study");
        Objects.requireNonNull(cell, "cell");
    }

    /** The id of its record, e.g. "table-09-r1c2-017". */
    public String id() {
        return String.format(Locale.ROOT, "%s-%s-%03d", study, cell.place(), index + 1);
    }

    /**
     * The seed of all its random numbers: a function of the study, the cell's settings without those of the objective,
     * and the index.
     *
     * @param offset the seed of the whole study
     */
    public long seed(long offset) {
        String key = study + "\n" + cell.pairing() + "\n" + index + "\n" + offset;
        return Seeds.of(key);
    }
}
