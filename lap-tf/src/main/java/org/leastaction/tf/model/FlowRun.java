package org.leastaction.tf.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.leastaction.flow.Decoder;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.network.ImageDecoder;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One run of a flow's graph on a batch: points are fed to any tensor, and fetched from any. Closing it frees the feeds.
 */
final class FlowRun implements AutoCloseable {

    private final Session.Runner runner;
    private final int size;
    private final List<Tensor> feeds = new ArrayList<>();

    /** @param size points of the batch */
    FlowRun(Session session, int size) {
        this.runner = session.runner();
        this.size = size;
    }

    /** Feeds points [size, d] in the shape that the tensor has. */
    FlowRun feed(Operand<TFloat32> tensor, FloatPoints points) {
        long[] extents = tensor.shape().asArray().clone();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = extents[i] == Shape.UNKNOWN_SIZE ? size : extents[i];
        }
        TFloat32 feed = Feeds.floats(Shape.of(extents), points.array(), points.offset());
        feeds.add(feed);
        runner.feed(tensor, feed);
        return this;
    }

    /** Feeds one number per point. */
    FlowRun feed(Operand<TInt32> tensor, int[] values) {
        TInt32 feed = Feeds.ints(Shape.of(size), values);
        feeds.add(feed);
        runner.feed(tensor, feed);
        return this;
    }

    /** Runs to a tensor of d elements per point: [size, d]. */
    FloatPoints fetch(Operand<TFloat32> tensor, int d) {
        try (Result result = runner.fetch(tensor).run()) {
            return points(result.get(0), d);
        }
    }

    /** Runs to several tensors; the caller closes the result. */
    Result fetch(List<Operand<TFloat32>> tensors) {
        tensors.forEach(runner::fetch);
        return runner.run();
    }

    /** A fetched tensor of d elements per point, copied. */
    FloatPoints points(Tensor fetched, int d) {
        return FloatPoints.wrap(Feeds.read(fetched), size, d);
    }

    @Override
    public void close() {
        feeds.forEach(Tensor::close);
    }

    /** The decoder of an autoencoder, in the graph of a network with its encoder, or in that of the encoder alone. */
    static final class FlowDecoder {

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
}
