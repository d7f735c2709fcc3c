package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.Exporter;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayeredFlow;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.layers.FlowLayers;
import org.leastaction.tf.model.FlowRun.FlowDecoder;
import org.leastaction.tf.model.NetworkWeights.ParameterValues;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Networks;
import org.leastaction.tf.savedmodel.SavedModelExport;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/** A trained network in inference. */
public final class TensorFlowFlow extends GraphFlow implements Saver, Exporter, LayerDescriber {

    private final NetworkSpec spec;
    private final InputDescription inputs;
    private final FlowGraph flow;
    private final Session session;
    private final Parameters parameters;
    private final Optional<Decoder> decoder;

    /** The constructor's arguments, which must exist before it runs. */
    private record Parts(
            Graph graph, Session session, Parameters parameters, FlowGraph flow, Optional<FlowDecoder> images) {}

    /**
     * Builds the graph and loads the weights.
     *
     * @throws IllegalArgumentException if a parameter of the network is missing or has another size
     */
    public TensorFlowFlow(NetworkSpec spec, NetworkWeights weights, Execution execution) {
        this(spec, InputDescription.unknown(), parts(spec, weights, execution));
    }

    /**
     * Opens a model folder's contents.
     *
     * @throws IllegalArgumentException if a parameter of the network is missing or has another size
     */
    public TensorFlowFlow(ModelFolder.Contents contents, Execution execution) {
        this(contents.network(), contents.inputs(), parts(contents.network(), contents.weights(), execution));
    }

    private TensorFlowFlow(NetworkSpec spec, InputDescription inputs, Parts parts) {
        super(parts.graph(), parts.session(), parts.flow());
        this.spec = spec;
        this.inputs = inputs;
        this.flow = parts.flow();
        this.session = parts.session();
        this.parameters = parts.parameters();
        this.decoder = parts.images().map(decoding -> decoding.in(
                session, particles -> check("encoded particles", particles, shape().encodedDimension())));
    }

    private static Parts parts(NetworkSpec spec, NetworkWeights weights, Execution execution) {
        Network network = Networks.of(spec);
        Graph graph = new Graph();
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            Parameters parameters = new Parameters(tf, network.layout(), 1);
            Layers layers = Layers.of(network.layout(), tf, Mode.INFERENCE, parameters);
            FlowGraph flow = FlowGraph.of(network, layers);
            Optional<FlowDecoder> images = weights.has(ImageDecoder.CENTRE)
                    ? spec.autoencoder().map(autoencoder -> decoder(autoencoder, layers))
                    : Optional.empty();
            opened = Sessions.open(graph, network.layout(), execution.withPrecision(Precision.FLOAT));
            ParameterValues.load(opened, parameters, weights);
            return new Parts(graph, opened, parameters, flow, images);
        } catch (RuntimeException | Error failure) {
            if (opened != null) {
                opened.close();
            }
            graph.close();
            throw failure;
        }
    }

    private static FlowDecoder decoder(AutoencoderSpec spec, Layers layers) {
        return new FlowDecoder(
                new ImageDecoder(spec), spec.input().stream().reduce(1, Math::multiplyExact), layers);
    }

    /**
     * A flow decodes if it was trained on a frozen encoder, since it then includes the decoder of the autoencoder; it
     * has the role of preprocessing if its folder states anything about the inputs.
     */
    @Override
    public <R> Optional<R> role(Class<R> role) {
        if (role == Decoder.class) {
            return decoder.map(role::cast);
        }
        return role == Preprocessing.class
                ? Optional.of(inputs).filter(known -> !known.equals(InputDescription.unknown()))
                        .map(known -> role.cast((Preprocessing) () -> known))
                : super.role(role);
    }

    @Override
    public void save(Path folder) throws IOException {
        save(folder, inputs);
    }

    @Override
    public void save(Path folder, InputDescription described) throws IOException {
        checkOpen();
        ModelFolder.write(folder, spec, described, ParameterValues.read(session, parameters), parameters.all());
    }

    @Override
    public String exportFormat() {
        return "TensorFlow SavedModel";
    }

    @Override
    public void export(Path folder) throws IOException {
        export(folder, inputs);
    }

    @Override
    public void export(Path folder, InputDescription described) throws IOException {
        checkOpen();
        SavedModelExport.write(folder, Networks.of(spec), ParameterValues.read(session, parameters), described);
    }

    @Override
    public LayeredFlow describe() {
        checkOpen();
        return FlowLayers.of(flow, session);
    }
}
