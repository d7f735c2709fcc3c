package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.network.Networks;

/** The role 'train': groups runs into ensembles and trains one ensemble after the other. */
public final class TensorFlowTrainer implements FlowTrainer {

    @Override
    public Set<String> families() {
        return Networks.families();
    }

    @Override
    public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException {
        TrainedFlow[] trained = new TrainedFlow[runs.size()];
        try {
            for (List<Integer> members : ensembles(runs)) {
                trainTogether(members, runs, execution, listener, trained);
            }
            return List.of(trained);
        } catch (InterruptedException | RuntimeException | Error failure) {
            Arrays.stream(trained).filter(flow -> flow != null).forEach(TrainedFlow::close);
            throw failure;
        }
    }

    private static void trainTogether(
            List<Integer> members,
            List<TrainingRun> runs,
            Execution execution,
            TrainingListener listener,
            TrainedFlow[] trained)
            throws InterruptedException {
        long start = System.nanoTime();
        Ensemble ensemble = new Ensemble(members.stream().map(runs::get).toList());
        List<Ensemble.Outcome> outcomes =
                ensemble.train(execution, (run, epoch) -> listener.epochEnded(members.get(run), epoch));
        double seconds = (System.nanoTime() - start) * 1e-9 / members.size();
        for (int i = 0; i < members.size(); i++) {
            TrainingRun run = runs.get(members.get(i));
            Ensemble.Outcome outcome = outcomes.get(i);
            trained[members.get(i)] = new TrainedFlow(
                    new TensorFlowFlow(run.network(), outcome.weights(), execution), outcome.curve(), seconds);
        }
    }

    /** Indices of runs that train together, in order of their first run. */
    private static List<List<Integer>> ensembles(List<TrainingRun> runs) {
        Map<Object, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            boolean stacked = Networks.of(runs.get(i).network()).layout() == Layout.STACKED;
            Object kind = stacked ? Ensemble.kind(runs.get(i)) : i;
            groups.computeIfAbsent(kind, ignored -> new ArrayList<>()).add(i);
        }
        return List.copyOf(groups.values());
    }
}
