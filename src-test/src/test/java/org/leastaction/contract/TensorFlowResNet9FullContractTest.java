package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.contract.Tolerances;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.network.Networks;

/** The convolutional network behind an encoder of full resolution, small, as a trained TensorFlow flow. */
class TensorFlowResNet9FullContractTest extends FlowModelContract {

    private static final NetworkSpec NETWORK = Networks.family("resnet9").network(List.of(6, 5, 3), 3)
            .with(Map.of("resolution", "full", "filters", 4))
            .with("blocks", 2)
            .with("classifier-layers", 3);

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
        return TensorFlowModels.gaussian(13, 90);
    }

    @Override
    protected Set<Class<?>> roles() {
        return TensorFlowModels.ROLES;
    }

    /** At one of the points a kink of some ReLU is so near that the step that avoids it drowns in rounding. */
    @Override
    protected Tolerances tolerances() {
        return Tolerances.defaults().withDerivative(0.02);
    }
}
