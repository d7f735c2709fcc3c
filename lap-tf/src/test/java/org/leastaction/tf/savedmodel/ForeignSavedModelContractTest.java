package org.leastaction.tf.savedmodel;

import java.io.IOException;
import java.util.Set;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.contract.Tolerances;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.TensorFlowBackend;

/** A network that Python's TensorFlow saved. */
class ForeignSavedModelContractTest extends FlowModelContract {

    @Override
    protected FlowModel open() throws IOException {
        return new TensorFlowBackend().open(GoldenSavedModel.folder(), GoldenSavedModel.ONE_THREAD);
    }

    @Override
    protected FloatPoints inputs() {
        try {
            return GoldenSavedModel.points(GoldenSavedModel.values(), "image");
        } catch (IOException missing) {
            throw new IllegalStateException("the golden file lies beside the model", missing);
        }
    }

    @Override
    protected Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class, LossGradients.class);
    }

    /** At one of the points every step of finite differences crosses a kink of a ReLU. */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(0.05);
    }
}
