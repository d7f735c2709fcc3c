package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.EpochRecord;
import org.leastaction.flow.training.Objective.Fixed;
import org.leastaction.flow.training.Objective.LeastAction;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.Weights;
import org.leastaction.tf.network.FrozenEncoder;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.TrainingGraph.Evaluation;
import org.leastaction.tf.training.TrainingGraph.Step;

/** Runs of one shape that train together, step by step, each on its own data from its own start. */
final class Ensemble {

    /** Elements of one evaluation batch over all instances: large enough to keep the cores busy, small enough to cache. */
    private static final int EVALUATION_ELEMENTS = 1 << 18;

    /** What became of one run. */
    record Outcome(Weights weights, TrainingCurve curve) {}

    /** Hears of each run's epochs, by index in the ensemble. */
    @FunctionalInterface
    interface Listener {
        void epochEnded(int run, EpochRecord epoch);
    }

    private final List<TrainingRun> runs;
    private final Optional<PretrainedEncoder> encoder;
    private final TrainingOptions options;
    private final int trainSize;
    private final int testSize;
    private final EnsembleBatch training;
    private final EnsembleBatch testing;
    private final List<List<EpochRecord>> epochs = new ArrayList<>();
    private final int[] divergedAt;
    private long steps;

    /**
     * @param runs of one network, objective, encoder, size of data, and options but for the seed
     * @throws IllegalArgumentException if the encoder to start from cannot be read or is another network's
     */
    Ensemble(List<TrainingRun> runs) {
        this.runs = runs;
        this.encoder = PretrainedEncoder.of(runs.get(0));
        this.options = runs.get(0).options();
        this.trainSize = runs.get(0).train().size();
        this.testSize = runs.get(0).test().size();
        this.training = new EnsembleBatch(runs.stream().map(TrainingRun::train).toList());
        this.testing = new EnsembleBatch(runs.stream().map(TrainingRun::test).toList());
        this.divergedAt = new int[runs.size()];
        runs.forEach(run -> epochs.add(new ArrayList<>()));
    }

    /** What runs must have in common to train together. */
    static Object kind(TrainingRun run) {
        return List.of(
                run.network(),
                run.objective(),
                run.options().withSeed(0),
                run.encoder(),
                run.train().size(),
                run.test().size());
    }

    /** Trains all runs; stops early only when all have diverged. */
    List<Outcome> train(Execution execution, Listener listener) throws InterruptedException {
        TrainingRun first = runs.get(0);
        try (TrainingGraph graph = new TrainingGraph(
                network(), first.objective(), options.optimiser(), runs.size(), execution)) {
            graph.start(initialWeights(graph), initialLambda());
            for (int epoch = 1; epoch <= options.epochs() && !allDiverged(); epoch++) {
                record(graph, epoch, trainEpoch(graph, epoch), listener);
            }
            List<Weights> weights = graph.weights();
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                OptionalInt diverged = divergedAt[i] == 0 ? OptionalInt.empty() : OptionalInt.of(divergedAt[i]);
                Weights own = weights.get(i);
                outcomes.add(new Outcome(
                        encoder.map(e -> e.endOf(own)).orElse(own), new TrainingCurve(epochs.get(i), diverged)));
            }
            return outcomes;
        }
    }

    private Network network() {
        Network network = Networks.of(runs.get(0).network());
        boolean frozen = encoder.filter(e -> e.learning() == Learning.FROZEN).isPresent();
        return frozen ? new FrozenEncoder(network) : network;
    }

    private List<Weights> initialWeights(TrainingGraph graph) {
        return runs.stream()
                .map(run -> {
                    InitialWeights initial = new InitialWeights(run.initialisation(), run.options().seed());
                    Map<String, float[]> values = new LinkedHashMap<>();
                    graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
                    Weights drawn = new Weights(values);
                    return encoder.map(e -> e.startOf(drawn)).orElse(drawn);
                })
                .toList();
    }

    private float[] initialLambda() {
        float lambda0 = Float.NaN;
        if (runs.get(0).objective() instanceof Fixed fixed) {
            lambda0 = (float) fixed.lambda();
        } else if (runs.get(0).objective() instanceof LeastAction least) {
            lambda0 = (float) least.lambda0();
        }
        float[] lambdas = new float[runs.size()];
        Arrays.fill(lambdas, lambda0);
        return lambdas;
    }

    /** Means over the epoch's batches, weighted by batch size. */
    private Means trainEpoch(TrainingGraph graph, int epoch) throws InterruptedException {
        int[][] order = new int[runs.size()][];
        for (int i = 0; i < runs.size(); i++) {
            order[i] = BatchOrder.permutation(runs.get(i).options().seed(), epoch, trainSize);
        }
        double rate = learningRate(epoch);
        Means means = new Means(runs.size());
        for (int from = 0; from < trainSize; from += options.batch()) {
            stopIfInterrupted();
            int to = Math.min(from + options.batch(), trainSize);
            training.gather(order, from, to);
            steps++;
            Step step = graph.step(training.points(), training.labels(), to - from, rate, steps, uzawaTick());
            means.add(step.crossEntropy(), step.transportCost(), to - from);
        }
        return means;
    }

    /** λ grows at every s-th batch, before that batch's step. */
    private float uzawaTick() {
        return runs.get(0).objective() instanceof LeastAction least && steps % least.uzawaSteps() == 0 ? 1f : 0f;
    }

    private double learningRate(int epoch) {
        return options.optimiser().learningRate() * options.optimiser().schedule().factor(epoch);
    }

    private void record(TrainingGraph graph, int epoch, Means training, Listener listener)
            throws InterruptedException {
        Means test = evaluate(graph);
        float[] lambda = graph.lambda();
        for (int i = 0; i < runs.size(); i++) {
            double crossEntropy = training.first(i);
            double cost = training.second(i);
            double testLoss = test.first(i);
            double accuracy = Double.isNaN(testLoss) ? Double.NaN : test.second(i);
            boolean finite = Double.isFinite(crossEntropy) && Double.isFinite(cost) && !Double.isNaN(testLoss);
            if (!finite && divergedAt[i] == 0) {
                divergedAt[i] = epoch;
            }
            EpochRecord record = new EpochRecord(
                    epoch, learningRate(epoch), crossEntropy, cost, lambda[i], accuracy, testLoss);
            epochs.get(i).add(record);
            listener.epochEnded(i, record);
        }
    }

    /** Mean loss and accuracy on the test sets, in inference. */
    private Means evaluate(TrainingGraph graph) throws InterruptedException {
        int[] identity = new int[testSize];
        Arrays.setAll(identity, i -> i);
        int[][] order = new int[runs.size()][];
        Arrays.fill(order, identity);
        int width = runs.size() * runs.get(0).test().points().dimension();
        int chunk = Math.max(1, EVALUATION_ELEMENTS / width);
        Means means = new Means(runs.size());
        for (int from = 0; from < testSize; from += chunk) {
            stopIfInterrupted();
            int to = Math.min(from + chunk, testSize);
            testing.gather(order, from, to);
            Evaluation evaluation = graph.evaluate(testing.points(), testing.labels(), to - from);
            means.addSums(evaluation.lossSum(), evaluation.correct(), to - from);
        }
        return means;
    }

    private boolean allDiverged() {
        return Arrays.stream(divergedAt).allMatch(epoch -> epoch > 0);
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the training was stopped");
        }
    }
}
