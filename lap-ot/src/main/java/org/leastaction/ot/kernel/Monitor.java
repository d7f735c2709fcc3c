package org.leastaction.ot.kernel;

/**
 * Watches a long computation, and may end it. Called by several threads at once, often: must be quick. What it throws
 * ends the computation.
 */
@FunctionalInterface
public interface Monitor {

    /** As a total: nobody knows how many steps there are. */
    long UNKNOWN = -1;

    /** Watches nothing. */
    Monitor NONE = (stage, done, total) -> { };

    /**
     * Says how far a stage is. Stages follow each other in any order, some more than once; of one stage the calls of
     * several threads may overtake each other.
     *
     * @param done  steps that are done, at least 0
     * @param total steps of this stage, or {@link #UNKNOWN}
     */
    void reached(Stage stage, long done, long total);

    /** Asked many times a second: once true, the computation ends with a {@code CancellationException}. */
    default boolean isCancelled() {
        return false;
    }
}
