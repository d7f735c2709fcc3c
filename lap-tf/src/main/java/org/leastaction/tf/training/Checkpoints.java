package org.leastaction.tf.training;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where an ensemble's checkpoints come from and go to. */
interface Checkpoints {

    /** Keeps none. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<Checkpoint> latest(Consumer<String> remarks) {
            return Optional.empty();
        }

        @Override
        public void keepIfDue(Supplier<Checkpoint> checkpoint) {}

        @Override
        public void keepLast(Supplier<Checkpoint> checkpoint) {}
    };

    /**
     * The newest whole checkpoint.
     *
     * @param remarks hears of checkpoints that are passed over
     * @return empty if there is none of any kind
     * @throws IOException if there are some and none can be gone on from
     */
    Optional<Checkpoint> latest(Consumer<String> remarks) throws IOException;

    /** Between two steps: keeps a checkpoint if it is time. */
    void keepIfDue(Supplier<Checkpoint> checkpoint) throws IOException;

    /** After the last step. */
    void keepLast(Supplier<Checkpoint> checkpoint) throws IOException;
}
