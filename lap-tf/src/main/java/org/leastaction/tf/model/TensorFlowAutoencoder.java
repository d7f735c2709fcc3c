package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Path;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.Autoencoder;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.model.FlowRun.FlowDecoder;
import org.leastaction.tf.model.NetworkWeights.ParameterValues;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.ImageEncoder;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A trained autoencoder in inference. */
public final class TensorFlowAutoencoder implements Autoencoder {

    private final AutoencoderSpec spec;
    private final int inputDimension;
    private final int encodedDimension;
    private final Graph graph = new Graph();
    private final Session session;
    private final Parameters parameters;
    private final Placeholder<TFloat32> inputs;
    private final Operand<TFloat32> encoded;
    private final Decoder decoder;
    private boolean closed;

    /**
     * Builds the graph and loads the weights.
     *
     * @throws IllegalArgumentException if a parameter is missing or has another size
     */
    public TensorFlowAutoencoder(AutoencoderSpec spec, NetworkWeights weights, Execution execution) {
        this.spec = spec;
        this.inputDimension = spec.input().stream().reduce(1, Math::multiplyExact);
        ImageDecoder imageDecoder = new ImageDecoder(spec);
        this.encodedDimension = imageDecoder.encodedDimension();
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            parameters = new Parameters(tf, Layout.SINGLE, 1);
            Layers layers = Layers.of(Layout.SINGLE, tf, Mode.INFERENCE, parameters);
            inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, inputDimension)));
            encoded = new ImageEncoder(spec.input(), spec.encoder(), spec.batchNorm()).encode(layers, inputs);
            FlowDecoder flowDecoder = new FlowDecoder(imageDecoder, inputDimension, layers);
            opened = Sessions.open(graph, Layout.SINGLE, execution);
            ParameterValues.load(opened, parameters, weights);
            decoder = flowDecoder.in(opened, particles -> check(particles, encodedDimension));
        } catch (RuntimeException | Error failure) {
            if (opened != null) {
                opened.close();
            }
            graph.close();
            throw failure;
        }
        session = opened;
    }

    @Override
    public AutoencoderSpec spec() {
        return spec;
    }

    @Override
    public FloatPoints encode(FloatPoints points) {
        check(points, inputDimension);
        try (FlowRun run = new FlowRun(session, points.size())) {
            return run.feed(inputs, points).fetch(encoded, encodedDimension);
        }
    }

    @Override
    public FloatPoints decode(FloatPoints particles) {
        return decoder.decode(particles);
    }

    @Override
    public void save(Path folder) throws IOException {
        save(folder, InputDescription.unknown());
    }

    /** As {@link #save(Path)}, with the normalisation and the preparation of pictures; there are no classes. */
    @Override
    public void save(Path folder, InputDescription inputs) throws IOException {
        checkOpen();
        AutoencoderFolder.write(folder, spec, inputs, ParameterValues.read(session, parameters), parameters.all());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            graph.close();
        }
    }

    private void check(FloatPoints points, int dimension) {
        checkOpen();
        if (points.size() == 0 || points.dimension() != dimension) {
            throw new IllegalArgumentException("at least one point of dimension " + dimension + " is needed, not "
                    + points.size() + " of " + points.dimension());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this autoencoder is closed");
        }
    }
}
