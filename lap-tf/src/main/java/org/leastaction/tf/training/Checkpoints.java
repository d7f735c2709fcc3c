package org.leastaction.tf.training;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.leastaction.tf.training.Checkpoints.Standing;

/**
 * Storage of a training's checkpoints.
 *
 * @param <S> kind of training
 */
interface Checkpoints<S extends Standing> {

    /** Stores no checkpoints. */
    static <S extends Standing> Checkpoints<S> none() {
        return new Checkpoints<>() {
            @Override
            public Optional<Checkpoint<S>> latest(Consumer<String> remarks) {
                return Optional.empty();
            }

            @Override
            public void keepIfDue(Supplier<Checkpoint<S>> checkpoint) {}

            @Override
            public boolean keepNow(Supplier<Checkpoint<S>> checkpoint) {
                return false;
            }

            @Override
            public void keepLast(Supplier<Checkpoint<S>> checkpoint) {}
        };
    }

    /**
     * The newest complete checkpoint.
     *
     * @param remarks receives a message for each damaged checkpoint
     * @return empty if there are no checkpoint files
     * @throws IOException if there are checkpoints but training cannot resume from any of them
     */
    Optional<Checkpoint<S>> latest(Consumer<String> remarks) throws IOException;

    /** Writes a checkpoint if one is due; called between two steps. */
    void keepIfDue(Supplier<Checkpoint<S>> checkpoint) throws IOException;

    /**
     * When a training is stopped: keeps a checkpoint, due or not.
     *
     * @return whether it was kept
     */
    boolean keepNow(Supplier<Checkpoint<S>> checkpoint) throws IOException;

    /** Called after the last step. */
    void keepLast(Supplier<Checkpoint<S>> checkpoint) throws IOException;

    /**
     * The complete state of a training, from which it resumes as if it had not stopped. Orders of batches and
     * augmentations of points are functions of the seed, so that there is no random state to store.
     *
     * @param <S>       kind of training
     * @param standing  position in the training
     * @param variables weights, running statistics, the optimiser's state and λ, all instances together, by name
     */
    record Checkpoint<S extends Standing>(S standing, Map<String, float[]> variables) {}

    /**
     * The state of a training between two steps, without the variables of its graph: a record that Jackson serialises.
     */
    interface Standing {

        /** Epoch of the next step, from 1. */
        int epoch();

        /** Number of points of that epoch used so far. */
        int seen();

        /** Completed steps over all epochs. */
        long steps();

        /** Wall-clock time so far. */
        double seconds();
    }
}
