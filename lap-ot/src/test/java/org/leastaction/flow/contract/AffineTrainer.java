package org.leastaction.flow.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;

/**
 * Trains {@link AffineFlow}s: family "affine", an identity encoder, K affine blocks and a linear classifier, without
 * batch normalisation. One run after the other, in double precision on the calling thread.
 */
public final class AffineTrainer implements FlowTrainer {

    static final String FAMILY = "affine";

    @Override
    public Set<String> families() {
        return Set.of(FAMILY);
    }

    @Override
    public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException {
        for (TrainingRun run : runs) {
            if (!run.network().family().equals(FAMILY)) {
                throw new IllegalArgumentException(
                        "no family '" + run.network().family() + "' here; known: " + FAMILY);
            }
        }
        List<TrainedFlow> trained = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            int index = i;
            trained.add(new AffineTraining(runs.get(i)).train(epoch -> listener.epochEnded(index, epoch)));
        }
        return trained;
    }
}
