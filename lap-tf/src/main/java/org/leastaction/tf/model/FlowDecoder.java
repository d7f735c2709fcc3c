package org.leastaction.tf.model;

import java.util.function.Consumer;
import org.leastaction.flow.Decoder;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.network.ImageDecoder;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The decoder of an autoencoder, beside a network that grew on its encoder or beside that encoder alone. */
final class FlowDecoder {

    private final Placeholder<TFloat32> particles;
    private final Operand<TFloat32> images;
    private final int inputDimension;

    /** Adds a decoder to a graph. */
    FlowDecoder(ImageDecoder decoder, int inputDimension, Layers layers) {
        this.inputDimension = inputDimension;
        particles = layers.tf().placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(1, -1, decoder.encodedDimension())));
        images = decoder.decode(layers, particles);
    }

    /**
     * The role of a model whose session holds the weights.
     *
     * @param check refuses particles that the model does not take
     */
    Decoder in(Session session, Consumer<FloatPoints> check) {
        return points -> {
            check.accept(points);
            try (FlowRun run = new FlowRun(session, points.size())) {
                return run.feed(particles, points).fetch(images, inputDimension);
            }
        };
    }
}
