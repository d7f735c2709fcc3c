package org.leastaction.flow.defect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.AffineTrainer;
import org.leastaction.flow.objective.Arithmetic;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveVariant;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;

/** A correct trainer as a base for defects in its arguments, its events or its results. */
class WrappedTrainer implements FlowTrainer {

    private final FlowTrainer sound = new AffineTrainer();

    @Override
    public List<NetworkFamily> families() {
        return sound.families();
    }

    @Override
    public List<TrainedFlow> train(List<TrainingRun> runs, Execution execution, TrainingListener listener)
            throws InterruptedException {
        List<TrainedFlow> results = new ArrayList<>();
        List<TrainingRun> asked = runs.stream().map(this::asked).toList();
        for (TrainedFlow trained : sound.train(asked, execution, (run, epoch) -> tell(listener, run, epoch))) {
            results.add(returned(trained));
        }
        return results;
    }

    TrainingRun asked(TrainingRun run) {
        return run;
    }

    void tell(TrainingListener listener, int run, EpochRecord epoch) {
        listener.epochEnded(run, epoch);
    }

    TrainedFlow returned(TrainedFlow trained) {
        return trained;
    }

    /** Whether a run's objective does not belong to this library. */
    static boolean isOwn(TrainingRun run) {
        return PaperObjectives.all().stream().noneMatch(known -> known.key().equals(run.objective().key()));
    }

    /** An objective whose term is reported but not part of the loss. */
    record Unfollowed(Objective objective) implements Objective {

        @Override
        public String key() {
            return objective.key();
        }

        @Override
        public String formula() {
            return "CE";
        }

        @Override
        public <T> T term(BatchFlow<T> flow, Arithmetic<T> arithmetic) {
            return objective.term(flow, arithmetic);
        }

        @Override
        public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> arithmetic) {
            return crossEntropy;
        }
    }

    /** A module-wise objective, trained end to end. */
    record AsAWhole(Objective objective) implements ObjectiveVariant {

        @Override
        public boolean isModuleWise() {
            return false;
        }
    }

    static TrainingRun withObjective(TrainingRun run, Objective objective) {
        return new TrainingRun(
                run.network(), run.initialisation(), objective, run.options(), run.train(), run.test());
    }

    static TrainingRun withOptions(TrainingRun run, UnaryOperator<TrainingOptions> change) {
        return new TrainingRun(run.network(), run.initialisation(), run.objective(), change.apply(run.options()),
                run.train(), run.test());
    }

    static TrainedFlow withEpochs(TrainedFlow trained, UnaryOperator<List<EpochRecord>> change) {
        TrainingCurve curve = new TrainingCurve(
                change.apply(new ArrayList<>(trained.curve().epochs())), trained.curve().divergedAt());
        return new TrainedFlow(trained.model(), curve, trained.seconds());
    }

    static TrainedFlow withEachEpoch(TrainedFlow trained, UnaryOperator<EpochRecord> change) {
        return withEpochs(trained, epochs -> epochs.stream().map(change).toList());
    }
}
