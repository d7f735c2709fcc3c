package org.leastaction.flow.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Role;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.points.FloatPoints;

class AffineFlowTest extends FlowModelContract {

    @Override
    protected FlowModel open() {
        return new AffineFlow(AffineNetworks.plane());
    }

    @Override
    protected FloatPoints inputs() {
        return AffineNetworks.inputsOfThePlane();
    }

    @Override
    protected Set<Role> roles() {
        return EnumSet.complementOf(EnumSet.of(Role.TRAIN));
    }

    @Override
    protected FlowModel reopen(Path folder) throws IOException {
        return new AffineBackend().open(folder, Execution.defaults());
    }
}
