package org.leastaction.ot.kernel;

/**
 * Receives the progress of a long computation and may cancel it. It is called often and by several threads at once, so
 * it must be fast. An exception that it throws ends the computation.
 */
@FunctionalInterface
public interface Monitor {

    /** The total if the number of steps is unknown. */
    long UNKNOWN = -1;

    /** A monitor that does nothing. */
    Monitor NONE = (stage, done, total) -> { };

    /**
     * Reports the progress of a stage. Stages occur in any order, some more than once; calls from several threads in
     * one stage may arrive out of order.
     *
     * @param done  number of steps done, at least 0
     * @param total number of steps of this stage, or {@link #UNKNOWN}
     */
    void reached(Stage stage, long done, long total);

    /** Called many times a second: once it returns true, the computation ends with a {@code CancellationException}. */
    default boolean isCancelled() {
        return false;
    }
}
