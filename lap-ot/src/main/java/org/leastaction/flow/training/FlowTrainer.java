package org.leastaction.flow.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.backend.Execution;

/** Role 'train'. */
public interface FlowTrainer {

    /** The network families that this trainer builds. Called before any native library is needed. */
    List<NetworkFamily> families();

    /** The family with a key, e.g. "mlp", if this trainer builds it. */
    default Optional<NetworkFamily> family(String key) {
        return families().stream().filter(family -> family.key().equals(key)).findFirst();
    }

    /**
     * Trains networks. Runs of one shape may share a graph: each result is then the one of its separate training, within
     * float tolerance.
     *
     * <p>Interrupting the thread stops the training before its next step.
     *
     * @return one result per run, in order; the caller closes them
     * @throws IllegalArgumentException if a run's family is unknown, its sizes make no network, or its encoder cannot
     *                                  start where it should
     * @throws InterruptedException     if the thread was interrupted; nothing is left open
     */
    List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException;

    /**
     * Trains networks and keeps the state of the training, so that it can be killed at any moment: called again with the
     * same runs, it goes on and ends with the same results, bit for bit on one machine and number of threads, as if
     * nothing had happened. The listener hears the epochs before the restart again.
     *
     * <p>A trainer that keeps no state starts again, which gives the same results, later.
     *
     * @param checkpointing where; the caller {@linkplain Checkpointing#discard discards} it when the results are kept
     * @return as {@link #train(List, Execution, TrainingListener)}; the seconds of a run count all of its parts
     * @throws org.leastaction.io.InputFileException if the folder holds the state of another training, or none that is
     *                                                whole; the message names it and what differs
     * @throws IOException                            if the state cannot be written: the training stops, what was kept
     *                                                before stays
     */
    default List<TrainedFlow> train(
            List<TrainingRun> runs, Execution execution, TrainingListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        return train(runs, execution, listener);
    }
}
