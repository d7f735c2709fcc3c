package org.leastaction.bench.command.progress;

/** The progress of some work. Thread-safe; closed when the work has ended, successfully or not. */
public interface ProgressDisplay extends AutoCloseable {

    /** A total that is unknown. */
    long UNKNOWN = -1;

    /** Shows nothing. */
    ProgressDisplay NONE = done -> {};

    /** Reports the number of completed steps. */
    void reached(long done);

    /**
     * Reports the number of steps completed before this work began, so that they are excluded from the estimate of the
     * remaining time.
     */
    default void resumedAt(long before) {
        reached(before);
    }

    /** Describes the current activity, e.g. "pricing 34 %"; shown where the total is unknown. */
    default void now(String what) {}

    @Override
    default void close() {}
}
