package org.leastaction.bench.command.progress;

import java.time.Duration;

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

    /** Formats durations for people. */
    public static final class DurationText {

        private DurationText() {}

        /** E.g. "12 s", "1 min 30 s", "2 h 46 min". */
        static String of(Duration duration) {
            long seconds = Math.round(duration.toMillis() / 1000.0);
            if (seconds < 60) {
                return seconds + " s";
            }
            return seconds < 3600
                    ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                    : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
        }
    }
}
