package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.points.FloatPoints;
import org.leastaction.tf.network.Networks;

/** The network of the plane, as a trained TensorFlow flow. */
class TensorFlowMlpContractTest extends FlowModelContract {

    @TempDir
    static Path folder;

    @Override
    protected FlowModel open() throws IOException {
        return TensorFlowModels.trainedOnce(Networks.family("mlp").network(List.of(2), 2).with("blocks", 4)
                .with("width", 3), folder);
    }

    @Override
    protected FlowModel reopen(Path saved) throws IOException {
        return TensorFlowModels.open(saved);
    }

    @Override
    protected FloatPoints inputs() {
        return TensorFlowModels.gaussian(13, 2);
    }

    @Override
    protected Set<Class<?>> roles() {
        return TensorFlowModels.ROLES;
    }
}
