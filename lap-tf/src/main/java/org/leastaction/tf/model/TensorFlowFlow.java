package org.leastaction.tf.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Precision;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.model.FlowGraph.BlockTensors;
import org.leastaction.tf.network.ImageDecoder;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Networks;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A trained network in inference. */
public final class TensorFlowFlow
        implements FlowModel, JacobianProducts, BlockJacobianProducts, LossGradients, Saver {

    private final NetworkSpec spec;
    private final FlowShape shape;
    private final Graph graph = new Graph();
    private final Session session;
    private final Parameters parameters;
    private final FlowGraph flow;
    private final Operand<TFloat32> logProbabilities;
    private final Optional<Decoder> decoder;
    private FlowDerivatives derivatives;
    private boolean closed;

    /**
     * Builds the graph and loads the weights.
     *
     * @throws IllegalArgumentException if a parameter of the network is missing or has another size
     */
    public TensorFlowFlow(NetworkSpec spec, Weights weights, Execution execution) {
        this.spec = spec;
        Network network = Networks.of(spec);
        this.shape = network.shape();
        Session opened = null;
        try {
            Ops tf = Ops.create(graph);
            parameters = new Parameters(tf, network.layout(), 1);
            Layers layers = Layers.of(network.layout(), tf, Mode.INFERENCE, parameters);
            flow = FlowGraph.of(network, layers);
            Optional<FlowDecoder> images = weights.has(ImageDecoder.CENTRE)
                    ? spec.imageEncoder().map(encoder -> decoder(spec, encoder, layers))
                    : Optional.empty();
            logProbabilities = tf.nn.logSoftmax(flow.logits());
            opened = Sessions.open(graph, network.layout(), execution.withPrecision(Precision.FLOAT));
            ParameterValues.load(opened, parameters, weights);
            Session running = opened;
            decoder = images.map(decoding -> decoding.in(
                    running, particles -> check("encoded particles", particles, shape.encodedDimension())));
        } catch (RuntimeException | Error failure) {
            if (opened != null) {
                opened.close();
            }
            graph.close();
            throw failure;
        }
        session = opened;
    }

    private static FlowDecoder decoder(NetworkSpec spec, ImageEncoderSpec encoder, Layers layers) {
        AutoencoderSpec autoencoder = new AutoencoderSpec(encoder, spec.batchNorm(), spec.input());
        return new FlowDecoder(
                new ImageDecoder(autoencoder), spec.input().stream().reduce(1, Math::multiplyExact), layers);
    }

    @Override
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        check("inputs", inputs, shape.inputDimension());
        try (FlowRun run = new FlowRun(session, inputs.size())) {
            return run.feed(flow.inputs(), inputs).fetch(flow.encoded(), shape.encodedDimension());
        }
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        check("encoded particles", encoded, shape.encodedDimension());
        try (FlowRun run = new FlowRun(session, encoded.size()).feed(flow.encoded(), encoded)) {
            if (observer == BlockObserver.NONE) {
                return run.fetch(flow.transported(), shape.transportedDimension());
            }
            return observed(run, encoded, observer);
        }
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        check("transported particles", transported, shape.transportedDimension());
        try (FlowRun run = new FlowRun(session, transported.size())) {
            return run.feed(flow.transported(), transported).fetch(logProbabilities, shape.classes());
        }
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        check("encoded particles", encoded, shape.encodedDimension());
        checkDirections("tangents", tangents, encoded.size(), shape.encodedDimension());
        return forward(0, shape.blocks(), encoded, tangents);
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        check("encoded particles", encoded, shape.encodedDimension());
        checkDirections("cotangents", cotangents, encoded.size(), shape.transportedDimension());
        return backward(0, shape.blocks(), encoded, cotangents);
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        check("particles entering block " + block, entering, shape.enteringDimension(block));
        checkDirections("tangents", tangents, entering.size(), shape.enteringDimension(block));
        return forward(block, block + 1, entering, tangents);
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        check("particles entering block " + block, entering, shape.enteringDimension(block));
        checkDirections("cotangents", cotangents, entering.size(), shape.leavingDimension(block));
        return backward(block, block + 1, entering, cotangents);
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        check("inputs", inputs, shape.inputDimension());
        int[] checked = new LabelledPoints(inputs, labels, shape.classes(), shape.input()).labels();
        try (FlowRun run = new FlowRun(session, inputs.size())) {
            return run.feed(flow.inputs(), inputs)
                    .feed(derivatives().labels(), checked)
                    .fetch(derivatives().lossGradients(), shape.inputDimension());
        }
    }

    /** A flow decodes if it grew on a frozen encoder, whose autoencoder's decoder it then has. */
    @Override
    public <R> Optional<R> role(Class<R> role) {
        return role == Decoder.class ? decoder.map(role::cast) : FlowModel.super.role(role);
    }

    @Override
    public void save(Path folder) throws IOException {
        checkOpen();
        ModelFolder.write(folder, spec, ParameterValues.read(session, parameters), parameters.all());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            graph.close();
        }
    }

    private FloatPoints observed(FlowRun run, FloatPoints encoded, BlockObserver observer) {
        List<Operand<TFloat32>> fetches = new ArrayList<>();
        for (BlockTensors block : flow.blocks()) {
            if (!block.hasIdentityShortcut()) {
                fetches.add(block.shortcut());
            }
            fetches.add(block.residue());
            fetches.add(block.output());
        }
        try (Result result = run.fetch(fetches)) {
            FloatPoints state = encoded;
            int fetched = 0;
            for (int k = 0; k < flow.blocks().size(); k++) {
                BlockTensors block = flow.blocks().get(k);
                int d = shape.leavingDimension(k);
                FloatPoints shortcut = block.hasIdentityShortcut() ? state : run.points(result.get(fetched++), d);
                FloatPoints residue = run.points(result.get(fetched++), d);
                state = run.points(result.get(fetched++), d);
                observer.observe(new BlockStep(block.segment(), k, shortcut, residue, state));
            }
            return state;
        }
    }

    /** J·u of the blocks from {@code first} up to but without {@code end}. */
    private FloatPoints forward(int first, int end, FloatPoints entering, FloatPoints tangents) {
        try (FlowRun run = new FlowRun(session, entering.size())) {
            return run.feed(flow.blocks().get(first).entering(), entering)
                    .feed(derivatives().tangent(first), tangents)
                    .fetch(derivatives().tangent(end), shape.leavingDimension(end - 1));
        }
    }

    /** Jᵀ·w of the blocks from {@code first} up to but without {@code end}. */
    private FloatPoints backward(int first, int end, FloatPoints entering, FloatPoints cotangents) {
        try (FlowRun run = new FlowRun(session, entering.size())) {
            return run.feed(flow.blocks().get(first).entering(), entering)
                    .feed(derivatives().cotangent(end), cotangents)
                    .fetch(derivatives().cotangent(first), entering.dimension());
        }
    }

    /** Built when first asked for: most flows are never differentiated. */
    private FlowDerivatives derivatives() {
        if (derivatives == null) {
            derivatives = new FlowDerivatives(Ops.create(graph), flow);
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
