package org.leastaction.tf.training;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.training.EncoderStart;
import org.leastaction.flow.training.EncoderStart.Learning;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.tf.model.AutoencoderFolder;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.Network;

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

    /** The weights of a trained network; a frozen encoder's are added, and those of the decoder, as only then they fit. */
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
}
