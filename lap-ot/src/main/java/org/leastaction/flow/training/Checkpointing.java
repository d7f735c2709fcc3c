package org.leastaction.flow.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.io.AtomicFiles;

/**
 * Whether and where a training keeps its state, so that a killed one can go on.
 *
 * @param folder   holds the state of one call of {@link FlowTrainer#train} or {@link AutoencoderTrainer#train}; no state is kept if there is none
 * @param interval least time between two checkpoints; zero for one after every step. A trainer waits longer where writing
 *                 would take more than a hundredth of the time
 */
public record Checkpointing(Optional<Path> folder, Duration interval) {

    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

    /** @throws IllegalArgumentException if the interval is negative */
    public Checkpointing {
        Objects.requireNonNull(folder, "folder");
        if (interval.isNegative()) {
            throw new IllegalArgumentException("the time between checkpoints must be at least 0, not " + interval);
        }
    }

    /** Keeps nothing. */
    public static Checkpointing none() {
        return new Checkpointing(Optional.empty(), USUAL_INTERVAL);
    }

    /** Keeps the state in a folder, which is made when there is something to keep; every 30 seconds. */
    public static Checkpointing in(Path folder) {
        return new Checkpointing(Optional.of(folder), USUAL_INTERVAL);
    }

    public Checkpointing withInterval(Duration newInterval) {
        return new Checkpointing(folder, newInterval);
    }

    /**
     * Deletes the folder with all that it holds: for when the results have been kept and no restart will be wanted.
     *
     * @throws IOException if it cannot be deleted
     */
    public void discard() throws IOException {
        if (folder.isPresent()) {
            AtomicFiles.delete(folder.get());
        }
    }
}
