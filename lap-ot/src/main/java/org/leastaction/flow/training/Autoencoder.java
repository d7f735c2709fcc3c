package org.leastaction.flow.training;

import org.leastaction.flow.Decoder;
import org.leastaction.flow.Saver;
import org.leastaction.points.FloatPoints;

/**
 * A trained autoencoder, in inference. Its saved folder can initialise the encoders of networks ({@link EncoderStart}).
 * May be used by one thread at a time; holds native memory until closed.
 */
public interface Autoencoder extends Decoder, Saver, AutoCloseable {

    /** Its architecture. */
    AutoencoderSpec spec();

    /** φ: inputs [n, inputDimension] to particles [n, encodedDimension]. */
    FloatPoints encode(FloatPoints inputs);

    @Override
    void close();
}
