package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.network.Networks;

class EnsembleTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    private static TrainingRun run(Objective objective, Initialisation initialisation, int epochs, long seed) {
        return run(Networks.family("mlp").network(List.of(2), 2), objective, initialisation, epochs, seed);
    }

    private static TrainingRun run(
            NetworkSpec network, Objective objective, Initialisation initialisation, int epochs, long seed) {
        LabelledPoints train = TrainingData.halves(50, seed);
        LabelledPoints test = TrainingData.halves(40, seed + 1000);
        return new TrainingRun(
                network.with("blocks", 3).with("width", 4),
                initialisation,
                objective,
                TrainingOptions.defaults()
                        .withEpochs(epochs)
                        .withBatch(16)
                        .withSeed(seed)
                        .withOptimiser(new Sgd(0.02, 0.9, 1e-4, StepSchedule.constant())),
                train,
                test);
    }

    @Test
    void runsThatTrainTogetherEndAsWhenTheyTrainAlone() throws InterruptedException {
        List<TrainingRun> runs = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            runs.add(run(Objective.leastAction(2, 0.5, 3), Initialisation.normal(0.5 * seed), 5, seed));
            runs.add(run(Objective.fixed(0.1), Initialisation.orthogonal(0.5), 5, seed));
        }
        TensorFlowTrainer trainer = new TensorFlowTrainer();
        List<TrainedFlow> together = trainer.train(runs, ONE_THREAD, TrainingListener.NONE);
        for (int i = 0; i < runs.size(); i++) {
            TrainedFlow alone =
                    trainer.train(List.of(runs.get(i)), ONE_THREAD, TrainingListener.NONE).get(0);
            for (int e = 0; e < 5; e++) {
                EpochRecord expected = alone.curve().epochs().get(e);
                EpochRecord actual = together.get(i).curve().epochs().get(e);
                assertThat(actual.crossEntropy()).as("run %d, epoch %d", i, e)
                        .isCloseTo(expected.crossEntropy(), within(1e-3 * (1 + expected.crossEntropy())));
                assertThat(actual.transportCost()).as("run %d, epoch %d", i, e)
                        .isCloseTo(expected.transportCost(), within(1e-3 * (1 + expected.transportCost())));
                assertThat(actual.lambda()).isCloseTo(expected.lambda(), within(1e-3 * (1 + expected.lambda())));
            }
            alone.close();
            together.get(i).close();
        }
    }

    @Test
    void aDivergedRunSaysWhenAndLeavesItsNeighboursAlone() throws InterruptedException {
        NetworkSpec plain = Networks.family("mlp").network(List.of(2), 2).with("batch-norm", false);
        TrainingRun wild = run(plain, Objective.vanilla(), Initialisation.normal(1e25), 6, 1);
        TrainingRun tame = run(plain, Objective.vanilla(), Initialisation.orthogonal(0.5), 6, 2);
        List<TrainedFlow> trained =
                new TensorFlowTrainer().train(List.of(wild, tame), ONE_THREAD, TrainingListener.NONE);
        assertThat(trained.get(0).curve().divergedAt()).as("wild").isPresent();
        assertThat(trained.get(1).curve().divergedAt()).as("tame").isEmpty();
        assertThat(trained.get(1).curve().lastTestAccuracy()).isBetween(0.0, 1.0);
        trained.forEach(TrainedFlow::close);
    }

    @Test
    void interruptionStopsBeforeTheNextStep() {
        List<EpochRecord> heard = new ArrayList<>();
        TrainingListener interrupter = (run, epoch) -> {
            heard.add(epoch);
            Thread.currentThread().interrupt();
        };
        assertThatThrownBy(() -> new TensorFlowTrainer()
                .train(List.of(run(Objective.vanilla(), Initialisation.normal(1), 50, 1)), ONE_THREAD, interrupter))
                .isInstanceOf(InterruptedException.class);
        assertThat(heard).hasSize(1);
        assertThat(Thread.interrupted()).as("the flag is cleared when the exception is thrown").isFalse();
    }

    /** 2,500 epochs of 4 steps; a leak of one feed of 16 points a step alone would be 10,000 × 192 bytes. */
    @Test
    @EnabledIf("hasProcStatus")
    void memoryStaysFlatOverTenThousandSteps() throws Exception {
        List<Long> resident = new ArrayList<>();
        TrainingListener sampler = (run, epoch) -> {
            if (epoch.epoch() % 500 == 0) {
                System.gc();
                resident.add(residentKib());
            }
        };
        new TensorFlowTrainer()
                .train(List.of(run(Objective.leastAction(2, 0.5, 3), Initialisation.normal(1), 2500, 1)), ONE_THREAD,
                        sampler)
                .get(0)
                .close();
        assertThat(resident.get(4) - resident.get(1)).as("growth in KiB between steps 4,000 and 10,000 of %s", resident)
                .isLessThan(12_000);
    }

    /** Each training builds a graph, a session, a feed of varied images with its threads, and a model. */
    @Test
    @EnabledIf("hasProcStatus")
    void memoryStaysFlatOverFiftyTrainingsOfImages() throws Exception {
        TensorFlowTrainer trainer = new TensorFlowTrainer();
        List<Long> resident = new ArrayList<>();
        for (int training = 1; training <= 50; training++) {
            trainer.train(List.of(TrainingData.imageRun(16, 8, 1, training)), ONE_THREAD, TrainingListener.NONE)
                    .get(0)
                    .close();
            if (training % 10 == 0) {
                System.gc();
                resident.add(residentKib());
            }
        }
        // A graph and session of this size that were left open would be 50 MB more after 30 trainings.
        assertThat(resident.get(4) - resident.get(1)).as("growth in KiB between trainings 20 and 50 of %s", resident)
                .isLessThan(30_000);
        assertThat(Thread.getAllStackTraces().keySet()).filteredOn(thread -> thread.getName().equals("lap-batches"))
                .hasSizeLessThan(3);
    }

    static boolean hasProcStatus() {
        return Files.isReadable(Path.of("/proc/self/status"));
    }

    private static long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
