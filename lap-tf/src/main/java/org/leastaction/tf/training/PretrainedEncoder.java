package org.leastaction.tf.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.model.AutoencoderFolder;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.model.NetworkWeights.ParameterValues;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.training.TrainingLoop.Interruption;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The pretrained autoencoder with whose encoder a network is initialised.
 *
 * @param weights weights of encoder and decoder
 */
record PretrainedEncoder(NetworkWeights weights, Learning learning) {

    /**
     * Reads the pretrained encoder of a run, if it has one.
     *
     * @throws IllegalArgumentException if it cannot be read, or does not fit the run's network
     */
    static Optional<PretrainedEncoder> of(TrainingRun run) {
        return run.encoder().map(start -> read(start, run));
    }

    private static PretrainedEncoder read(EncoderStart start, TrainingRun run) {
        try {
            AutoencoderFolder.Contents contents = AutoencoderFolder.read(start.autoencoder());
            contents.spec().requireFit(run.network());
            return new PretrainedEncoder(contents.weights(), start.learning());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("no encoder to start from: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The weights of a network, with those of its encoder replaced by the pretrained ones. */
    NetworkWeights startOf(NetworkWeights network) {
        return merged(network, Network.ENCODER);
    }

    /**
     * The weights of a trained network; those of a frozen encoder are added, together with those of the decoder that
     * fits it.
     */
    NetworkWeights endOf(NetworkWeights network) {
        return learning == Learning.FROZEN
                ? merged(merged(network, Network.ENCODER), ImageDecoder.DECODER)
                : network;
    }

    private NetworkWeights merged(NetworkWeights network, String prefix) {
        Map<String, float[]> values = new LinkedHashMap<>(network.values());
        weights.values().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                values.put(name, value);
            }
        });
        return new NetworkWeights(values);
    }

    /** Points that pass a frozen encoder once, before the training, instead of once in every epoch. */
    static final class FrozenEncoding {

        /** Numbers of the encoded training and test points together: 1 GiB. */
        private static final long MOST_NUMBERS = 1L << 28;

        private static final int BATCH = 256;

        private FrozenEncoding() {}

        /**
         * Whether the points of a run are encoded in advance: they are the same in every epoch, and fit into memory.
         */
        static boolean isOnce(TrainingRun run, PretrainedEncoder encoder, Network network) {
            long points = (long) run.train().size() + run.test().size();
            return encoder.learning() == Learning.FROZEN
                    && run.options().augmentation().equals(Augmentation.none())
                    && network.layout() == Layout.SINGLE
                    && network.shape().encoded().size() == 3
                    && points * network.shape().encodedDimension() <= MOST_NUMBERS;
        }

        /** The encoded points, with their labels. */
        static LabelledPoints of(LabelledPoints set, PretrainedEncoder encoder, Network network, Execution execution)
                throws InterruptedException {
            int inputDimension = network.shape().inputDimension();
            int dimension = network.shape().encodedDimension();
            float[] encoded = new float[Math.multiplyExact(set.size(), dimension)];
            try (Graph graph = new Graph()) {
                Ops tf = Ops.create(graph);
                Parameters parameters = new Parameters(tf, Layout.SINGLE, 1);
                Placeholder<TFloat32> inputs =
                        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, inputDimension)));
                Operand<TFloat32> outputs =
                        network.encode(Layers.of(Layout.SINGLE, tf, Mode.INFERENCE, parameters), inputs);
                try (Session session = Sessions.open(graph, Layout.SINGLE, execution)) {
                    ParameterValues.load(session, parameters, encoder.weights());
                    for (int from = 0; from < set.size(); from += BATCH) {
                        Interruption.check();
                        int to = Math.min(from + BATCH, set.size());
                        try (TFloat32 x = Feeds.floats(
                                Shape.of(1, to - from, inputDimension), set.points().rows(from, to).toArray());
                                Result result = session.runner().feed(inputs, x).fetch(outputs).run()) {
                            float[] batch = Feeds.read(result.get(0));
                            System.arraycopy(batch, 0, encoded, from * dimension, (to - from) * dimension);
                        }
                    }
                }
            }
            return new LabelledPoints(
                    FloatPoints.wrap(encoded, set.size(), dimension),
                    set.labels(),
                    set.classes(),
                    network.shape().encoded());
        }
    }
}
