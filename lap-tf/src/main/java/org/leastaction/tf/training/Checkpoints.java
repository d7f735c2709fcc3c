package org.leastaction.tf.training;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a training's checkpoints come from and go to.
 *
 * @param <S> of what kind of training
 */
interface Checkpoints<S extends Standing> {

    /** Keeps none. */
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
     * The newest whole checkpoint.
     *
     * @param remarks hears of checkpoints that are passed over
     * @return empty if there is none of any kind
     * @throws IOException if there are some and none can be gone on from
     */
    Optional<Checkpoint<S>> latest(Consumer<String> remarks) throws IOException;

    /** Between two steps: keeps a checkpoint if it is time. */
    void keepIfDue(Supplier<Checkpoint<S>> checkpoint) throws IOException;

    /**
     * When a training is stopped: keeps a checkpoint, due or not.
     *
     * @return whether it was kept
     */
    boolean keepNow(Supplier<Checkpoint<S>> checkpoint) throws IOException;

    /** After the last step. */
    void keepLast(Supplier<Checkpoint<S>> checkpoint) throws IOException;
}
