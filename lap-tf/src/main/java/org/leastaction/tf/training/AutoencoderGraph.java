package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.Optimiser;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.graph.Variable;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.model.NetworkWeights.ParameterValues;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.ImageEncoder;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The graph and session of an autoencoder's training. */
final class AutoencoderGraph implements AutoCloseable {

    private final Graph graph = new Graph();
    private final Session session;
    private final AutoencoderSpec spec;
    private final Parameters parameters;
    private final int dimension;
    private final Placeholder<TFloat32> inputs;
    private final Operand<TFloat32> trainingError;
    private final Operand<TFloat32> testError;
    private final OptimiserUpdates optimiserUpdates;
    private final List<Op> updates = new ArrayList<>();

    AutoencoderGraph(AutoencoderSpec spec, Optimiser optimiser, Execution execution) {
        this.spec = spec;
        this.dimension = spec.input().stream().reduce(1, Math::multiplyExact);
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            parameters = new Parameters(tf, Layout.SINGLE, 1);
            inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, dimension)));
            Layers training = Layers.of(Layout.SINGLE, tf, Mode.TRAINING, parameters);
            trainingError = meanSquaredError(training);
            updates.addAll(training.statisticsUpdates());
            optimiserUpdates = new OptimiserUpdates(tf, optimiser);
            addGradients(tf);
            updates.addAll(optimiserUpdates.updates());
            testError = meanSquaredError(Layers.of(Layout.SINGLE, tf, Mode.INFERENCE, parameters));
            opened = Sessions.open(graph, Layout.SINGLE, execution);
        } catch (RuntimeException | Error failure) {
            graph.close();
            throw failure;
        }
        session = opened;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.all());
    }

    /** Initialises every variable: the weights as given, the optimiser's state to 0. */
    void start(NetworkWeights weights) {
        ParameterValues.load(session, parameters, weights);
        Map<Variable, float[]> zeros = new LinkedHashMap<>();
        for (Variable state : optimiserUpdates.state()) {
            zeros.put(state, new float[Math.toIntExact(state.shape().size())]);
        }
        Variable.assign(session, zeros);
    }

    /**
     * One step of the optimiser.
     *
     * @param images [batch, d]
     * @param number number of this step, from 1
     * @return mean squared error per element, before the update
     */
    double step(float[] images, int batch, double rate, long number) {
        Session.Runner runner = session.runner().fetch(trainingError);
        updates.forEach(runner::addTarget);
        try (TFloat32 x = Feeds.floats(Shape.of(1, batch, dimension), images);
                Result result = optimiserUpdates.run(runner.feed(inputs, x), rate, number)) {
            return Feeds.read(result.get(0))[0];
        }
    }

    /** Mean squared error per element of images [batch, d], in inference mode. */
    double evaluate(float[] images, int batch) {
        try (TFloat32 x = Feeds.floats(Shape.of(1, batch, dimension), images);
                Result result = session.runner().feed(inputs, x).fetch(testError).run()) {
            return Feeds.read(result.get(0))[0];
        }
    }

    /** Sets every variable to its value in a result of {@link #variables}. */
    void restore(Map<String, float[]> values) {
        Variable.restore(session, all(), values);
    }

    /** The current values of all variables, by name. */
    Map<String, float[]> variables() {
        return Variable.read(session, all());
    }

    private List<Variable> all() {
        return Stream.concat(parameters.all().stream().map(parameters::variable), optimiserUpdates.state().stream())
                .toList();
    }

    NetworkWeights weights() {
        return ParameterValues.read(session, parameters);
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }

    private Operand<TFloat32> meanSquaredError(Layers layers) {
        Ops tf = layers.tf();
        Operand<TFloat32> encoded =
                new ImageEncoder(spec.input(), spec.encoder(), spec.batchNorm()).encode(layers, inputs);
        Operand<TFloat32> decoded = new ImageDecoder(spec).decode(layers, encoded);
        Operand<TFloat32> error = tf.math.sub(
                tf.reshape(decoded, tf.constant(new int[] {-1})), tf.reshape(inputs, tf.constant(new int[] {-1})));
        return tf.math.mean(tf.math.square(error), tf.constant(0));
    }

    private void addGradients(Ops tf) {
        List<Variable> trained = parameters.all().stream()
                .filter(parameter -> parameter.change() == Change.GRADIENT)
                .map(parameters::variable)
                .toList();
        Gradients gradients = tf.gradients(trainingError, trained.stream().map(Variable::value).toList());
        for (int v = 0; v < trained.size(); v++) {
            optimiserUpdates.add(trained.get(v), gradients.dy(v));
        }
    }
}
