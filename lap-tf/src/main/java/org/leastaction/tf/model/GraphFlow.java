package org.leastaction.tf.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.tf.graph.Tangents;
import org.leastaction.tf.model.FlowGraph.BlockTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A flow in a graph, and the session that holds its weights. */
public abstract class GraphFlow implements FlowModel, JacobianProducts, BlockJacobianProducts, LossGradients {

    private final FlowShape shape;
    private final Graph graph;
    private final Session session;
    private final FlowGraph flow;
    private final Operand<TFloat32> logProbabilities;
    private @Nullable FlowDerivatives derivatives;
    private boolean closed;

    /** Takes ownership of the graph and session and closes them. */
    protected GraphFlow(Graph graph, Session session, FlowGraph flow) {
        this.shape = flow.shape();
        this.graph = graph;
        this.session = session;
        this.flow = flow;
        this.logProbabilities = Ops.create(graph).nn.logSoftmax(flow.logits());
    }

    @Override
    public final FlowShape shape() {
        return shape;
    }

    @Override
    public final FloatPoints encode(FloatPoints inputs) {
        check("inputs", inputs, shape.inputDimension());
        if (flow.encoded().asOutput().equals(flow.inputs().asOutput())) {
            return FloatPoints.wrap(inputs.toArray(), inputs.size(), inputs.dimension());
        }
        try (FlowRun run = new FlowRun(session, inputs.size())) {
            return run.feed(flow.inputs(), inputs).fetch(flow.encoded(), shape.encodedDimension());
        }
    }

    @Override
    public final FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        check("encoded particles", encoded, shape.encodedDimension());
        try (FlowRun run = new FlowRun(session, encoded.size()).feed(flow.encoded(), encoded)) {
            if (observer == BlockObserver.NONE) {
                return run.fetch(flow.transported(), shape.transportedDimension());
            }
            return observed(run, encoded, observer);
        }
    }

    @Override
    public final FloatPoints classify(FloatPoints transported) {
        check("transported particles", transported, shape.transportedDimension());
        try (FlowRun run = new FlowRun(session, transported.size())) {
            return run.feed(flow.transported(), transported).fetch(logProbabilities, shape.classes());
        }
    }

    @Override
    public final FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        check("encoded particles", encoded, shape.encodedDimension());
        checkDirections("tangents", tangents, encoded.size(), shape.encodedDimension());
        return forward(0, shape.blocks(), encoded, tangents);
    }

    @Override
    public final FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        check("encoded particles", encoded, shape.encodedDimension());
        checkDirections("cotangents", cotangents, encoded.size(), shape.transportedDimension());
        return backward(0, shape.blocks(), encoded, cotangents);
    }

    @Override
    public final FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        check("particles entering block " + block, entering, shape.enteringDimension(block));
        checkDirections("tangents", tangents, entering.size(), shape.enteringDimension(block));
        return forward(block, block + 1, entering, tangents);
    }

    @Override
    public final FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        check("particles entering block " + block, entering, shape.enteringDimension(block));
        checkDirections("cotangents", cotangents, entering.size(), shape.leavingDimension(block));
        return backward(block, block + 1, entering, cotangents);
    }

    @Override
    public final FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        check("inputs", inputs, shape.inputDimension());
        int[] checked = new LabelledPoints(inputs, labels, shape.classes(), shape.input()).labels();
        try (FlowRun run = new FlowRun(session, inputs.size())) {
            return run.feed(flow.inputs(), inputs)
                    .feed(derivatives().labels(), checked)
                    .fetch(derivatives().lossGradients(), shape.inputDimension());
        }
    }

    @Override
    public final FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
        check("inputs", inputs, shape.inputDimension());
        checkDirections("weights", weights, inputs.size(), shape.classes());
        try (FlowRun run = new FlowRun(session, inputs.size())) {
            return run.feed(flow.inputs(), inputs)
                    .feed(derivatives().weights(), weights)
                    .fetch(derivatives().scoreGradients(), shape.inputDimension());
        }
    }

    @Override
    public final void close() {
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
                observer.observe(BlockStep.of(block.segment(), k, shortcut, residue, state));
            }
            return state;
        }
    }

    /** A single block. */
    protected final FloatPoints runBlock(int block, FloatPoints entering) {
        check("particles entering block " + block, entering, shape.enteringDimension(block));
        try (FlowRun run = new FlowRun(session, entering.size())) {
            return run.feed(flow.blocks().get(block).entering(), entering)
                    .fetch(flow.blocks().get(block).output(), shape.leavingDimension(block));
        }
    }

    /** J·u of the blocks {@code first} (inclusive) to {@code end} (exclusive). */
    private FloatPoints forward(int first, int end, FloatPoints entering, FloatPoints tangents) {
        try (FlowRun run = new FlowRun(session, entering.size())) {
            return run.feed(flow.blocks().get(first).entering(), entering)
                    .feed(derivatives().tangent(first), tangents)
                    .fetch(derivatives().tangent(end), shape.leavingDimension(end - 1));
        }
    }

    /** Jᵀ·w of the blocks {@code first} (inclusive) to {@code end} (exclusive). */
    private FloatPoints backward(int first, int end, FloatPoints entering, FloatPoints cotangents) {
        try (FlowRun run = new FlowRun(session, entering.size())) {
            return run.feed(flow.blocks().get(first).entering(), entering)
                    .feed(derivatives().cotangent(end), cotangents)
                    .fetch(derivatives().cotangent(first), entering.dimension());
        }
    }

    /**
     * Built on first use: most flows are never differentiated.
     *
     * @throws IllegalArgumentException if an operation of the flow has no derivative
     */
    protected final FlowDerivatives derivatives() {
        if (derivatives == null) {
            derivatives = new FlowDerivatives(Ops.create(graph), flow, logProbabilities);
        }
        return derivatives;
    }

    private void checkDirections(String what, FloatPoints directions, int n, int dimension) {
        check(what, directions, dimension);
        if (directions.size() != n) {
            throw new IllegalArgumentException(directions.size() + " " + what + " for " + n + " points");
        }
    }

    /** Rejects empty points, points of another dimension, and any points once the flow is closed. */
    protected final void check(String what, FloatPoints points, int dimension) {
        checkOpen();
        if (points.size() == 0) {
            throw new IllegalArgumentException("no points: a batch has at least one");
        }
        if (points.dimension() != dimension) {
            throw new IllegalArgumentException(
                    "the " + what + " have dimension " + points.dimension() + ", this flow takes " + dimension);
        }
    }

    /** @throws IllegalStateException if this flow is closed */
    protected final void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this flow is closed");
        }
    }

    /**
     * The derivatives of a flow, in the flow's graph.
     *
     * <p>Tangents pass forward through the blocks, cotangents backward, each as one chain with a tensor between any two
     * blocks: fed at both ends of a block, the chain gives the block's product, fed at the ends of T, that of T.
     */
    private static final class FlowDerivatives {

        private final List<Operand<TFloat32>> tangents = new ArrayList<>();
        private final List<Operand<TFloat32>> cotangents = new ArrayList<>();
        private final Placeholder<TInt32> labels;
        private final Operand<TFloat32> lossGradients;
        private final Placeholder<TFloat32> weights;
        private final Operand<TFloat32> scoreGradients;

        /**
         * Adds to the graph of a flow.
         *
         * @throws IllegalArgumentException if an operation of the flow has no derivative
         */
        FlowDerivatives(Ops tf, FlowGraph flow, Operand<TFloat32> logProbabilities) {
            tangents.add(likeIt(tf, flow.encoded()));
            for (BlockTensors block : flow.blocks()) {
                tangents.add(Tangents.along(tf, block.entering(), tangents.get(tangents.size() - 1), block.output()));
            }
            cotangents.add(likeIt(tf, flow.transported()));
            for (int k = flow.blocks().size() - 1; k >= 0; k--) {
                BlockTensors block = flow.blocks().get(k);
                cotangents.add(0,
                        gradient(tf, block.output(), block.entering(), Gradients.dx(List.of(cotangents.get(0)))));
            }
            labels = tf.placeholder(TInt32.class);
            Operand<TFloat32> targets =
                    tf.oneHot(labels, tf.constant(flow.shape().classes()), tf.constant(1f), tf.constant(0f));
            Operand<TFloat32> losses = tf.nn.softmaxCrossEntropyWithLogits(flow.logits(), targets).loss();
            lossGradients = gradient(tf, tf.sum(losses, tf.constant(0)), flow.inputs());
            weights = likeIt(tf, logProbabilities);
            scoreGradients = gradient(tf, logProbabilities, flow.inputs(), Gradients.dx(List.of(weights)));
        }

        /** The tangent of x<sub>k</sub>, for k from 0 to K. */
        Operand<TFloat32> tangent(int k) {
            return tangents.get(k);
        }

        /** The cotangent of x<sub>k</sub>, for k from 0 to K. */
        Operand<TFloat32> cotangent(int k) {
            return cotangents.get(k);
        }

        /** Where the classes [n] of the inputs are fed. */
        Placeholder<TInt32> labels() {
            return labels;
        }

        /** The gradient of each input's cross entropy with respect to that input, in the shape of the inputs. */
        Operand<TFloat32> lossGradients() {
            return lossGradients;
        }

        /** Where the weights [n, classes] of the log-probabilities are fed. */
        Placeholder<TFloat32> weights() {
            return weights;
        }

        /** The gradient of each input's weighted sum of log-probabilities, in the shape of the inputs. */
        Operand<TFloat32> scoreGradients() {
            return scoreGradients;
        }

        private static Operand<TFloat32> gradient(
                Ops tf, Operand<TFloat32> of, Operand<TFloat32> at, Gradients.Options... options) {
            return Gradients.create(tf.scope(), of, List.of(at), options).dy(0);
        }

        private static Placeholder<TFloat32> likeIt(Ops tf, Operand<TFloat32> tensor) {
            return tf.placeholder(TFloat32.class, Placeholder.shape(tensor.shape()));
        }
    }
}
