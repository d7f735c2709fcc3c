package org.leastaction.tf.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.model.TensorFlowFlow;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.CheckpointFolder.LastState;

/** The role 'train': groups runs into ensembles and trains the ensembles one after the other. */
public final class TensorFlowTrainer implements FlowTrainer {

    @Override
    public List<NetworkFamily> families() {
        return Networks.families();
    }

    @Override
    public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException {
        try {
            return train(runs, execution, listener, Checkpointing.none());
        } catch (IOException impossible) {
            throw new UncheckedIOException("nothing is read or written without a folder", impossible);
        }
    }

    @Override
    public List<TrainedFlow> train(
            List<TrainingRun> runs, Execution execution, TrainingListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        TrainedFlow[] trained = new TrainedFlow[runs.size()];
        List<List<Integer>> ensembles = ensembles(runs);
        try {
            for (int e = 0; e < ensembles.size(); e++) {
                List<Integer> members = ensembles.get(e);
                Ensemble ensemble = new Ensemble(members.stream().map(runs::get).toList());
                List<Ensemble.Outcome> outcomes = ensemble.train(
                        execution,
                        new MemberListener(members, listener),
                        checkpoints(e, ensembles, runs, execution, checkpointing));
                for (int i = 0; i < members.size(); i++) {
                    trained[members.get(i)] = flow(runs.get(members.get(i)), outcomes.get(i), execution);
                }
            }
            return List.of(trained);
        } catch (InterruptedException | IOException | RuntimeException | Error failure) {
            Arrays.stream(trained).filter(flow -> flow != null).forEach(TrainedFlow::close);
            throw failure;
        }
    }

    /** Forwards the events of an ensemble, with the indices of its runs among all runs. */
    private record MemberListener(List<Integer> members, TrainingListener listener) implements TrainingListener {

        @Override
        public void epochEnded(int run, EpochRecord epoch) {
            listener.epochEnded(members.get(run), epoch);
        }

        @Override
        public void stepEnded() {
            listener.stepEnded();
        }

        @Override
        public void remarked(String sentence) {
            listener.remarked(sentence);
        }
    }

    private static TrainedFlow flow(TrainingRun run, Ensemble.Outcome outcome, Execution execution) {
        return new TrainedFlow(
                new TensorFlowFlow(run.network(), outcome.weights(), execution), outcome.curve(), outcome.seconds());
    }

    private static Checkpoints<EnsembleStanding> checkpoints(
            int index,
            List<List<Integer>> ensembles,
            List<TrainingRun> runs,
            Execution execution,
            Checkpointing checkpointing) {
        if (checkpointing.folder().isEmpty()) {
            return Checkpoints.none();
        }
        return new CheckpointFolder<>(
                EnsembleStanding.class,
                checkpointing.folder().get().resolve("ensemble-" + (index + 1)),
                checkpointing.interval(),
                CheckpointSettings.of(ensembles.get(index).stream().map(runs::get).toList(), execution),
                ensembles.size() > 1 ? LastState.KEPT : LastState.IF_DUE);
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
