package org.leastaction.bench.command.progress;

import java.util.Objects;
import org.leastaction.bench.command.process.Surroundings;

/** The output of a command during its work: standard error, or none with {@code --quiet}. */
public final class Terminal {

    /** Whether remarks and progress are shown. */
    public enum Loudness {
        SHOWN,
        QUIET
    }

    private final Surroundings surroundings;
    private final Loudness loudness;

    public Terminal(Surroundings surroundings, Loudness loudness) {
        this.surroundings = Objects.requireNonNull(surroundings, "surroundings");
        this.loudness = Objects.requireNonNull(loudness, "loudness");
    }

    /** Prints a remark on a separate line. */
    public void remark(String line) {
        if (loudness == Loudness.SHOWN) {
            surroundings.err().println(line);
        }
    }

    /**
     * Shows the progress of some work, if it takes long enough.
     *
     * @param task  the task in one or two words
     * @param total steps of the work, at least 0, or {@link Progress#UNKNOWN}
     */
    public ProgressDisplay progress(String task, long total) {
        if (loudness == Loudness.QUIET) {
            return ProgressDisplay.NONE;
        }
        return switch (surroundings.errorStream()) {
            case TERMINAL -> new TerminalProgress(task, total, surroundings.err());
            case FILE -> new LineProgress(task, total, surroundings.err());
        };
    }
}
