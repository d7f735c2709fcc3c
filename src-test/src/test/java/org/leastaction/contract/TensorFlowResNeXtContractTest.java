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

/** The network of grouped convolutions, small, as a trained TensorFlow flow. */
class TensorFlowResNeXtContractTest extends FlowModelContract {

    private static final NetworkSpec NETWORK = Networks.family("resnext50").network(List.of(4, 3, 1), 3)
            .with("blocks", List.of(1, 1))
            .with("filters", 2)
            .with("cardinality", 2)
            .with("width", 1);

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
        return TensorFlowModels.gaussian(13, 12);
    }

    @Override
    protected Set<Class<?>> roles() {
        return TensorFlowModels.ROLES;
    }

    /**
     * Each block has four ReLU in a row: at some points every step of finite differences crosses a kink of one of them
     * or drowns in rounding. The agreement of tangents and cotangents is tested as strictly as elsewhere.
     */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(0.2);
    }
}
