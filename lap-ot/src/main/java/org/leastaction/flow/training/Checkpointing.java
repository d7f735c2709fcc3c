package org.leastaction.flow.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.io.AtomicFiles;

/**
 * Whether and where a training saves its state, so that it can resume after being killed.
 *
 * @param folder   folder for the state of one call of {@link FlowTrainer#train} or {@link AutoencoderTrainer#train}; if
 *                 empty, no state is saved
 * @param interval minimum time between two checkpoints; zero for one after every step. A trainer waits longer if
 *                 writing would take more than one per cent of the time
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

    /** Saves no state. */
    public static Checkpointing none() {
        return new Checkpointing(Optional.empty(), USUAL_INTERVAL);
    }

    /** Saves the state to a folder every 30 seconds. The folder is created with the first checkpoint. */
    public static Checkpointing in(Path folder) {
        return new Checkpointing(Optional.of(folder), USUAL_INTERVAL);
    }

    public Checkpointing withInterval(Duration newInterval) {
        return new Checkpointing(folder, newInterval);
    }

    /**
     * Deletes the folder with its content. Call it after the results have been saved.
     *
     * @throws IOException if it cannot be deleted
     */
    public void discard() throws IOException {
        if (folder.isPresent()) {
            AtomicFiles.delete(folder.get());
        }
    }
}
