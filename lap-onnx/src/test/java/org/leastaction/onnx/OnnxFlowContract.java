package org.leastaction.onnx;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.contract.Tolerances;
import org.leastaction.points.FloatPoints;

/** The contract on a network of {@code golden/}. */
abstract class OnnxFlowContract extends FlowModelContract {

    private final String name;
    private final int dimension;

    /** @param dimension numbers of one input */
    OnnxFlowContract(String name, int dimension) {
        this.name = name;
        this.dimension = dimension;
    }

    @Override
    protected FlowModel open() throws IOException {
        return new OnnxBackend().open(GoldenNetworks.file(name + ".onnx"), new Execution(1, "cpu"));
    }

    @Override
    protected FloatPoints inputs() {
        // Of 5 to 8 a point is so near a kink of a ReLU that differences reach over it.
        Random random = new Random(9);
        float[] numbers = new float[9 * dimension];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(numbers, 9, dimension);
    }

    @Override
    protected Set<Class<?>> roles() {
        return Set.of(
                FlowModel.class, BlockCosts.class, JacobianProducts.class, BlockJacobianProducts.class,
                LossGradients.class);
    }

    /** Derivatives are exact; the test compares them with finite differences in single precision. */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(2e-2);
    }
}
