package org.leastaction.flow.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.backend.Execution;

/** Role 'train'. */
public interface FlowTrainer {

    /** The network families that this trainer builds. Must not need a native library. */
    List<NetworkFamily> families();

    /** The family with a key, e.g. "mlp", if this trainer builds it. */
    default Optional<NetworkFamily> family(String key) {
        return families().stream().filter(family -> family.key().equals(key)).findFirst();
    }

    /**
     * Trains networks. Runs with the same shape may share a graph: each result then equals that of a separate training
     * within float tolerance.
     *
     * <p>Interrupting the thread stops the training before its next step.
     *
     * @return one result per run, in order; the caller closes them
     * @throws IllegalArgumentException if a run's family is unknown, its sizes do not define a network, its encoder
     *                                  cannot be initialised as given, or its objective is {@linkplain
     *                                  org.leastaction.flow.objective.Objective#isModuleWise module-wise} and this
     *                                  trainer only trains whole networks
     * @throws InterruptedException     if the thread was interrupted; nothing is left open
     */
    List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException;

    /**
     * Trains networks and saves the state of the training, so that it can be killed at any time. Called again with the
     * same runs, it resumes and ends with the same results, bit for bit on the same machine and number of threads. The
     * listener receives the epochs before the restart again.
     *
     * <p>A trainer that saves no state starts from the beginning, with the same results.
     *
     * @param checkpointing where the state is saved; the caller {@linkplain Checkpointing#discard discards} it after
     *                      saving the results
     * @return as {@link #train(List, Execution, TrainingListener)}; the seconds of a run include all of its parts
     * @throws org.leastaction.io.InputFileException if the folder contains the state of another training, or an
     *     incomplete state; the message names the folder and the difference
     * @throws IOException                            if the state cannot be written: the training stops, and the
     *     earlier state is kept
     */
    default List<TrainedFlow> train(
            List<TrainingRun> runs, Execution execution, TrainingListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        return train(runs, execution, listener);
    }
}
