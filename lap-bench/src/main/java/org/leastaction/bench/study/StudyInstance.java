package org.leastaction.bench.study;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Objects;

/**
 * One network of a study.
 *
 * @param study name of the study
 * @param cell  how it is trained
 * @param index from 0
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
     * The seed of everything random in it: a function of the study, the cell's settings without those of the objective,
     * and the index.
     *
     * @param offset the seed of the whole study
     */
    public long seed(long offset) {
        String key = study + "\n" + cell.pairing() + "\n" + index + "\n" + offset;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            // 53 bits: the seed stands in records as a JSON number.
            return ByteBuffer.wrap(hash).getLong() >>> 11;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
