package org.leastaction.bench.command.options;

import java.time.Duration;
import java.util.Optional;
import org.leastaction.bench.command.process.BadInput;
import picocli.CommandLine.Option;

/** How long a backend may be unresponsive. */
public final class TimeoutOption {

    @Option(names = "--timeout", paramLabel = "SECONDS",
            description = "Abort if a backend does not respond for this time, while it opens a model, between two"
                    + " blocks of a batch, or between two steps of a training (default: wait, and report the backend).")
    private Double seconds;

    /** @throws BadInput unless it is a positive number */
    public Optional<Duration> duration() {
        if (seconds == null) {
            return Optional.empty();
        }
        if (!(seconds >= 1e-3 && seconds <= 1e9)) {
            throw new BadInput("--timeout must be a number of seconds from 0.001 to 1e9, not " + seconds);
        }
        return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
    }
}
