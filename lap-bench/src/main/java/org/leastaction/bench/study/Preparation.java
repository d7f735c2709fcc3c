package org.leastaction.bench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An autoencoder that is trained once, before the instances. Cells that name it under {@code encoder} start from it.
 *
 * @param name     lower-case letters, digits and dashes
 * @param settings options of {@code lap train} without their dashes, with their values as text
 */
public record Preparation(String name, Map<String, String> settings) {

    /** The setting of a cell that names a preparation. */
    public static final String ENCODER = "encoder";

    /** @throws IllegalArgumentException for other characters in the name */
    public Preparation {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "the name of a preparation has lower-case letters, digits and dashes, unlike '" + name + "'");
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * The seed of all its random numbers.
     *
     * @param study  name of the study
     * @param offset the seed of the whole study
     */
    public long seed(String study, long offset) {
        return StudyInstance.hashed(study + "\nprepared\n" + name + "\n" + offset);
    }
}
