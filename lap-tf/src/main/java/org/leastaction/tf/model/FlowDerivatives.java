package org.leastaction.tf.model;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Mode;
import org.leastaction.tf.graph.Parameters;
import org.leastaction.tf.network.Network;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Products with the Jacobian of T, in a copy of the blocks beside those that run.
 *
 * <p>wᵀJ is one backward pass. It is linear in w, and its derivative with respect to w in the direction u is Ju: a second
 * backward pass, through the first.
 */
final class FlowDerivatives {

    private final Session session;
    private final FlowShape shape;
    private final Placeholder<TFloat32> encoded;
    private final Placeholder<TFloat32> cotangents;
    private final Placeholder<TFloat32> tangents;
    private final Operand<TFloat32> vectorJacobian;
    private final Operand<TFloat32> jacobianVector;

    /** Adds to the graph of a session. */
    FlowDerivatives(Ops tf, Network network, Parameters parameters, Session session) {
        this.session = session;
        this.shape = network.shape();
        Layers layers = Layers.of(network.layout(), tf, Mode.DIFFERENTIATION, parameters);
        encoded = placeholder(tf, shape.encodedDimension());
        cotangents = placeholder(tf, shape.transportedDimension());
        tangents = placeholder(tf, shape.encodedDimension());
        Operand<TFloat32> transported = transport(network, layers);
        vectorJacobian = Gradients.create(
                        tf.scope(), transported, List.of(encoded), Gradients.dx(List.of(cotangents)))
                .dy(0);
        jacobianVector = Gradients.create(
                        tf.scope(), vectorJacobian, List.of(cotangents), Gradients.dx(List.of(tangents)))
                .dy(0);
    }

    /** Ju for points x and directions u, both [n, encodedDimension]. */
    FloatPoints jacobianVector(FloatPoints x, FloatPoints u) {
        try (TFloat32 points = feed(x);
                TFloat32 directions = feed(u);
                // Ju does not depend on w, but the graph on the way to it does.
                TFloat32 anything = Feeds.floats(
                        Shape.of(1, x.size(), shape.transportedDimension()),
                        new float[x.size() * shape.transportedDimension()]);
                Result result = session.runner()
                        .feed(encoded, points)
                        .feed(tangents, directions)
                        .feed(cotangents, anything)
                        .fetch(jacobianVector)
                        .run()) {
            return FloatPoints.wrap(Feeds.read(result.get(0)), x.size(), shape.transportedDimension());
        }
    }

    /** wᵀJ for points x [n, encodedDimension] and directions w [n, transportedDimension]. */
    FloatPoints vectorJacobian(FloatPoints x, FloatPoints w) {
        try (TFloat32 points = feed(x);
                TFloat32 directions = feed(w);
                Result result = session.runner()
                        .feed(encoded, points)
                        .feed(cotangents, directions)
                        .fetch(vectorJacobian)
                        .run()) {
            return FloatPoints.wrap(Feeds.read(result.get(0)), x.size(), shape.encodedDimension());
        }
    }

    private Operand<TFloat32> transport(Network network, Layers layers) {
        Operand<TFloat32> state = network.state(layers, encoded, 0);
        int index = 0;
        for (Segment segment : shape.segments()) {
            for (int b = 0; b < segment.blocks(); b++) {
                state = network.block(layers, index++, state).output();
            }
        }
        return network.flatten(layers, state, shape.segments().size() - 1);
    }

    private static Placeholder<TFloat32> placeholder(Ops tf, int dimension) {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, dimension)));
    }

    private static TFloat32 feed(FloatPoints points) {
        return Feeds.floats(Shape.of(1, points.size(), points.dimension()), points.array(), points.offset());
    }
}
