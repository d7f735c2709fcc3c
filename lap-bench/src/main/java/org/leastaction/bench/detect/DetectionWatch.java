package org.leastaction.bench.detect;

import java.util.Optional;
import org.leastaction.points.FloatPoints;

/** Receives the progress of a detection, and may provide attacked inputs of an earlier, interrupted one. */
public interface DetectionWatch {

    /** Does nothing. */
    DetectionWatch NONE = new DetectionWatch() {};

    /** The attacked inputs of an attack, if they are known, [n, d]. */
    default Optional<FloatPoints> known(String attack) {
        return Optional.empty();
    }

    /** The inputs of an attack that has ended, [n, d]. */
    default void attacked(String attack, FloatPoints inputs) {}

    /** A stage begins. */
    default void reached(String stage, int done, int total) {}
}
