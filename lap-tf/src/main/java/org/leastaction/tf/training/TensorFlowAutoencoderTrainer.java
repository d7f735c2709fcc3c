package org.leastaction.tf.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.model.TensorFlowAutoencoder;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.CheckpointFolder.LastState;
import org.leastaction.tf.training.Checkpoints.Standing;
import org.leastaction.tf.training.TrainingLoop.Interruption;
import org.leastaction.tf.training.TrainingLoop.Position;

/** Trains autoencoders in shuffled batches, including the last, smaller one. */
public final class TensorFlowAutoencoderTrainer implements AutoencoderTrainer {

    private static final int EVALUATION_BATCH = 256;

    @Override
    public TrainedAutoencoder train(AutoencoderRun run, Execution execution, AutoencoderListener listener)
            throws InterruptedException {
        try {
            return train(run, execution, listener, Checkpoints.none());
        } catch (IOException impossible) {
            throw new UncheckedIOException("nothing is read or written without a folder", impossible);
        }
    }

    @Override
    public TrainedAutoencoder train(
            AutoencoderRun run, Execution execution, AutoencoderListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        return train(run, execution, listener, checkpointing.folder().isEmpty() ? Checkpoints.none()
                : new CheckpointFolder<>(AutoencoderStanding.class, checkpointing.folder().get(),
                        checkpointing.interval(), CheckpointSettings.of(run, execution), LastState.IF_DUE));
    }

    TrainedAutoencoder train(AutoencoderRun run, Execution execution, AutoencoderListener listener,
            Checkpoints<AutoencoderStanding> checkpoints) throws IOException, InterruptedException {
        TrainingOptions options = run.options();
        Optional<Checkpoint<AutoencoderStanding>> kept = checkpoints.latest(listener::remarked);
        TrainingLoop<AutoencoderStanding> loop = new TrainingLoop<>(
                options, run.train().size(), kept.map(Checkpoint::standing).orElse(null), checkpoints,
                listener::remarked);
        Position start = loop.position();
        try (AutoencoderGraph graph = new AutoencoderGraph(run.network(), options.optimiser(), execution);
                BatchFeed feed = new BatchFeed(
                        List.of(LabelledPoints.unlabelled(run.train(), run.network().input())),
                        options.withAugmentation(Augmentation.none()),
                        new long[] {options.seed()},
                        start.epoch(),
                        start.seen(),
                        1)) {
            Images images = new Images(graph, run, listener);
            if (kept.isPresent()) {
                graph.restore(kept.get().variables());
                images.resume(kept.get().standing());
                listener.remarked(loop.continues("the autoencoder's training"));
            } else {
                graph.start(initialWeights(graph, run));
            }
            loop.run(images, feed);
            return new TrainedAutoencoder(
                    new TensorFlowAutoencoder(run.network(), graph.weights(), execution), images.epochs,
                    loop.seconds());
        }
    }

    /** An autoencoder in training. */
    private static final class Images implements TrainingLoop.Trainee<AutoencoderStanding> {

        private final AutoencoderGraph graph;
        private final AutoencoderRun run;
        private final AutoencoderListener listener;
        private final List<AutoencoderEpoch> epochs = new ArrayList<>();
        private double error;

        Images(AutoencoderGraph graph, AutoencoderRun run, AutoencoderListener listener) {
            this.graph = graph;
            this.run = run;
            this.listener = listener;
        }

        void resume(AutoencoderStanding standing) {
            error = standing.error();
            epochs.addAll(standing.epochs());
            epochs.forEach(listener::epochEnded);
        }

        @Override
        public void step(EnsembleBatch batch, double rate, int epoch, long number) {
            error += batch.size() * graph.step(batch.points(), batch.size(), rate, number);
            listener.stepEnded();
        }

        @Override
        public void endEpoch(int epoch, double rate) throws InterruptedException {
            AutoencoderEpoch ended =
                    new AutoencoderEpoch(epoch, rate, error / run.train().size(), testError(graph, run.test()));
            error = 0;
            epochs.add(ended);
            listener.epochEnded(ended);
        }

        @Override
        public boolean hasDiverged() {
            if (epochs.isEmpty()) {
                return false;
            }
            AutoencoderEpoch last = epochs.get(epochs.size() - 1);
            return !Double.isFinite(last.trainingError()) || !Double.isFinite(last.testError());
        }

        @Override
        public Checkpoint<AutoencoderStanding> checkpoint(Position position) {
            AutoencoderStanding standing = new AutoencoderStanding(
                    position.epoch(), position.seen(), position.steps(), error, List.copyOf(epochs),
                    position.seconds());
            return new Checkpoint<>(standing, graph.variables());
        }
    }

    private static NetworkWeights initialWeights(AutoencoderGraph graph, AutoencoderRun run) {
        InitialWeights initial = new InitialWeights(run.initialisation(), run.options().seed());
        Map<String, float[]> values = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
        setRange(run, values);
        return new NetworkWeights(values);
    }

    /** Sets the range to which tanh is scaled: that of each channel over the training images. */
    private static void setRange(AutoencoderRun run, Map<String, float[]> values) {
        int channels = run.network().input().get(2);
        float[] least = new float[channels];
        float[] greatest = new float[channels];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        FloatPoints images = run.train();
        for (int i = 0; i < images.size(); i++) {
            for (int j = 0; j < images.dimension(); j++) {
                float value = (float) images.get(i, j);
                least[j % channels] = Math.min(least[j % channels], value);
                greatest[j % channels] = Math.max(greatest[j % channels], value);
            }
        }
        float[] centre = Objects.requireNonNull(values.get(ImageDecoder.CENTRE), ImageDecoder.CENTRE);
        float[] halfRange = Objects.requireNonNull(values.get(ImageDecoder.HALF_RANGE), ImageDecoder.HALF_RANGE);
        for (int c = 0; c < channels; c++) {
            centre[c] = (least[c] + greatest[c]) / 2;
            halfRange[c] = (greatest[c] - least[c]) / 2;
        }
    }

    private static double testError(AutoencoderGraph graph, FloatPoints test) throws InterruptedException {
        double sum = 0;
        for (int from = 0; from < test.size(); from += EVALUATION_BATCH) {
            Interruption.check();
            int to = Math.min(from + EVALUATION_BATCH, test.size());
            sum += (to - from) * graph.evaluate(test.rows(from, to).toArray(), to - from);
        }
        return sum / test.size();
    }

    /**
     * The state of an autoencoder's training between two steps, without the variables of its graph.
     *
     * @param epoch   epoch of the next step, from 1
     * @param seen    number of images of that epoch used so far
     * @param steps   completed steps over all epochs
     * @param error   sum of the mean squared error per element over the images used so far
     * @param epochs  completed epochs
     * @param seconds wall-clock time so far
     */
    private record AutoencoderStanding(
            int epoch, int seen, long steps, double error, List<AutoencoderEpoch> epochs, double seconds)
            implements Standing {}
}
