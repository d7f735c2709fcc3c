package org.leastaction.flow.difference;

import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.points.FloatPoints;

/**
 * Derivatives of a flow by finite differences, for backends whose runtime has no derivatives.
 *
 * <p>Products with J take 14 evaluations per point, those with Jᵀ and gradients 4 evaluations per coordinate.
 */
public final class FlowDifferences implements JacobianProducts, BlockJacobianProducts, LossGradients {

    private final FlowModel flow;
    private final BlockRunner blocks;

    /** Evaluates one block. */
    @FunctionalInterface
    public interface BlockRunner {

        /** Maps particles that enter a block to those that leave it. */
        FloatPoints run(int block, FloatPoints entering);
    }

    /** @param blocks evaluates a single block of the flow */
    public FlowDifferences(FlowModel flow, BlockRunner blocks) {
        this.flow = flow;
        this.blocks = blocks;
    }

    @Override
    public DerivativeMethod derivativeMethod() {
        return DerivativeMethod.FINITE_DIFFERENCES;
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        FlowShape shape = flow.shape();
        check(encoded, shape.encodedDimension(), tangents, shape.encodedDimension());
        return FiniteDifferences.directional(this::transport, encoded, tangents).products();
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        FlowShape shape = flow.shape();
        check(encoded, shape.encodedDimension(), cotangents, shape.transportedDimension());
        return FiniteDifferences.transposed(this::transport, encoded, cotangents);
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        int d = flow.shape().enteringDimension(block);
        check(entering, d, tangents, d);
        return FiniteDifferences.directional(x -> blocks.run(block, x), entering, tangents).products();
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        FlowShape shape = flow.shape();
        check(entering, shape.enteringDimension(block), cotangents, shape.leavingDimension(block));
        return FiniteDifferences.transposed(x -> blocks.run(block, x), entering, cotangents);
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        check(inputs, flow.shape().inputDimension(), inputs, flow.shape().inputDimension());
        int classes = flow.shape().classes();
        if (labels.length != inputs.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + inputs.size() + " inputs");
        }
        float[] minusOne = new float[inputs.size() * Math.max(1, classes)];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of point " + i + " is not in [0, " + classes + ")");
            }
            minusOne[i * classes + labels[i]] = -1;
        }
        return scoreGradients(inputs, FloatPoints.wrap(minusOne, inputs.size(), classes));
    }

    @Override
    public FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
        check(inputs, flow.shape().inputDimension(), weights, flow.shape().classes());
        return FiniteDifferences.transposed(x -> flow.answers(flow.encode(x)), inputs, weights);
    }

    private FloatPoints transport(FloatPoints x) {
        return flow.transport(x, BlockObserver.NONE);
    }

    private static void check(FloatPoints points, int dimension, FloatPoints directions, int directionDimension) {
        if (points.dimension() != dimension || points.size() == 0) {
            throw new IllegalArgumentException("at least one point of dimension " + dimension + " is needed, not "
                    + points.size() + " of dimension " + points.dimension());
        }
        if (directions.dimension() != directionDimension || directions.size() != points.size()) {
            throw new IllegalArgumentException(points.size() + " directions of dimension " + directionDimension
                    + " are needed, not " + directions.size() + " of dimension " + directions.dimension());
        }
    }
}
