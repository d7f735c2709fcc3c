package org.leastaction.bench.command.progress;

import java.time.Duration;

/** Formats durations for people. */
public final class DurationText {

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
