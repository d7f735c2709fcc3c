package org.leastaction.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Role;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.points.FloatPoints;

/** The convolutional network, small, as a trained TensorFlow flow. */
class TensorFlowResNet9ContractTest extends FlowModelContract {

    @Override
    protected FlowModel open() {
        return TensorFlowModels.train(NetworkSpec.resnet9(List.of(10, 10, 1), 3).withBlocks(3).withFilters(4));
    }

    @Override
    protected FlowModel reopen(Path folder) throws IOException {
        return TensorFlowModels.open(folder);
    }

    @Override
    protected FloatPoints inputs() {
        return TensorFlowModels.gaussian(13, 100);
    }

    @Override
    protected Set<Role> roles() {
        return EnumSet.of(Role.FLOW, Role.SAVE);
    }
}
