package org.leastaction.flow.training;

import java.util.List;
import java.util.Set;
import org.leastaction.flow.backend.Execution;

/** Role 'train'. */
public interface FlowTrainer {

    /** The network families that this trainer builds, e.g. "mlp", "resnet9". */
    Set<String> families();

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
}
