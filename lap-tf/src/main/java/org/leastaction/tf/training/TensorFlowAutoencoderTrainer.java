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
import org.leastaction.flow.training.AutoencoderEpoch;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.Checkpointing;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.model.TensorFlowAutoencoder;
import org.leastaction.tf.model.Weights;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.training.CheckpointFolder.LastState;

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
        long start = System.nanoTime();
        TrainingOptions options = run.options();
        Optional<Checkpoint<AutoencoderStanding>> kept = checkpoints.latest(listener::remarked);
        AutoencoderStanding standing = kept.map(Checkpoint::standing).orElseGet(AutoencoderStanding::start);
        if (kept.isPresent()) {
            retell(standing, options, listener);
        }
        List<AutoencoderEpoch> epochs = new ArrayList<>(standing.epochs());
        Weights weights;
        try (AutoencoderGraph graph = new AutoencoderGraph(run.network(), options.optimiser(), execution)) {
            if (kept.isPresent()) {
                graph.restore(kept.get().variables());
            } else {
                graph.start(initialWeights(graph, run));
            }
            long steps = standing.steps();
            int seen = standing.seen();
            double sum = standing.error();
            for (int epoch = standing.epoch(); epoch <= options.epochs() && isSound(epochs); epoch++) {
                double rate = options.optimiser().learningRate() * options.optimiser().schedule().factor(epoch);
                int[] order = BatchOrder.permutation(options.seed(), epoch, run.train().size());
                while (seen < order.length) {
                    AutoencoderStanding now = new AutoencoderStanding(
                            epoch, seen, steps, sum, List.copyOf(epochs), seconds(standing, start));
                    try {
                        Interruption.check();
                    } catch (InterruptedException stopped) {
                        if (steps > 0 && checkpoints.keepNow(() -> new Checkpoint<>(now, graph.variables()))) {
                            listener.remarked(Interruption.kept(steps));
                        }
                        throw stopped;
                    }
                    checkpoints.keepIfDue(() -> new Checkpoint<>(now, graph.variables()));
                    int[] rows = Arrays.copyOfRange(order, seen, Math.min(seen + options.batch(), order.length));
                    sum += rows.length * graph.step(run.train().select(rows).array(), rows.length, rate, ++steps);
                    seen += rows.length;
                }
                AutoencoderEpoch ended =
                        new AutoencoderEpoch(epoch, rate, sum / order.length, testError(graph, run.test()));
                epochs.add(ended);
                listener.epochEnded(ended);
                seen = 0;
                sum = 0;
            }
            weights = graph.weights();
        }
        return new TrainedAutoencoder(
                new TensorFlowAutoencoder(run.network(), weights, execution), epochs, seconds(standing, start));
    }

    private static void retell(AutoencoderStanding standing, TrainingOptions options, AutoencoderListener listener) {
        standing.epochs().forEach(listener::epochEnded);
        listener.remarked("the autoencoder's training goes on after step " + standing.steps() + ", in epoch "
                + Math.min(standing.epoch(), options.epochs()) + " of " + options.epochs());
    }

    /** Wall-clock seconds, including those before a restart. */
    private static double seconds(AutoencoderStanding before, long startNanos) {
        return before.seconds() + (System.nanoTime() - startNanos) * 1e-9;
    }

    private static boolean isSound(List<AutoencoderEpoch> epochs) {
        if (epochs.isEmpty()) {
            return true;
        }
        AutoencoderEpoch last = epochs.get(epochs.size() - 1);
        return Double.isFinite(last.trainingError()) && Double.isFinite(last.testError());
    }

    private static Weights initialWeights(AutoencoderGraph graph, AutoencoderRun run) {
        InitialWeights initial = new InitialWeights(run.initialisation(), run.options().seed());
        Map<String, float[]> values = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> values.put(parameter.name(), initial.of(parameter)));
        setRange(run, values);
        return new Weights(values);
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
}
