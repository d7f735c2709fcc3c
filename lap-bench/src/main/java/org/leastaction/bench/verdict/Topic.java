package org.leastaction.bench.verdict;

import java.util.Locale;

/** The topic of a sentence, in the order of a verdict. */
public enum Topic {
    /** States or outputs that are not finite. */
    VALIDITY,
    /** Whether inputs and classes are those of the training. */
    INPUTS,
    /** How much the data move, and in which blocks. */
    MOTION,
    STRAIGHTNESS,
    /** How far from optimal transport. */
    OPTIMALITY,
    /** How regular the map is, and where it breaks. */
    REGULARITY,
    ACCURACY,
    ROBUSTNESS,
    /** Outstanding samples. */
    SAMPLES,
    /** How methods or networks differ. */
    COMPARISON,
    /** Groups that were not measured, and how to request them. */
    NOT_MEASURED;

    /** The topic in records, e.g. "not_measured". */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topic as a heading, e.g. "Not measured". */
    public String title() {
        String words = key().replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
