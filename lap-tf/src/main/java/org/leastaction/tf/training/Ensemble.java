package org.leastaction.tf.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.NetworkVariant.EncodedInputs;
import org.leastaction.tf.network.NetworkVariant.FrozenEncoder;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.PretrainedEncoder.FrozenEncoding;
import org.leastaction.tf.training.TrainingGraph.Evaluation;
import org.leastaction.tf.training.TrainingGraph.Step;
import org.leastaction.tf.training.TrainingLoop.Interruption;
import org.leastaction.tf.training.TrainingLoop.Position;

/** Runs of one kind that train together, step by step, each on its own data from its own initialisation. */
final class Ensemble {

    /**
     * Elements of one evaluation batch over all instances: large enough to use all cores, small enough for the cache.
     */
    private static final int EVALUATION_ELEMENTS = 1 << 18;

    /**
     * The result of one run.
     *
     * @param seconds wall-clock time, shared evenly among the runs
     */
    record Outcome(NetworkWeights weights, TrainingCurve curve, double seconds) {}

    private final List<TrainingRun> runs;
    private final Optional<PretrainedEncoder> encoder;
    private final TrainingOptions options;
    private final int testSize;

    /**
     * @param runs runs with the same network, objective, encoder, size of data, and options except the seed
     * @throws IllegalArgumentException if the pretrained encoder cannot be read or belongs to another network
     */
    Ensemble(List<TrainingRun> runs) {
        this.runs = runs;
        this.encoder = PretrainedEncoder.of(runs.get(0));
        this.options = runs.get(0).options();
        this.testSize = runs.get(0).test().size();
    }

    /** The properties that runs must share to train together. */
    static Object kind(TrainingRun run) {
        return List.of(
                run.network(),
                run.objective(),
                run.options().withSeed(0),
                run.encoder(),
                run.train().size(),
                run.test().size());
    }

    /**
     * Trains all runs, resuming from a checkpoint if there is one; stops early only if all have diverged. If the thread
     * is interrupted, it stores a checkpoint.
     *
     * @param listener receives the epochs of each run, by index in the ensemble
     * @throws IOException if training cannot resume from an existing checkpoint, or one cannot be written
     */
    List<Outcome> train(Execution execution, TrainingListener listener, Checkpoints<EnsembleStanding> checkpoints)
            throws IOException, InterruptedException {
        TrainingRun first = runs.get(0);
        Network network = Networks.of(first.network());
        boolean encoded = encoder.filter(e -> FrozenEncoding.isOnce(first, e, network)).isPresent();
        List<LabelledPoints> train = points(TrainingRun::train, encoded, network, execution);
        EnsembleBatch testing = new EnsembleBatch(points(TrainingRun::test, encoded, network, execution));
        Optional<Checkpoint<EnsembleStanding>> kept = checkpoints.latest(listener::remarked);
        TrainingLoop<EnsembleStanding> loop = new TrainingLoop<>(
                options, train.get(0).size(), kept.map(Checkpoint::standing).orElse(null), checkpoints,
                listener::remarked);
        EnsembleProgress progress = kept.map(checkpoint -> new EnsembleProgress(checkpoint.standing()))
                .orElseGet(() -> new EnsembleProgress(runs.size()));
        Position start = loop.position();
        try (TrainingGraph graph = new TrainingGraph(encoded ? new EncodedInputs(network) : trained(network),
                first.objective(), options.optimiser(), runs.size(), execution);
                BatchFeed feed = new BatchFeed(
                        train, options, seeds(), start.epoch(), start.seen(), feeders(execution))) {
            if (kept.isPresent()) {
                graph.restore(kept.get().variables());
                for (int i = 0; i < runs.size(); i++) {
                    int run = i;
                    progress.epochs(i).forEach(epoch -> listener.epochEnded(run, epoch));
                }
                listener.remarked(loop.continues("the training"));
            } else {
                graph.start(initialWeights(graph), initialLambda());
            }
            loop.run(new Instances(graph, testing, progress, listener), feed);
            return outcomes(graph, progress, loop.seconds());
        }
    }

    private long[] seeds() {
        return runs.stream().mapToLong(run -> run.options().seed()).toArray();
    }

    /** The instances in training. */
    private final class Instances implements TrainingLoop.Trainee<EnsembleStanding> {

        private final TrainingGraph graph;
        private final EnsembleBatch testing;
        private final EnsembleProgress progress;
        private final TrainingListener listener;

        Instances(TrainingGraph graph, EnsembleBatch testing, EnsembleProgress progress, TrainingListener listener) {
            this.graph = graph;
            this.testing = testing;
            this.progress = progress;
            this.listener = listener;
        }

        @Override
        public void step(EnsembleBatch batch, double rate, int epoch, long number) {
            // λ grows at every s-th batch, before that batch's step.
            float tick = runs.get(0).objective().multiplier().growsAt(number) ? 1f : 0f;
            Step step = graph.step(batch.points(), batch.labels(), batch.size(), rate, number, tick, seeds());
            progress.stepped(step.crossEntropy(), step.transportCost(), batch.size(), epoch, number);
            listener.stepEnded();
        }

        @Override
        public void endEpoch(int epoch, double rate) throws InterruptedException {
            Means training = progress.means();
            Means test = evaluate(graph, testing);
            float[] lambda = graph.lambda();
            boolean[] finite = graph.finiteWeights();
            for (int i = 0; i < runs.size(); i++) {
                double testLoss = test.first(i);
                double accuracy = finite[i] && Double.isFinite(testLoss) ? test.second(i) : Double.NaN;
                EpochRecord shown = new EpochRecord(
                        epoch, rate, training.first(i), training.second(i), lambda[i], accuracy, testLoss);
                if (Double.isNaN(accuracy) || !Double.isFinite(shown.crossEntropy() + shown.transportCost())) {
                    progress.diverged(i, epoch);
                }
                progress.record(i, shown);
                listener.epochEnded(i, shown);
            }
            progress.epochEnded();
        }

        @Override
        public boolean hasDiverged() {
            return progress.allDiverged();
        }

        @Override
        public Checkpoint<EnsembleStanding> checkpoint(Position position) {
            return new Checkpoint<>(progress.standing(position), graph.variables());
        }
    }

    /** The points of each run, passed through the frozen encoder if they are to be encoded. */
    private List<LabelledPoints> points(
            Function<TrainingRun, LabelledPoints> set, boolean encoded, Network network, Execution execution)
            throws InterruptedException {
        List<LabelledPoints> points = new ArrayList<>();
        for (TrainingRun run : runs) {
            points.add(encoded
                    ? FrozenEncoding.of(set.apply(run), encoder.orElseThrow(), network, execution)
                    : set.apply(run));
        }
        return points;
    }

    private Network trained(Network network) {
        boolean frozen = encoder.filter(e -> e.learning() == Learning.FROZEN).isPresent();
        return frozen ? new FrozenEncoder(network) : network;
    }

    private List<Outcome> outcomes(TrainingGraph graph, EnsembleProgress progress, double totalSeconds) {
        List<NetworkWeights> weights = graph.weights();
        double seconds = totalSeconds / runs.size();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            NetworkWeights own = weights.get(i);
            outcomes.add(new Outcome(
                    encoder.map(e -> e.endOf(own)).orElse(own), progress.curve(i), seconds));
        }
        return outcomes;
    }

    private List<NetworkWeights> initialWeights(TrainingGraph graph) {
        return runs.stream()
                .map(run -> {
                    InitialWeights initial = new InitialWeights(run.initialisation(), run.options().seed());
                    Map<String, float[]> values = new LinkedHashMap<>();
                    graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
                    NetworkWeights drawn = new NetworkWeights(values);
                    return encoder.map(e -> e.startOf(drawn)).orElse(drawn);
                })
                .toList();
    }

    private float[] initialLambda() {
        float[] lambdas = new float[runs.size()];
        Arrays.fill(lambdas, (float) runs.get(0).objective().multiplier().start());
        return lambdas;
    }

    /** The number of feeding threads: one augments more images per second than two threads train on. */
    private static int feeders(Execution execution) {
        return Math.max(1, execution.threads() / 4);
    }

    /** Mean loss and accuracy on the test sets, in inference mode. */
    private Means evaluate(TrainingGraph graph, EnsembleBatch testing) throws InterruptedException {
        int[] identity = new int[testSize];
        Arrays.setAll(identity, i -> i);
        int[][] order = new int[runs.size()][];
        Arrays.fill(order, identity);
        int width = runs.size() * runs.get(0).test().points().dimension();
        int chunk = Math.max(1, EVALUATION_ELEMENTS / width);
        Means means = new Means(runs.size());
        for (int from = 0; from < testSize; from += chunk) {
            Interruption.check();
            int to = Math.min(from + chunk, testSize);
            testing.gather(order, from, to);
            Evaluation evaluation = graph.evaluate(testing.points(), testing.labels(), to - from);
            means.addSums(evaluation.lossSum(), evaluation.correct(), to - from);
        }
        return means;
    }

    /**
     * The sums of the current epoch and the results of the completed ones, for each instance of an ensemble. Mutable.
     */
    private static final class EnsembleProgress {

        private final List<List<EpochRecord>> epochs = new ArrayList<>();
        private final int[] divergedAt;
        private final long[] divergedAtStep;
        private Means means;

        /** Resumes from a state. */
        EnsembleProgress(EnsembleStanding standing) {
            means = new Means(standing.crossEntropies(), standing.costs(), standing.seen());
            standing.epochs().forEach(own -> epochs.add(new ArrayList<>(own)));
            divergedAt = standing.divergedAt().clone();
            divergedAtStep = standing.divergedAtStep().clone();
        }

        /** The progress before the first step. */
        EnsembleProgress(int instances) {
            means = new Means(instances);
            for (int i = 0; i < instances; i++) {
                epochs.add(new ArrayList<>());
            }
            divergedAt = new int[instances];
            divergedAtStep = new long[instances];
        }

        /** Means over this epoch's steps, weighted by batch size: cross entropy and transport cost. */
        Means means() {
            return means;
        }

        /** The completed epochs of one instance. */
        List<EpochRecord> epochs(int instance) {
            return epochs.get(instance);
        }

        /**
         * Adds a step over {@code size} points; one entry per instance.
         *
         * @param number number of this step, from 1
         */
        void stepped(float[] crossEntropy, float[] cost, int size, int epoch, long number) {
            means.add(crossEntropy, cost, size);
            for (int i = 0; i < divergedAtStep.length; i++) {
                if (divergedAtStep[i] == 0 && !(Float.isFinite(crossEntropy[i]) && Float.isFinite(cost[i]))) {
                    divergedAtStep[i] = number;
                    divergedAt[i] = divergedAt[i] == 0 ? epoch : divergedAt[i];
                }
            }
        }

        /** Marks an instance as diverged in an epoch. */
        void diverged(int instance, int epoch) {
            divergedAt[instance] = divergedAt[instance] == 0 ? epoch : divergedAt[instance];
        }

        boolean allDiverged() {
            return Arrays.stream(divergedAt).allMatch(at -> at > 0);
        }

        /** Stores the results of an instance in this epoch. */
        void record(int instance, EpochRecord shown) {
            epochs.get(instance).add(shown);
        }

        /** Starts the sums of the next epoch. */
        void epochEnded() {
            means = new Means(divergedAt.length);
        }

        /** The training curve of an instance; requires a completed epoch. */
        TrainingCurve curve(int instance) {
            return new TrainingCurve(
                    epochs.get(instance),
                    divergedAt[instance] == 0 ? OptionalInt.empty() : OptionalInt.of(divergedAt[instance]),
                    divergedAtStep[instance] == 0 ? OptionalLong.empty() : OptionalLong.of(divergedAtStep[instance]));
        }

        /** A snapshot of the state. */
        EnsembleStanding standing(Position position) {
            return new EnsembleStanding(
                    position.epoch(),
                    position.seen(),
                    position.steps(),
                    means.firstSums(),
                    means.secondSums(),
                    epochs.stream().map(List::copyOf).toList(),
                    divergedAt.clone(),
                    divergedAtStep.clone(),
                    position.seconds());
        }
    }
}
