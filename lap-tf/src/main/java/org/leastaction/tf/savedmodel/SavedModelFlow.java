package org.leastaction.tf.savedmodel;

import java.util.Iterator;
import java.util.Optional;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.difference.FlowDifferences;
import org.leastaction.tf.model.FlowGraph;
import org.leastaction.tf.model.GraphFlow;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A flow from a SavedModel. It is differentiated exactly if all of its operations support that, otherwise by finite
 * differences.
 */
final class SavedModelFlow extends GraphFlow {

    private final Graph graph;
    private final InputDescription inputs;
    private Optional<Boolean> exact = Optional.empty();

    SavedModelFlow(Graph graph, Session session, FlowGraph flow, InputDescription inputs) {
        super(graph, session, flow);
        this.graph = graph;
        this.inputs = inputs;
    }

    @Override
    public <R> Optional<R> role(Class<R> role) {
        if (role == Preprocessing.class) {
            return Optional.of(inputs).filter(known -> !known.equals(InputDescription.unknown()))
                    .map(known -> role.cast((Preprocessing) () -> known));
        }
        boolean derivative = role == JacobianProducts.class
                || role == BlockJacobianProducts.class
                || role == LossGradients.class;
        return derivative && !exact()
                ? Optional.of(role.cast(new FlowDifferences(this, this::runBlock)))
                : super.role(role);
    }

    private boolean exact() {
        checkOpen();
        if (exact.isEmpty()) {
            exact = Optional.of(differentiable());
        }
        return exact.get();
    }

    private boolean differentiable() {
        for (Iterator<GraphOperation> all = graph.operations(); all.hasNext();) {
            if (hasWrongGradient(all.next())) {
                return false;
            }
        }
        try {
            derivatives();
            return true;
        } catch (IllegalArgumentException | TensorFlowException unknown) {
            return false;
        }
    }

    /** TensorFlow's C++ gradient of a convolution silently ignores dilations, and that of log-softmax the rank. */
    private static boolean hasWrongGradient(GraphOperation operation) {
        return switch (operation.type()) {
            case "Conv2D", "DepthwiseConv2dNative" -> isDilated(operation);
            case "LogSoftmax" -> operation.output(0).shape().numDimensions() != 2;
            default -> false;
        };
    }

    private static boolean isDilated(GraphOperation operation) {
        for (long dilation : operation.attributes().getAttrIntList("dilations")) {
            if (dilation != 1) {
                return true;
            }
        }
        return false;
    }
}
