package org.leastaction.bench.command;

import java.util.Objects;
import org.leastaction.bench.command.CommonOptions.Loudness;

/** Where a command talks while it works: standard error, or nowhere with {@code --quiet}. */
public final class Terminal {

    private final Surroundings surroundings;
    private final Loudness loudness;

    Terminal(Surroundings surroundings, Loudness loudness) {
        this.surroundings = Objects.requireNonNull(surroundings, "surroundings");
        this.loudness = Objects.requireNonNull(loudness, "loudness");
    }

    /** A remark, on a line of its own. */
    public void remark(String line) {
        if (loudness == Loudness.TALKING) {
            surroundings.err().println(line);
        }
    }

    /**
     * Shows how far some work is, if it takes long enough.
     *
     * @param task  what is done, a word or two
     * @param total steps of the work, at least 0, or {@link Progress#UNKNOWN}
     */
    public Progress progress(String task, long total) {
        if (loudness == Loudness.QUIET) {
            return Progress.NONE;
        }
        return switch (surroundings.errorStream()) {
            case TERMINAL -> new ProgressOnTerminal(task, total, surroundings.err());
            case FILE -> new ProgressOnLines(task, total, surroundings.err());
        };
    }
}
