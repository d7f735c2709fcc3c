package org.leastaction.flow.difference;

import java.util.Optional;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.DerivativeArguments;
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
    private final Optional<String> reason;

    /** Evaluates one block. */
    @FunctionalInterface
    public interface BlockRunner {

        /** Maps particles that enter a block to those that leave it. */
        FloatPoints run(int block, FloatPoints entering);
    }

    /** @param blocks evaluates a single block of the flow */
    public FlowDifferences(FlowModel flow, BlockRunner blocks) {
        this(flow, blocks, Optional.empty());
    }

    /**
     * Differences of a flow.
     *
     * @param blocks evaluates a single block of the flow
     * @param reason why there are no exact derivatives, if it is known
     */
    public FlowDifferences(FlowModel flow, BlockRunner blocks, Optional<String> reason) {
        this.flow = flow;
        this.blocks = blocks;
        this.reason = reason;
    }

    @Override
    public DerivativeMethod derivativeMethod() {
        return DerivativeMethod.FINITE_DIFFERENCES;
    }

    @Override
    public Optional<String> whyInexact() {
        return reason;
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        FlowShape shape = flow.shape();
        DerivativeArguments.check(encoded, shape.encodedDimension(), tangents, shape.encodedDimension());
        return FiniteDifferences.directional(this::transport, encoded, tangents).products();
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        FlowShape shape = flow.shape();
        DerivativeArguments.check(encoded, shape.encodedDimension(), cotangents, shape.transportedDimension());
        return FiniteDifferences.transposed(this::transport, encoded, cotangents);
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        int d = flow.shape().enteringDimension(block);
        DerivativeArguments.check(entering, d, tangents, d);
        return FiniteDifferences.directional(x -> blocks.run(block, x), entering, tangents).products();
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        FlowShape shape = flow.shape();
        DerivativeArguments.check(entering, shape.enteringDimension(block), cotangents, shape.leavingDimension(block));
        return FiniteDifferences.transposed(x -> blocks.run(block, x), entering, cotangents);
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        return scoreGradients(inputs, DerivativeArguments.minusUnits(inputs, labels, flow.shape()));
    }

    @Override
    public FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
        DerivativeArguments.check(inputs, flow.shape().inputDimension(), weights, flow.shape().classes());
        return FiniteDifferences.transposed(x -> flow.answers(flow.encode(x)), inputs, weights);
    }

    private FloatPoints transport(FloatPoints x) {
        return flow.transport(x, BlockObserver.NONE);
    }
}
