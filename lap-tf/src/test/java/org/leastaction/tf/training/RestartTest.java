package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.ModuleWise;
import org.leastaction.flow.objective.Monge;
import org.leastaction.flow.objective.Monge.Gap;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.Sum;
import org.leastaction.flow.objective.TransportPenalty;
import org.leastaction.flow.objective.TransportPenalty.CostScale;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Optimiser.Adam;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.Checkpoints.Checkpoint;

/** A training resumed from any of its states ends like an uninterrupted one, bit for bit. */
class RestartTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @TempDir
    Path folder;

    /** Hands out one checkpoint; remembers the state before every step. */
    private static final class Remembered implements Checkpoints<EnsembleStanding> {

        private final Optional<Checkpoint<EnsembleStanding>> first;
        private final List<Checkpoint<EnsembleStanding>> beforeSteps = new ArrayList<>();

        Remembered(Optional<Checkpoint<EnsembleStanding>> first) {
            this.first = first;
        }

        @Override
        public Optional<Checkpoint<EnsembleStanding>> latest(Consumer<String> remarks) {
            return first;
        }

        @Override
        public void keepIfDue(Supplier<Checkpoint<EnsembleStanding>> checkpoint) {
            beforeSteps.add(checkpoint.get());
        }

        @Override
        public boolean keepNow(Supplier<Checkpoint<EnsembleStanding>> checkpoint) {
            beforeSteps.add(checkpoint.get());
            return true;
        }

        @Override
        public void keepLast(Supplier<Checkpoint<EnsembleStanding>> checkpoint) {
            beforeSteps.add(checkpoint.get());
        }
    }

    private static final class Heard implements TrainingListener {

        private final List<EpochRecord> epochs = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();

        @Override
        public void epochEnded(int run, EpochRecord epoch) {
            epochs.add(epoch);
        }

        @Override
        public void remarked(String sentence) {
            remarks.add(sentence);
        }
    }

    /** 50 points in batches of 16: 4 steps an epoch; as many epochs, each run from another start. */
    private static List<TrainingRun> plane(TrainingOptions options) {
        return plane(options, Objective.leastAction(2, 0.5, 3));
    }

    private static List<TrainingRun> plane(TrainingOptions options, Objective objective) {
        List<TrainingRun> runs = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            runs.add(new TrainingRun(
                    Networks.family("mlp").network(List.of(2), 2).with("blocks", 3).with("width", 4),
                    Initialisation.normal(seed),
                    objective,
                    options.withEpochs(3).withBatch(16).withSeed(seed),
                    TrainingData.halves(50, seed),
                    TrainingData.halves(40, seed + 1000)));
        }
        return runs;
    }

    /** Resumes before each of these steps, from 0; the last state is that after all steps. */
    private static void goOnFrom(List<TrainingRun> runs, int states, int... steps) throws Exception {
        Ensemble ensemble = new Ensemble(runs);
        Heard undisturbed = new Heard();
        List<Ensemble.Outcome> expected = ensemble.train(ONE_THREAD, undisturbed, Checkpoints.none());
        Remembered remembered = new Remembered(Optional.empty());
        ensemble.train(ONE_THREAD, new Heard(), remembered);
        assertThat(remembered.beforeSteps).hasSize(states);
        for (int step : steps) {
            Heard heard = new Heard();
            List<Ensemble.Outcome> actual = ensemble.train(
                    ONE_THREAD, heard, new Remembered(Optional.of(remembered.beforeSteps.get(step))));
            for (int i = 0; i < runs.size(); i++) {
                assertThat(actual.get(i).curve()).as("run %d from after step %d", i, step)
                        .isEqualTo(expected.get(i).curve());
                Map<String, float[]> weights = expected.get(i).weights().values();
                actual.get(i).weights().values().forEach(
                        (name, values) -> assertThat(values).as(name).isEqualTo(weights.get(name)));
            }
            assertThat(heard.epochs).as("what is heard, with the epochs before")
                    .containsExactlyInAnyOrderElementsOf(undisturbed.epochs);
            assertThat(heard.remarks).singleElement().asString()
                    .startsWith("the training goes on after step " + step + ", in epoch ");
        }
    }

    @Test
    void stackedRunsWithMomentumAndLambda() throws Exception {
        goOnFrom(plane(TrainingOptions.defaults()), 13, 0, 3, 4, 10, 12);
    }

    @Test
    void stackedRunsWithAdam() throws Exception {
        goOnFrom(plane(TrainingOptions.defaults().withOptimiser(Adam.defaults())), 13, 6);
    }

    /** Their assignments and random numbers are those of the same steps. */
    @Test
    void stackedRunsWithMongeGaps() throws Exception {
        goOnFrom(plane(TrainingOptions.defaults(), new Sum(Objective.leastAction(2, 0.5, 3), List.of(
                new Monge(1, Gap.EXACT, 1, CostScale.SUM),
                new Monge(0.3, Gap.SLICED, 5, CostScale.ELEMENTWISE),
                new Monge(0.1, Gap.ASYMMETRY, 2, CostScale.SUM)))), 13, 0, 5, 12);
    }

    /** The classifiers of the modules and their momenta are part of the state. */
    @Test
    void modules() throws Exception {
        ModuleWise trgl = new ModuleWise(0.5, TransportPenalty.defaults());
        goOnFrom(plane(TrainingOptions.defaults(), trgl), 13, 0, 5, 12);
        TrainingRun images = TrainingData.imageRun(20, 6, 2, 1);
        goOnFrom(List.of(new TrainingRun(images.network(), images.initialisation(), trgl, images.options(),
                images.train(), images.test())), 9, 2, 5);
    }

    @Test
    void imagesThatAreVariedEachEpoch() throws Exception {
        goOnFrom(List.of(TrainingData.imageRun(20, 6, 2, 1)), 9, 2, 5);
    }

    @Test
    void interruptedRunsGoOnFromTheirFolder() throws Exception {
        List<TrainingRun> runs = List.of(
                TrainingData.imageRun(20, 6, 3, 1),
                TrainingData.imageRun(20, 6, 3, 2),
                plane(TrainingOptions.defaults()).get(0));
        TensorFlowTrainer trainer = new TensorFlowTrainer();
        Checkpointing checkpointing = Checkpointing.in(folder.resolve("state")).withInterval(Duration.ZERO);
        List<TrainingCurve> expected = curves(trainer.train(runs, ONE_THREAD, TrainingListener.NONE));
        List<String> remarks = new ArrayList<>();
        for (int cut = 0; cut < 3; cut++) {
            int run = cut;
            assertThatThrownBy(() -> trainer.train(
                    runs, ONE_THREAD, interruptedIn(run, remarks), checkpointing))
                    .isInstanceOf(InterruptedException.class);
        }

        List<TrainingCurve> actual = curves(trainer.train(runs, ONE_THREAD, TrainingListener.NONE, checkpointing));

        assertThat(actual).isEqualTo(expected);
        assertThat(remarks).as("remarks, each run's when it is taken up again")
                .filteredOn(remark -> remark.startsWith("the training goes on")).hasSize(3);
        assertThat(remarks).as("remarks, each run's when it is stopped")
                .filteredOn(remark -> remark.endsWith(" is kept: the same command goes on from there")).hasSize(3);
        checkpointing.discard();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    /** Interrupts at the end of the second epoch of a run, unless that epoch is reported again. */
    private static TrainingListener interruptedIn(int interrupted, List<String> remarks) {
        return new TrainingListener() {
            @Override
            public void epochEnded(int run, EpochRecord epoch) {
                if (run == interrupted && epoch.epoch() == 2) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void remarked(String sentence) {
                remarks.add(sentence);
            }
        };
    }

    private static List<TrainingCurve> curves(List<TrainedFlow> trained) {
        trained.forEach(TrainedFlow::close);
        return trained.stream().map(TrainedFlow::curve).toList();
    }
}
