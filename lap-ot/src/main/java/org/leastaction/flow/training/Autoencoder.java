package org.leastaction.flow.training;

import org.leastaction.flow.Decoder;
import org.leastaction.flow.Saver;
import org.leastaction.points.FloatPoints;

/**
 * A trained autoencoder, in inference. What it saves starts the encoders of networks ({@link EncoderStart}). Used by
 * one thread at a time; holds native memory until closed.
 */
public interface Autoencoder extends Decoder, Saver, AutoCloseable {

    /** Its architecture. */
    AutoencoderSpec spec();

    /** φ: inputs [n, inputDimension] to particles [n, encodedDimension]. */
    FloatPoints encode(FloatPoints inputs);

    @Override
    void close();
}
