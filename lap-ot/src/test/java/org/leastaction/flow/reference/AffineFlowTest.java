package org.leastaction.flow.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.layers.LayerDescriber;
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
    protected Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class,
                LossGradients.class, Saver.class, LayerDescriber.class, Decoder.class, BlockCosts.class);
    }

    @Override
    protected FlowModel reopen(Path folder) throws IOException {
        return new AffineBackend().open(folder, Execution.defaults());
    }
}
