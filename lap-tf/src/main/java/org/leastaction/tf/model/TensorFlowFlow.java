package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.Saver;
import org.leastaction.flow.Segment;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Mode;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.graph.Variable;
import org.leastaction.tf.network.Block;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Networks;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A trained network in inference: one graph with an entry before the encoder, the blocks and the classifier. */
public final class TensorFlowFlow implements FlowModel, JacobianProducts, Saver {

    private final NetworkSpec spec;
    private final Network network;
    private final FlowShape shape;
    private final Graph graph = new Graph();
    private final Session session;
    private final Parameters parameters;

    private final Placeholder<TFloat32> inputs;
    private final Placeholder<TFloat32> encodedFeed;
    private final Placeholder<TFloat32> transportedFeed;
    private final Operand<TFloat32> encoded;
    private final Operand<TFloat32> logProbabilities;
    private final List<BlockPoints> blocks = new ArrayList<>();
    private FlowDerivatives derivatives;
    private boolean closed;

    /** A block's tensors as points; the shortcut is null where it is the block's input itself. */
    private record BlockPoints(
            int segment, Operand<TFloat32> shortcut, Operand<TFloat32> residue, Operand<TFloat32> output) {}

    /**
     * Builds the graph and loads the weights.
     *
     * @throws IllegalArgumentException if a parameter of the network is missing or has another size
     */
    public TensorFlowFlow(NetworkSpec spec, Weights weights, Execution execution) {
        this.spec = spec;
        this.network = Networks.of(spec);
        this.shape = network.shape();
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            parameters = new Parameters(tf, network.layout(), 1);
            Layers layers = Layers.of(network.layout(), tf, Mode.INFERENCE, parameters);
            inputs = entry(tf, shape.inputDimension());
            encodedFeed = entry(tf, shape.encodedDimension());
            transportedFeed = entry(tf, shape.transportedDimension());
            int last = shape.segments().size() - 1;
            encoded = network.flatten(layers, network.encode(layers, inputs), 0);
            buildBlocks(layers);
            Operand<TFloat32> logits =
                    network.classify(layers, network.state(layers, transportedFeed, last));
            logProbabilities = tf.nn.logSoftmax(logits);
            opened = Sessions.open(graph, execution);
            load(opened, weights);
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
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints points) {
        check("inputs", points, shape.inputDimension());
        return run(inputs, points, encoded, shape.encodedDimension());
    }

    @Override
    public FloatPoints transport(FloatPoints points, BlockObserver observer) {
        check("encoded particles", points, shape.encodedDimension());
        BlockPoints lastBlock = blocks.get(blocks.size() - 1);
        if (observer == BlockObserver.NONE) {
            return run(encodedFeed, points, lastBlock.output(), shape.transportedDimension());
        }
        Session.Runner runner = session.runner();
        for (BlockPoints block : blocks) {
            if (block.shortcut() != null) {
                runner.fetch(block.shortcut());
            }
            runner.fetch(block.residue()).fetch(block.output());
        }
        try (TFloat32 feed = feed(points);
                Result result = runner.feed(encodedFeed, feed).run()) {
            return replay(result, points, observer);
        }
    }

    @Override
    public FloatPoints classify(FloatPoints points) {
        check("transported particles", points, shape.transportedDimension());
        return run(transportedFeed, points, logProbabilities, shape.classes());
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints points, FloatPoints tangents) {
        check("encoded particles", points, shape.encodedDimension());
        checkDirections("tangents", tangents, points.size(), shape.encodedDimension());
        return derivatives().jacobianVector(points, tangents);
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints points, FloatPoints cotangents) {
        check("encoded particles", points, shape.encodedDimension());
        checkDirections("cotangents", cotangents, points.size(), shape.transportedDimension());
        return derivatives().vectorJacobian(points, cotangents);
    }

    @Override
    public void save(Path folder) throws IOException {
        checkOpen();
        ModelFolder.write(folder, spec, weights(), parameters.all());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            graph.close();
        }
    }

    private static Placeholder<TFloat32> entry(Ops tf, int dimension) {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, dimension)));
    }

    private void buildBlocks(Layers layers) {
        Operand<TFloat32> state = network.state(layers, encodedFeed, 0);
        int index = 0;
        for (int segment = 0; segment < shape.segments().size(); segment++) {
            for (int b = 0; b < shape.segments().get(segment).blocks(); b++) {
                Block block = network.block(layers, index++, state);
                boolean identity = block.shortcut() == state;
                blocks.add(new BlockPoints(
                        segment,
                        identity ? null : network.flatten(layers, block.shortcut(), segment),
                        network.flatten(layers, block.residue(), segment),
                        network.flatten(layers, block.output(), segment)));
                state = block.output();
            }
        }
    }

    private FloatPoints replay(Result result, FloatPoints start, BlockObserver observer) {
        FloatPoints state = start;
        int fetched = 0;
        for (int k = 0; k < blocks.size(); k++) {
            BlockPoints block = blocks.get(k);
            Segment segment = shape.segments().get(block.segment());
            int d = segment.dimension();
            int n = start.size();
            FloatPoints shortcut = block.shortcut() == null
                    ? state
                    : FloatPoints.wrap(Feeds.read(result.get(fetched++)), n, d);
            FloatPoints residue = FloatPoints.wrap(Feeds.read(result.get(fetched++)), n, d);
            state = FloatPoints.wrap(Feeds.read(result.get(fetched++)), n, d);
            observer.observe(new BlockStep(block.segment(), k, shortcut, residue, state));
        }
        return state;
    }

    private FloatPoints run(Operand<TFloat32> entry, FloatPoints points, Operand<TFloat32> exit, int dimension) {
        try (TFloat32 feed = feed(points);
                Result result = session.runner().feed(entry, feed).fetch(exit).run()) {
            return FloatPoints.wrap(Feeds.read(result.get(0)), points.size(), dimension);
        }
    }

    private static TFloat32 feed(FloatPoints points) {
        return Feeds.floats(Shape.of(1, points.size(), points.dimension()), points.array(), points.offset());
    }

    private void load(Session target, Weights weights) {
        for (Parameter parameter : parameters.all()) {
            Variable variable = parameters.variable(parameter);
            try (TFloat32 tensor =
                    Feeds.floats(variable.shape(), weights.of(parameter.name(), parameter.size()))) {
                target.runner().feed(variable.feed(), tensor).addTarget(variable.assign()).run().close();
            }
        }
    }

    private Weights weights() {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters.all()) {
            try (Result result =
                    session.runner().fetch(parameters.variable(parameter).value()).run()) {
                values.put(parameter.name(), Feeds.read(result.get(0)));
            }
        }
        return new Weights(values);
    }

    /** Built when first asked for: most flows are never differentiated. */
    private FlowDerivatives derivatives() {
        if (derivatives == null) {
            derivatives = new FlowDerivatives(Ops.create(graph), network, parameters, session);
        }
        return derivatives;
    }

    private void checkDirections(String what, FloatPoints directions, int n, int dimension) {
        check(what, directions, dimension);
        if (directions.size() != n) {
            throw new IllegalArgumentException(directions.size() + " " + what + " for " + n + " points");
        }
    }

    private void check(String what, FloatPoints points, int dimension) {
        checkOpen();
        if (points.size() == 0) {
            throw new IllegalArgumentException("no points: a batch has at least one");
        }
        if (points.dimension() != dimension) {
            throw new IllegalArgumentException(
                    "the " + what + " have dimension " + points.dimension() + ", this flow takes " + dimension);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this flow is closed");
        }
    }
}
