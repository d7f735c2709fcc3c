package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.tf.network.Networks;

class DivergenceTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    private static List<TrainingCurve> train(List<TrainingRun> runs) throws InterruptedException {
        List<TrainedFlow> trained = new TensorFlowTrainer().train(runs, ONE_THREAD, TrainingListener.NONE);
        trained.forEach(TrainedFlow::close);
        return trained.stream().map(TrainedFlow::curve).toList();
    }

    private static TrainingRun images(boolean batchNorm, double rate) {
        TrainingRun run = TrainingData.imageRun(20, 6, 4, 1);
        return new TrainingRun(
                TrainingData.smallImageNetwork().with("batch-norm", batchNorm),
                run.initialisation(),
                Objective.vanilla(),
                run.options().withOptimiser(new Sgd(rate, 0.9, 1e-4, StepSchedule.constant())),
                run.train(),
                run.test());
    }

    @Test
    void aConvolutionalNetworkStopsInTheEpochInWhichItDiverges() throws InterruptedException {
        for (boolean batchNorm : new boolean[] {true, false}) {
            TrainingCurve curve = train(List.of(images(batchNorm, 1e30))).get(0);

            assertThat(curve.divergedAt()).as("epoch of divergence, batch normalisation %s", batchNorm).hasValue(1);
            assertThat(curve.divergedAtStep().getAsLong()).as("step of divergence, of 4 an epoch").isBetween(2L, 4L);
            assertThat(curve.epochs()).hasSize(1);
            assertThat(curve.lastTestAccuracy()).isNaN();
        }
    }

    @Test
    void weightsThatLeaveTheFiniteInTheLastStepAreSeen() throws InterruptedException {
        TrainingRun run = images(false, 1e38);
        TrainingRun oneStep = new TrainingRun(
                run.network(),
                Initialisation.normal(30),
                run.objective(),
                run.options().withBatch(20).withEpochs(1),
                run.train(),
                run.test());

        TrainingCurve curve = train(List.of(oneStep)).get(0);

        assertThat(curve.epochs().get(0).crossEntropy()).as("the loss before the only step").isFinite();
        assertThat(curve.divergedAt()).hasValue(1);
        assertThat(curve.divergedAtStep()).as("no step had a loss that was not finite").isEmpty();
        assertThat(curve.lastTestAccuracy()).isNaN();
    }

    @Test
    void theOthersOfAnEnsembleGoOnAsIfTheyWereAmongThemselves() throws InterruptedException {
        NetworkSpec plain = Networks.family("mlp").network(List.of(2), 2).with("batch-norm", false).with("blocks", 3);
        TrainingRun wild = plane(plain, Initialisation.normal(1e25), 1);
        TrainingRun tame = plane(plain, Initialisation.orthogonal(0.5), 2);

        List<TrainingCurve> curves = train(List.of(wild, tame));

        assertThat(curves.get(0).divergedAt()).hasValue(1);
        assertThat(curves.get(0).divergedAtStep()).hasValue(1);
        assertThat(curves.get(0).epochs()).as("epochs of all, for the one that goes on").hasSize(6);
        assertThat(curves.get(1).divergedAt()).isEmpty();
        assertThat(curves.get(1).epochs()).allSatisfy(epoch -> {
            assertThat(epoch.crossEntropy()).isFinite();
            assertThat(epoch.testAccuracy()).isBetween(0.0, 1.0);
        });
        assertThat(curves.get(1).epochs().get(5).crossEntropy())
                .isLessThan(curves.get(1).epochs().get(0).crossEntropy());
    }

    private static TrainingRun plane(NetworkSpec network, Initialisation initialisation, long seed) {
        return new TrainingRun(
                network,
                initialisation,
                Objective.vanilla(),
                TrainingOptions.defaults().withEpochs(6).withBatch(16).withSeed(seed),
                TrainingData.halves(50, seed),
                TrainingData.halves(40, seed + 1000));
    }
}
