package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.contract.Tolerances;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.network.Networks;

/** The convolutional network of several representations, small, as a trained TensorFlow flow. */
class TensorFlowResNetContractTest extends FlowModelContract {

    private static final NetworkSpec NETWORK = Networks.family("resnet").network(List.of(7, 6, 2), 3)
            .with("blocks", List.of(2, 1, 1))
            .with("filters", 4)
            .with("time-step", 0.5);

    @TempDir
    static Path folder;

    @Override
    protected FlowModel open() throws IOException {
        return TensorFlowModels.trainedOnce(NETWORK, folder);
    }

    @Override
    protected FlowModel reopen(Path saved) throws IOException {
        return TensorFlowModels.open(saved);
    }

    @Override
    protected FloatPoints inputs() {
        return TensorFlowModels.gaussian(13, 84);
    }

    @Override
    protected Set<Class<?>> roles() {
        return TensorFlowModels.ROLES;
    }

    /** At one of the points every step of finite differences crosses a kink of some ReLU or drowns in rounding. */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(0.1);
    }
}
