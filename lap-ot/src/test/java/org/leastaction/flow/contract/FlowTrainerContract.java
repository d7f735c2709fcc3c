package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.Objective.LeastAction;
import org.leastaction.flow.objective.Objective.LeastAction.Form;
import org.leastaction.flow.objective.TransportPenalty;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.settings.SettingSchema;

/** The contract of {@link FlowTrainer}, as tests to inherit: short trainings on two generated circles. */
public abstract class FlowTrainerContract {

    private static final int EPOCHS = 3;

    /** The trainer under test. */
    protected abstract FlowTrainer trainer();

    /** A small network of one segment that takes points of the plane to two classes. */
    protected NetworkSpec network() {
        return trainer().family("mlp").orElseThrow().network(List.of(2), 2)
                .with(Map.of("blocks", 3, "width", 4));
    }

    /** The execution of the tests. */
    protected Execution execution() {
        return new Execution(1, "cpu");
    }

    /** The tolerance between two ways of training. */
    protected Tolerances tolerances() {
        return Tolerances.defaults();
    }

    @Test
    final void familiesAreNamed() {
        assertThat(trainer().families()).as("families").isNotEmpty().contains(network().family());
    }

    @Test
    final void theCurveHasOneRecordPerEpoch() throws InterruptedException {
        TrainingOptions options = options()
                .withOptimiser(Sgd.defaults().withSchedule(new StepSchedule(List.of(1, 2), 10)));
        try (TrainedFlow trained = train(run(Objective.vanilla(), options))) {
            List<EpochRecord> epochs = trained.curve().epochs();
            assertThat(epochs).as("epochs of the curve").extracting(EpochRecord::epoch).containsExactly(1, 2, 3);
            for (EpochRecord epoch : epochs) {
                assertThat(epoch.learningRate()).as("learning rate of epoch %d", epoch.epoch()).isCloseTo(
                        options.optimiser().learningRate() * options.optimiser().schedule().factor(epoch.epoch()),
                        within(1e-8));
                assertThat(epoch.crossEntropy()).as("cross entropy").isFinite().isNotNegative();
                assertThat(epoch.transportCost()).as("transport cost").isFinite().isPositive();
                assertThat(epoch.testAccuracy()).as("test accuracy").isBetween(0.0, 1.0);
            }
            assertThat(trained.curve().divergedAt()).as("divergence").isEmpty();
            assertThat(trained.seconds()).as("seconds").isPositive();
        }
    }

    @Test
    final void theListenerHearsEveryEpochOfTheCurve() throws InterruptedException {
        List<EpochRecord> heard = new ArrayList<>();
        try (TrainedFlow flow = trainer().train(
                List.of(run(Objective.vanilla(), options())), execution(), (run, epoch) -> heard.add(epoch)).get(0)) {
            assertThat(heard).as("what the listener heard").isEqualTo(flow.curve().epochs());
        }
    }

    @Test
    final void theModelIsTheNetworkThatWasAskedFor() throws InterruptedException {
        try (TrainedFlow trained = train(run(Objective.vanilla(), options()))) {
            assertThat(trained.model().shape().input()).as("shape of inputs").isEqualTo(network().input());
            assertThat(trained.model().shape().blocks()).as("blocks").isEqualTo(network().blocks());
            assertThat(trained.model().shape().classes()).as("classes").isEqualTo(network().classes());
        }
    }

    @Test
    final void theLastTestFiguresAreTheModels() throws InterruptedException {
        TrainingRun run = run(Objective.vanilla(), options());
        try (TrainedFlow trained = train(run)) {
            LabelledPoints test = run.test();
            FlowModel model = trained.model();
            FloatPoints logProbabilities =
                    model.classify(model.transport(model.encode(test.points()), BlockObserver.NONE));
            double right = 0;
            double loss = 0;
            for (int i = 0; i < test.size(); i++) {
                int label = test.labels()[i];
                right += logProbabilities.get(i, label) > logProbabilities.get(i, 1 - label) ? 1 : 0;
                loss -= logProbabilities.get(i, label) / test.size();
            }
            EpochRecord last = trained.curve().epochs().get(EPOCHS - 1);
            assertThat(last.testAccuracy()).as("test accuracy of the last epoch, measured on the model")
                    .isCloseTo(right / test.size(), within(0.5 / test.size()));
            assertThat(last.testLoss()).as("test loss of the last epoch, measured on the model")
                    .isCloseTo(loss, within(tolerances().training() * Math.max(1, loss)));
        }
    }

    @Test
    final void trainingLowersTheCrossEntropy() throws InterruptedException {
        TrainingOptions longer = options().withEpochs(30).withOptimiser(
                Sgd.defaults().withLearningRate(0.05).withSchedule(StepSchedule.constant()));
        try (TrainedFlow trained = train(run(Objective.vanilla(), longer))) {
            List<Double> losses = trained.curve().epochs().stream().map(EpochRecord::crossEntropy).toList();
            assertThat(losses.get(29)).as("cross entropy after 30 epochs, not one").isLessThan(losses.get(0));
        }
    }

    @Test
    final void thePenaltyLowersTheTransportCost() throws InterruptedException {
        try (TrainedFlow vanilla = train(run(Objective.vanilla(), options().withEpochs(20)));
                TrainedFlow fixed = train(run(Objective.fixed(0.5), options().withEpochs(20)))) {
            assertThat(lastCost(fixed)).as("transport cost at λ = 0.5, against none").isLessThan(lastCost(vanilla));
        }
    }

    @Test
    final void aStillMultiplierWeighsTheCostByItsInverse() throws InterruptedException {
        try (TrainedFlow lap = train(run(Objective.leastAction(2, 0, 1), options()));
                TrainedFlow fixed = train(run(Objective.fixed(0.5), options()))) {
            assertCurvesAgree("lap with λ₀ = 2 and τ = 0", lap.curve(), fixed.curve(), "fixed with λ = 0.5");
        }
    }

    @Test
    final void theSameSeedGivesTheSameCurve() throws InterruptedException {
        TrainingRun run = run(Objective.leastAction(1, 1, 2), options().withSeed(5));
        try (TrainedFlow first = train(run); TrainedFlow second = train(run)) {
            assertThat(second.curve()).as("curve of the same run, again").isEqualTo(first.curve());
            FloatPoints test = run.test().points();
            Batches.assertBitEqual("particles of the same run, again",
                    second.model().transport(second.model().encode(test), BlockObserver.NONE),
                    first.model().transport(first.model().encode(test), BlockObserver.NONE));
        }
    }

    @Test
    final void anotherSeedGivesAnotherCurve() throws InterruptedException {
        try (TrainedFlow first = train(run(Objective.vanilla(), options().withSeed(5)));
                TrainedFlow second = train(run(Objective.vanilla(), options().withSeed(6)))) {
            assertThat(second.curve()).as("curve with another seed").isNotEqualTo(first.curve());
        }
    }

    @Test
    final void theMultiplierIsRecorded() throws InterruptedException {
        try (TrainedFlow vanilla = train(run(Objective.vanilla(), options()));
                TrainedFlow fixed = train(run(Objective.fixed(0.25), options()));
                TrainedFlow still = train(run(Objective.leastAction(0.5, 0, 1), options()));
                TrainedFlow lap = train(run(Objective.leastAction(0.5, 2, 3), options()))) {
            assertThat(lambdas(vanilla)).as("λ of vanilla").containsOnly(Double.NaN);
            assertThat(lambdas(fixed)).as("λ of fixed 0.25")
                    .allSatisfy(lambda -> assertThat(lambda).isCloseTo(0.25, within(1e-6)));
            assertThat(lambdas(still)).as("λ of lap with λ₀ = 0.5 and τ = 0")
                    .allSatisfy(lambda -> assertThat(lambda).isCloseTo(0.5, within(1e-6)));
            assertMultiplierFollowsUzawa(lambdas(lap), lap.curve());
        }
    }

    /** 64 points in batches of 24 are 3 steps an epoch, so every third batch, here the last of 16, ends an epoch. */
    private void assertMultiplierFollowsUzawa(List<Double> lambdas, TrainingCurve curve) {
        double before = 0.5;
        for (int i = 0; i < lambdas.size(); i++) {
            double grown = lambdas.get(i) - before;
            assertThat(grown).as("growth of λ in epoch %d, one step of τ·CE of a batch", i + 1)
                    .isPositive()
                    .isCloseTo(2 * curve.epochs().get(i).crossEntropy(),
                            within(1.8 * curve.epochs().get(i).crossEntropy()));
            before = lambdas.get(i);
        }
    }

    @Test
    final void oneBatchAnEpochGrowsTheMultiplierByTauTimesItsCrossEntropy() throws InterruptedException {
        try (TrainedFlow lap = train(run(Objective.leastAction(0.5, 2, 1), options().withBatch(64)))) {
            double lambda = 0.5;
            for (EpochRecord epoch : lap.curve().epochs()) {
                lambda += 2 * epoch.crossEntropy();
                assertThat(epoch.lambda()).as("λ after epoch %d, λ₀ + τ·Σ CE", epoch.epoch())
                        .isCloseTo(lambda, within(tolerances().training() * lambda));
            }
        }
    }

    @Test
    final void theSumOverElementsIsTheirNumberTimesTheirMean() throws InterruptedException {
        TransportPenalty mean = TransportPenalty.defaults();
        TransportPenalty sum = mean.withNormalisation(TransportPenalty.CostScale.SUM);
        // At λ = 0 the two trainings are the same and differ only in how the cost is counted.
        try (TrainedFlow counted = train(run(new Objective.Fixed(0, mean), options()));
                TrainedFlow summed = train(run(new Objective.Fixed(0, sum), options()))) {
            int d = counted.model().shape().transportedDimension();
            for (int i = 0; i < EPOCHS; i++) {
                double expected = d * counted.curve().epochs().get(i).transportCost();
                assertThat(summed.curve().epochs().get(i).transportCost())
                        .as("transport cost of epoch %d as a sum over elements", i + 1)
                        .isCloseTo(expected, within(tolerances().training() * expected));
            }
        }
    }

    @Test
    final void anObjectiveOfOnesOwnIsTrained() throws InterruptedException {
        try (TrainedFlow own = train(run(new OwnObjectives.HandWrittenFixed(0.5), options()));
                TrainedFlow fixed = train(run(Objective.fixed(0.5), options()))) {
            assertCurvesAgree("the fixed objective written anew", own.curve(), fixed.curve(), "fixed with λ = 0.5");
        }
    }

    @Test
    final void aTermOnStatesLowersWhatItMeasures() throws InterruptedException {
        try (TrainedFlow unweighted = train(run(new OwnObjectives.Acceleration(0), options().withEpochs(20)));
                TrainedFlow weighted = train(run(new OwnObjectives.Acceleration(0.05), options().withEpochs(20)))) {
            assertThat(lastCost(weighted)).as("accelerations at λ = 0.05, not 0").isLessThan(lastCost(unweighted));
        }
    }

    @Test
    final void theUndividedFormIsTheDividedOneAtLambdaTimesTheRate() throws InterruptedException {
        TransportPenalty penalty = TransportPenalty.defaults();
        try (TrainedFlow undivided = train(run(new LeastAction(2, 0, 1, penalty, Form.UNDIVIDED), atRate(0.01)));
                TrainedFlow divided = train(run(new LeastAction(2, 0, 1, penalty, Form.DIVIDED), atRate(0.02)))) {
            assertCurvesAgree("lap, undivided, with λ = 2", undivided.curve(), divided.curve(),
                    "divided at twice the rate");
        }
    }

    @Test
    final void theControlIsVanillaAtLambdaTimesTheRate() throws InterruptedException {
        try (TrainedFlow control = train(run(new Objective.Control(2, 0, 1), atRate(0.01)));
                TrainedFlow vanilla = train(run(Objective.vanilla(), atRate(0.02)))) {
            assertCurvesAgree("control with λ = 2", control.curve(), vanilla.curve(), "vanilla at twice the rate");
        }
    }

    /** A trainer may refuse such objectives. */
    @Test
    final void noGradientPassesBetweenModules() throws InterruptedException {
        List<FloatPoints> firstStates = new ArrayList<>();
        List<FloatPoints> lastStates = new ArrayList<>();
        for (double lambda : new double[] {0, 2}) {
            TrainingRun run = run(new OwnObjectives.LastState(lambda), options());
            TrainedFlow trained;
            try {
                trained = train(run);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).as("refusal of a module-wise objective").hasMessageContaining("last-state");
                return;
            }
            try (trained) {
                FlowModel model = trained.model();
                lastStates.add(model.transport(model.encode(run.test().points()), step -> {
                    if (step.block() == 0) {
                        firstStates.add(FloatPoints.wrap(step.output().toArray(), step.size(), step.dimension()));
                    }
                }));
            }
        }
        Batches.assertClose("states after block 1 with a term of the last state, module-wise",
                firstStates.get(1), firstStates.get(0), tolerances().training());
        assertThat(lastStates.get(1)).as("last states with that term").isNotEqualTo(lastStates.get(0));
    }

    @Test
    final void severalRunsGiveTheirResultsInOrder() throws InterruptedException {
        TrainingRun first = run(Objective.vanilla(), options());
        TrainingRun second = run(Objective.fixed(0.5), options().withSeed(9));
        TrainingRun third = new TrainingRun(network().with("blocks", network().blocks() + 1), first.initialisation(),
                Objective.leastAction(1, 1, 1), options().withEpochs(EPOCHS + 1), first.train(), first.test());
        List<TrainingRun> runs = List.of(first, second, third);
        List<List<EpochRecord>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<TrainedFlow> together =
                trainer().train(runs, execution(), (run, epoch) -> heard.get(run).add(epoch));
        try {
            assertThat(together).as("results").hasSameSizeAs(runs);
            for (int i = 0; i < runs.size(); i++) {
                TrainingCurve curve = together.get(i).curve();
                assertThat(together.get(i).model().shape().blocks())
                        .as("blocks of run %d", i).isEqualTo(runs.get(i).network().blocks());
                assertThat(heard.get(i)).as("what the listener heard of run %d", i).isEqualTo(curve.epochs());
                try (TrainedFlow alone = train(runs.get(i))) {
                    assertCurvesAgree("run " + i, curve, alone.curve(), "its separate training");
                }
            }
        } finally {
            together.forEach(TrainedFlow::close);
        }
    }

    @Test
    final void divergenceIsRecordedNotThrown() throws InterruptedException {
        TrainingOptions wild = options().withEpochs(8)
                .withOptimiser(Sgd.defaults().withLearningRate(1e30).withSchedule(StepSchedule.constant()));
        try (TrainedFlow trained = train(run(Objective.vanilla(), wild))) {
            assertThat(trained.curve().divergedAt()).as("epoch of divergence at a rate of 1e30").isPresent();
            assertThat(trained.curve().divergedAt().getAsInt()).as("epoch of divergence").isBetween(1, 8);
        }
    }

    @Test
    final void interruptionStopsTheTraining() {
        assertInterrupted("an interrupt before the training", () -> {
            Thread.currentThread().interrupt();
            train(run(Objective.vanilla(), options())).close();
        });
        List<Integer> epochs = new ArrayList<>();
        assertInterrupted("an interrupt after the first epoch", () -> trainer().train(
                List.of(run(Objective.vanilla(), options().withEpochs(50))), execution(), (run, epoch) -> {
                    epochs.add(epoch.epoch());
                    Thread.currentThread().interrupt();
                }));
        assertThat(epochs).as("epochs until the training stopped").containsExactly(1);
    }

    @Test
    final void anInterruptedTrainingAskedForAgainEndsAsAnUndisturbedOne(@TempDir Path folder) throws Exception {
        TrainingRun run = run(Objective.leastAction(1, 1, 2), options().withSeed(5));
        Checkpointing checkpointing = Checkpointing.in(folder.resolve("state")).withInterval(Duration.ZERO);
        assertInterrupted("an interrupt after the second epoch", () -> trainer().train(
                List.of(run), execution(), (index, epoch) -> {
                    if (epoch.epoch() == 2) {
                        Thread.currentThread().interrupt();
                    }
                }, checkpointing));
        List<EpochRecord> heard = new ArrayList<>();
        try (TrainedFlow undisturbed = train(run);
                TrainedFlow resumed = trainer()
                        .train(List.of(run), execution(), (index, epoch) -> heard.add(epoch), checkpointing)
                        .get(0)) {
            assertThat(resumed.curve()).as("curve of a training in two parts").isEqualTo(undisturbed.curve());
            assertThat(heard).as("what the listener of the second part heard").isEqualTo(resumed.curve().epochs());
            FloatPoints test = run.test().points();
            Batches.assertBitEqual("particles of a training in two parts",
                    resumed.model().transport(resumed.model().encode(test), BlockObserver.NONE),
                    undisturbed.model().transport(undisturbed.model().encode(test), BlockObserver.NONE));
        }
    }

    @Test
    final void anUnknownFamilyIsRefusedNamingTheKnownOnes() {
        NetworkSpec known = network();
        NetworkSpec unknown = new UnknownFamily().network(known.input(), known.classes());
        TrainingRun run = run(Objective.vanilla(), options());
        TrainingRun wrong = new TrainingRun(
                unknown, run.initialisation(), run.objective(), run.options(), run.train(), run.test());
        assertThatIllegalArgumentException().as("training an unknown family")
                .isThrownBy(() -> trainer().train(List.of(wrong), execution(), TrainingListener.NONE))
                .withMessageContaining("no-such-family")
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .contains(trainer().families().stream().map(NetworkFamily::key).toList()));
    }

    private record UnknownFamily() implements NetworkFamily {

        @Override
        public String key() {
            return "no-such-family";
        }

        @Override
        public String help() {
            return "built by no trainer";
        }

        @Override
        public SettingSchema settings() {
            return SettingSchema.of();
        }
    }

    private TrainedFlow train(TrainingRun run) throws InterruptedException {
        List<TrainedFlow> trained = trainer().train(List.of(run), execution(), TrainingListener.NONE);
        assertThat(trained).as("results of one run").hasSize(1);
        return trained.get(0);
    }

    private TrainingRun run(Objective objective, TrainingOptions options) {
        LabelledPoints train = CirclePoints.generate(64, 1);
        return new TrainingRun(network(), Initialisation.normal(1), objective, options, train,
                CirclePoints.generate(40, 2));
    }

    private static TrainingOptions options() {
        return TrainingOptions.defaults().withEpochs(EPOCHS).withBatch(24).withSeed(1);
    }

    /** Without decay of weights, which would change with the rate. */
    private static TrainingOptions atRate(double rate) {
        return options().withOptimiser(new Sgd(rate, 0.9, 0, StepSchedule.constant()));
    }

    private static double lastCost(TrainedFlow trained) {
        return trained.curve().epochs().get(trained.curve().epochs().size() - 1).transportCost();
    }

    private static List<Double> lambdas(TrainedFlow trained) {
        return trained.curve().epochs().stream().map(EpochRecord::lambda).toList();
    }

    private void assertCurvesAgree(String what, TrainingCurve actual, TrainingCurve expected, String other) {
        assertThat(actual.epochs()).as("epochs of " + what).hasSameSizeAs(expected.epochs());
        for (int i = 0; i < expected.epochs().size(); i++) {
            double cost = expected.epochs().get(i).transportCost();
            double crossEntropy = expected.epochs().get(i).crossEntropy();
            assertThat(actual.epochs().get(i).transportCost())
                    .as("transport cost of %s in epoch %d, against %s", what, i + 1, other)
                    .isCloseTo(cost, within(tolerances().training() * Math.max(1, cost)));
            assertThat(actual.epochs().get(i).crossEntropy())
                    .as("cross entropy of %s in epoch %d, against %s", what, i + 1, other)
                    .isCloseTo(crossEntropy, within(tolerances().training() * Math.max(1, crossEntropy)));
        }
    }

    /** Clears the thread's flag in any case, so that no later test inherits it. */
    private static void assertInterrupted(String what, ThrowingCallable training) {
        try {
            assertThatThrownBy(training).as(what).isInstanceOf(InterruptedException.class);
        } finally {
            Thread.interrupted();
        }
    }
}
